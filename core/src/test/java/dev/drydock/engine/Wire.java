package dev.drydock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** What stand-ins for an engine, and those before one, are made of. */
public final class Wire {

  private Wire() {}

  /** What goes on until one side hangs up. */
  public interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Does it on a thread of its own, which keeps no JVM. */
  public static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side hung up.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Carries bytes, and the end of them, one way.
   *
   * @param seen gets them before they arrive
   */
  public static void forward(SocketChannel from, SocketChannel to, Consumer<ByteBuffer> seen)
      throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        seen.accept(buffer.duplicate());
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      from.close();
      to.close();
    }
  }
}
