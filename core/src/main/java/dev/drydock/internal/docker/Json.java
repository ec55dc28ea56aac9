package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as plain maps, lists, strings, longs, doubles and booleans: binding classes
 * to it costs a first start more than the engine's own work.
 */
final class Json {

  /** Writes a value made of the kinds that {@link #read} gives, and of other numbers. */
  byte[] write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.write(value);
    return writer.bytes();
  }

  /**
   * Reads one value.
   *
   * @throws IOException when it is not JSON, or not one value
   */
  @Nullable Object read(byte[] bytes) throws IOException {
    JsonReader reader = new JsonReader(bytes);
    Object value = reader.next();
    if (reader.hasNext()) {
      throw new IOException("more than one JSON value");
    }
    return value;
  }

  /**
   * Reads one object.
   *
   * @throws IOException when it is none
   */
  JsonObject object(byte[] bytes) throws IOException {
    return asObject(read(bytes));
  }

  /**
   * Reads a list of objects; {@code null} counts as an empty one.
   *
   * @throws IOException when it is none
   */
  List<JsonObject> objects(byte[] bytes) throws IOException {
    Object value = read(bytes);
    List<JsonObject> objects = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        objects.add(asObject(each));
      }
    } else if (value != null) {
      throw new IOException("not a JSON list");
    }
    return objects;
  }

  /** Objects one after another, as they come in. */
  static Stream stream(InputStream source) {
    return new Stream(source);
  }

  /** JSON objects one after another. */
  static final class Stream {

    private final JsonReader reader;

    private Stream(InputStream source) {
      this.reader = new JsonReader(source);
    }

    /** Waits for the next object; null at the end. */
    @Nullable JsonObject next() throws IOException {
      return reader.hasNext() ? asObject(reader.next()) : null;
    }
  }

  private static JsonObject asObject(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject(map);
    }
    throw new IOException("not a JSON object");
  }
}
