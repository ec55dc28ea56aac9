package dev.drydock.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries bytes, and the end of them, between a channel and a process of {@code ssh}. The streams
 * of a process cannot be interrupted; the other end of the channel can.
 */
final class SshLine implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;
  private static final int STACK = 128 * 1024;
  private static final int GRACE_SECONDS = 1;

  /** The exit code of ssh's own failures. */
  private static final int SSH_FAILED = 255;

  private final Ssh ssh;
  private final Process process;
  private final SocketChannel channel;
  private final AtomicInteger ends = new AtomicInteger(2);
  private volatile boolean writing;
  private volatile boolean cut;

  private SshLine(Ssh ssh, Process process, SocketChannel channel) {
    this.ssh = ssh;
    this.process = process;
    this.channel = channel;
  }

  static SshLine between(SocketChannel channel, Process process, Ssh ssh) {
    SshLine line = new SshLine(ssh, process, channel);
    daemon(line::carryOut);
    daemon(line::carryIn);
    return line;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(null, work, "drydock-ssh", STACK, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private void carryOut() {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (OutputStream out = process.getOutputStream()) {
      while (channel.read(buffer) >= 0) {
        writing = true;
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
        writing = false;
        buffer.clear();
      }
    } catch (IOException e) {
      drain(buffer);
    } finally {
      ended();
    }
  }

  /** With its last end the line ends, whoever holds it. */
  private void ended() {
    if (ends.decrementAndGet() == 0) {
      end();
    }
  }

  /**
   * A channel that is closed with something unread in it takes from the near end what that has not
   * read yet either.
   */
  private void drain(ByteBuffer buffer) {
    try {
      do {
        buffer.clear();
      } while (channel.read(buffer) >= 0);
    } catch (IOException e) {
      // Closed; so there is nothing to be saved.
    }
  }

  private void carryIn() {
    try (InputStream in = process.getInputStream()) {
      byte[] bytes = new byte[BUFFER];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      // Before the near end sees the end, so that it can ask why.
      ssh.failed(lastWords());
      cut = process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == SSH_FAILED;
      channel.shutdownOutput();
    } catch (IOException e) {
      // Nobody is at the other end of the channel any more.
      end();
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; were it so, this line would be of no use any more.
      end();
    } finally {
      ended();
    }
  }

  /** Whether it ended because ssh lost the host, rather than because the engine closed it. */
  boolean isCut() {
    return cut;
  }

  private void end() {
    ssh.ended(process);
    close();
  }

  private String lastWords() throws IOException {
    String said =
        new String(process.getErrorStream().readNBytes(BUFFER), StandardCharsets.UTF_8).strip();
    return said.substring(said.lastIndexOf('\n') + 1).strip();
  }

  /**
   * Ends it, both ways. The process sees its standard input end and goes when the command there has
   * gone: as long as that stays, the server counts its session, and so does {@link Ssh}.
   */
  @Override
  public void close() {
    if (writing) {
      // It takes nothing any more, perhaps not even the end.
      ssh.ended(process);
    }
    try {
      channel.close();
    } catch (IOException e) {
      // A channel that cannot be closed is as gone as one that can.
    }
  }
}
