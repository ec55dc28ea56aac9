package dev.drydock.internal.session;

import dev.drydock.model.ImageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file that is there when all of it is, and not before. */
final class WholeFile {

  private WholeFile() {}

  /**
   * Has it written.
   *
   * @param what what is written, for messages
   * @throws ImageException when this machine does not take it; what was there before still is
   */
  static void write(Path file, String what, Consumer<OutputStream> writer) {
    Path target = file.toAbsolutePath();
    @Nullable Path part = null;
    try {
      Path directory = target.getParent();
      if (directory == null || Files.isDirectory(target)) {
        throw new IOException("it is a directory");
      }
      Files.createDirectories(directory);
      // With the permissions of any new file, which those of a temporary file are not.
      part = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        writer.accept(out);
      }
      move(part, target);
    } catch (IOException e) {
      drop(part, e);
      throw new ImageException("Cannot save " + what + " as " + file + ": " + reason(e) + ".", e);
    } catch (RuntimeException | Error e) {
      drop(part, e);
      throw e;
    }
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return message == null ? kind : kind.equals("IOException") ? message : kind + ": " + message;
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void drop(@Nullable Path part, Throwable failure) {
    if (part != null) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
