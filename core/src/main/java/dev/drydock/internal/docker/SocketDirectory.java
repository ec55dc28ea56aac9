package dev.drydock.internal.docker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes directories for unix sockets, whose paths the system keeps short, where builds like to make
 * the one for temporary files a deep one.
 */
public final class SocketDirectory {

  /** What a path may have on macOS, without the NUL at its end; on Linux it is 107. */
  private static final int MOST_BYTES = 103;

  /** What the JDK puts behind the prefix: a number of 64 bits. */
  private static final int NUMBER = 20;

  /**
   * The longest that is put in: ssh binds its {@code m9999} under a name with a dot and 16 letters
   * more before it gives it its own, and podman's is {@code podman.sock}.
   */
  private static final int NAME = "/m9999.".length() + 16;

  private SocketDirectory() {}

  /**
   * A new one, which nobody else can enter: where temporary files are, or where that is too long in
   * the user's directory for what runs, or else in {@code /tmp}.
   */
  public static Path create(String prefix) throws IOException {
    return create(
        prefix, System.getProperty("java.io.tmpdir", "/tmp"), System.getenv("XDG_RUNTIME_DIR"));
  }

  static Path create(String prefix, String usual, @Nullable String runtime) throws IOException {
    for (String each :
        runtime == null || runtime.isBlank() ? List.of(usual) : List.of(usual, runtime)) {
      File directory = new File(each).getAbsoluteFile();
      if (isShort(directory, prefix) && directory.isDirectory() && directory.canWrite()) {
        return Files.createTempDirectory(directory.toPath(), prefix);
      }
    }
    Path last = Path.of("/tmp");
    // Where there is none, the system's own words about the usual one tell most.
    return Files.createTempDirectory(Files.isDirectory(last) ? last : Path.of(usual), prefix);
  }

  /** Removes one with what is left in it. */
  static void remove(Path directory) {
    try {
      try (DirectoryStream<Path> rest = Files.newDirectoryStream(directory)) {
        for (Path each : rest) {
          Files.deleteIfExists(each);
        }
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // A process that ends removes its socket itself, perhaps at this moment; the rest is empty.
      new File(directory.toString()).deleteOnExit();
    }
  }

  private static boolean isShort(File directory, String prefix) {
    int bytes = directory.getPath().getBytes(StandardCharsets.UTF_8).length;
    return bytes + 1 + prefix.length() + NUMBER + NAME <= MOST_BYTES;
  }
}
