package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Sends a body on a thread of its own, so that the answer can be read meanwhile: an engine that
 * tells of its work before it has all of the body would otherwise wait for its reader, and the
 * reader for it.
 */
final class BesideUpload {

  private final Connection connection;
  private final OutputStream out;
  private final Request.Body body;

  BesideUpload(Connection connection, OutputStream out, Request.Body body) {
    this.connection = connection;
    this.out = out;
    this.body = body;
  }

  void start() {
    Thread thread = new Thread(this::run, "drydock-upload");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      ChunkedOutput chunks = new ChunkedOutput(out);
      body.writeTo(chunks);
      chunks.close();
      out.flush();
    } catch (IOException e) {
      // The engine has answered and closed; or the connection is lost, and its reader sees that.
    } catch (RuntimeException | Error e) {
      // Half a body must not pass for a whole one. The body keeps why.
      connection.close();
    }
  }
}
