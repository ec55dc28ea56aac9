package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Lays what comes out of a container on this machine's disk. */
final class FilesOut {

  private FilesOut() {}

  static byte[] bytes(Engine engine, String containerId, String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stream(engine, containerId, path, bytes);
    return bytes.toByteArray();
  }

  /** Writes one file to the target, which is not closed. */
  static void stream(Engine engine, String containerId, String path, OutputStream target) {
    engine
        .containers()
        .download(
            containerId,
            path,
            file -> {
              if (file.kind() != EngineFile.Kind.FILE) {
                throw new IllegalArgumentException(
                    "path to read must be a file, was a "
                        + file.kind().name().toLowerCase(Locale.ROOT)
                        + ": "
                        + path);
              }
              file.content().transferTo(target);
            });
  }

  static void copy(Engine engine, String containerId, String path, Path destination) {
    Path root = destination.toAbsolutePath().normalize();
    try {
      Path parent = root.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory of " + root, e);
    }
    boolean[] first = {true};
    engine
        .containers()
        .download(
            containerId,
            path,
            file -> {
              Path place = place(root, file.path(), first[0]);
              first[0] = false;
              write(root, place, file);
            });
  }

  /** The first entry is what was asked for, under its own name; the others lie below it. */
  private static Path place(Path root, String name, boolean first) throws IOException {
    int slash = name.indexOf('/');
    String below = first || slash < 0 ? "" : name.substring(slash + 1);
    Path place = root.resolve(below).normalize();
    if (!place.startsWith(root)) {
      throw new IOException("the archive holds a path that leaves its directory: " + name);
    }
    return place;
  }

  private static void write(Path root, Path place, EngineFile file) throws IOException {
    switch (file.kind()) {
      case DIRECTORY -> Files.createDirectories(place);
      case LINK -> {
        Path linked = place.resolveSibling(file.linkTarget()).normalize();
        if (!linked.startsWith(root)) {
          // It means nothing, or harm, on this machine.
          LoggerFactory.getLogger(FilesOut.class)
              .warn(
                  "A link that leads out of what is copied was left out: {} -> {}",
                  file.path(),
                  file.linkTarget());
          return;
        }
        Files.deleteIfExists(place);
        Files.createSymbolicLink(place, Path.of(file.linkTarget()));
      }
      case FILE -> {
        Files.copy(file.content(), place, StandardCopyOption.REPLACE_EXISTING);
        if ((file.mode() & 0100) != 0 && !place.toFile().setExecutable(true)) {
          throw new IOException("cannot make executable: " + place);
        }
      }
    }
  }
}
