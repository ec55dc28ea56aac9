package dev.drydock.internal.docker;

import dev.drydock.engine.ProcessStream;
import dev.drydock.model.LogSource;
import java.io.IOException;
import java.io.OutputStream;

/** The streams of a process over a connection of their own. */
final class DockerProcessStream implements ProcessStream {

  private final Api api;
  private final String what;
  private final Response response;
  private final FrameReader frames;
  private volatile boolean closed;

  DockerProcessStream(Api api, String what, Response response, boolean tty) {
    this.api = api;
    this.what = what;
    this.response = response;
    this.frames = new FrameReader(response.body(), DockerLogStream.isRaw(response, tty));
  }

  @Override
  public int read(byte[] buffer) {
    if (closed) {
      return -1;
    }
    try {
      return frames.read(buffer);
    } catch (IOException e) {
      response.close();
      if (closed) {
        return -1;
      }
      throw api.broken(what, e);
    }
  }

  @Override
  public LogSource source() {
    return frames.source();
  }

  @Override
  public OutputStream stdin() {
    return new Stdin();
  }

  @Override
  public void close() {
    closed = true;
    response.close();
  }

  private final class Stdin extends OutputStream {

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      response.rawOutput().write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        response.shutdownOutput();
      }
    }
  }
}
