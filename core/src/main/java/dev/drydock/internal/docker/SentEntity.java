package dev.drydock.internal.docker;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** The body of a request, as HTTP core wants it. */
final class SentEntity extends AbstractHttpEntity {

  private final byte[] bytes;
  private final Request.@Nullable Body body;
  private final Runnable beforeStep;

  /** Runs {@code beforeStep} before each write of a streamed body. */
  SentEntity(byte[] bytes, Request.@Nullable Body body, Runnable beforeStep) {
    super((String) null, null, body != null);
    this.bytes = bytes;
    this.body = body;
    this.beforeStep = beforeStep;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (body != null) {
      body.writeTo(new Stepped(out, beforeStep));
      beforeStep.run();
    } else {
      out.write(bytes);
    }
  }

  @Override
  public long getContentLength() {
    return body != null ? -1 : bytes.length;
  }

  @Override
  public boolean isStreaming() {
    return body != null;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private static final class Stepped extends FilterOutputStream {

    private final Runnable beforeStep;

    Stepped(OutputStream out, Runnable beforeStep) {
      super(out);
      this.beforeStep = beforeStep;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      beforeStep.run();
      out.write(bytes, offset, length);
    }
  }
}
