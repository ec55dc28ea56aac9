package dev.drydock.internal.docker;

import dev.drydock.model.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of this machine as the body of a request. */
final class FileBody implements Request.Body {

  private final Path file;
  private volatile @Nullable RuntimeException failure;

  FileBody(Path file) {
    this.file = file;
  }

  /** Why it could not be sent to its end, if that was for the file. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = open()) {
      for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
        out.write(buffer, 0, count);
      }
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private InputStream open() {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ImageException unreadable(IOException cause) {
    return new ImageException(
        file + " cannot be read to send it to the engine: " + cause.getMessage(), cause);
  }
}
