package dev.drydock.internal.docker;

import dev.drydock.model.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The body of an upload that is an archive already. */
final class RawUpload implements Request.Body {

  private final InputStream archive;
  private final String what;

  /** Of this archive; {@code what} is in the message when it cannot be read. */
  RawUpload(InputStream archive, String what) {
    this.archive = archive;
    this.what = what;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] buffer = new byte[128 * 1024];
    for (int count = read(buffer); count >= 0; count = read(buffer)) {
      out.write(buffer, 0, count);
    }
  }

  /** A failure of the archive is none of the connection. */
  private int read(byte[] buffer) {
    try {
      return archive.read(buffer);
    } catch (IOException e) {
      throw new EngineException(
          0, "The archive cannot be read to " + what + ": " + e.getMessage(), e);
    }
  }
}
