package dev.drydock.internal.session;

import dev.drydock.internal.wait.Signal;
import dev.drydock.model.InterruptedWaitException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What one at a time does, of all threads of all JVMs of a user on this machine. A file in the
 * directory for temporary ones is locked meanwhile. It stays, since whoever removed it would let
 * two in; so keys are few.
 */
final class Turn implements AutoCloseable {

  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Does it in its turn; where no file can be locked, at once.
   *
   * @param key what two must not do at the same time
   * @param what this is, as a verb for messages
   * @throws InterruptedWaitException when the thread is interrupted while it waits
   */
  static <T> T inTurn(String key, String what, Supplier<T> work) {
    Turn turn;
    try {
      turn = take(key, what, FOR_EVER);
    } catch (IOException e) {
      LoggerFactory.getLogger(Turn.class).debug("Nobody is kept from doing this too: {}", what, e);
      return work.get();
    }
    try {
      return work.get();
    } finally {
      turn.close();
    }
  }

  /**
   * Waits for its turn, which lasts until it is closed.
   *
   * @throws IOException when the file cannot be locked, or another session of this JVM has had it
   *     for so long
   */
  static Turn take(String key, String what, Duration patience) throws IOException {
    String whole = System.getProperty("user.name") + " " + key;
    UUID name = UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8));
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "drydock-lock-" + name);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = lock(channel, patience);
      if (held.isValid()) {
        return new Turn(channel);
      }
      throw new IOException("the lock on " + file + " was lost");
    } catch (FileLockInterruptionException | ClosedByInterruptException | InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while waiting to " + what + ".", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** A lock holds off other JVMs; within one, a second taker is refused, and comes again. */
  private static FileLock lock(FileChannel channel, Duration patience)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        if (System.nanoTime() - start > patience.toNanos()) {
          throw new IOException(
              "another session of this JVM has been at it for " + patience.toSeconds() + " s", e);
        }
      }
      new Signal().await(PAUSE);
    }
  }

  /** The next one's turn. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Turn.class).debug("A lock ends with this JVM only.", e);
    }
  }
}
