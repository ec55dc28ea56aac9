package dev.drydock.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Input that cannot be read to its end. */
public final class BrokenInput extends InputStream {

  private BrokenInput() {}

  /** Gives these bytes, and then fails: the disk is gone. */
  public static InputStream after(byte[] bytes) {
    return new SequenceInputStream(new ByteArrayInputStream(bytes), new BrokenInput());
  }

  @Override
  public int read() throws IOException {
    throw new IOException("the disk is gone");
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return read();
  }
}
