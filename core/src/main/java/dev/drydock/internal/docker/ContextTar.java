package dev.drydock.internal.docker;

import dev.drydock.engine.ContextEntry;
import dev.drydock.model.ImageException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context of a build as one tar archive, read while it is sent. */
final class ContextTar implements Request.Body {

  private final List<ContextEntry> entries;
  private final Runnable sent;
  private final byte[] buffer = new byte[64 * 1024];
  private volatile @Nullable RuntimeException failure;

  /**
   * Of these.
   *
   * @param sent runs before the end is written
   */
  ContextTar(List<ContextEntry> entries, Runnable sent) {
    this.entries = entries;
    this.sent = sent;
  }

  /** Why it could not be sent to its end, if that was for what this machine has. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try {
      TarWriter tar = new TarWriter(out);
      for (ContextEntry each : entries) {
        switch (each.kind()) {
          case DIRECTORY -> tar.directory(each.path(), each.mode(), each.seconds());
          case LINK -> tar.link(each.path(), each.link(), each.seconds());
          case FILE -> file(tar, each);
        }
      }
      sent.run();
      tar.end();
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  private void file(TarWriter tar, ContextEntry entry) throws IOException {
    Path file = entry.file();
    FileContent content = entry.content();
    if (file == null && content != null) {
      byte[] bytes = bytes(content);
      tar.beginFile(entry.path(), entry.mode(), bytes.length, entry.seconds());
      tar.write(bytes, 0, bytes.length);
    } else if (file != null) {
      tar.beginFile(entry.path(), entry.mode(), entry.size(), entry.seconds());
      copy(tar, file, entry.size());
    }
    tar.endFile();
  }

  private static byte[] bytes(FileContent content) {
    try (InputStream in = content.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(content.toString(), e);
    }
  }

  private void copy(TarWriter tar, Path file, long size) throws IOException {
    long left = size;
    try (InputStream in = open(file)) {
      while (left > 0) {
        int count = read(file, in, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw unreadable(
              file.toString(),
              new IOException("it became shorter while it was read, by " + left + " bytes"));
        }
        tar.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  // Below, failures of this machine's files; all others are failures of the connection.

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private int read(Path file, InputStream in, int length) {
    try {
      return in.read(buffer, 0, length);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static RuntimeException unreadable(String source, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new InterruptedWaitException("Interrupted while reading " + source, cause);
    }
    return new ImageException(
        source + " cannot be read to send it to the builder: " + cause.getMessage(), cause);
  }
}
