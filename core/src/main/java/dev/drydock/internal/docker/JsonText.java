package dev.drydock.internal.docker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON as plain maps, lists, strings, longs, doubles and booleans, for Drydock's own files. */
public final class JsonText {

  private JsonText() {}

  /** Writes a value in UTF-8. */
  public static byte[] write(Object value) {
    return new Json().write(value);
  }

  /**
   * Reads one value.
   *
   * @throws IOException when it is not JSON
   */
  public static @Nullable Object read(byte[] bytes) throws IOException {
    return new Json().read(bytes);
  }
}
