package dev.drydock.internal.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@code ssh} that has logged in, or is about to, and through whose connection others
 * go. It makes its socket when it is in, and ends when it does not get in.
 */
final class SshLogin {

  /** What a server takes by default is ten sessions of one connection, of which this has one. */
  private static final int MOST_SESSIONS = 8;

  /** ssh itself waits ten seconds for a host to answer, and then for ever. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  /**
   * From this exit code on it was ssh that failed (255) or a signal that ended it. With a lower one
   * the command ended there, as on a host without {@code cat}: it would do so again.
   */
  private static final int LOST = 128;

  private final int number;
  private final Process process;
  private final Path control;
  private final long begun = System.nanoTime();
  private volatile boolean in;

  // Under the lock of SshLogins.
  private int sessions;

  SshLogin(int number, Process process, Path control) {
    this.number = number;
    this.process = process;
    this.control = control;
  }

  /** Which of all, from 1 on. */
  int number() {
    return number;
  }

  Path control() {
    return control;
  }

  Process process() {
    return process;
  }

  boolean isIn() {
    in = in || Files.exists(control);
    return in && process.isAlive();
  }

  boolean wasIn() {
    return in;
  }

  /** Whether it has ended by itself; one that has taken too long is ended now. */
  boolean hasEnded() {
    if (!isIn() && System.nanoTime() - begun > PATIENCE) {
      process.destroyForcibly();
    }
    return !process.isAlive();
  }

  /** Whether one that has ended would do better another time. */
  boolean isLost() {
    return process.exitValue() >= LOST;
  }

  /** Whether there is room for one more, which is then counted. */
  boolean take() {
    if (sessions >= MOST_SESSIONS || !process.isAlive()) {
      return false;
    }
    sessions++;
    return true;
  }

  void giveBack() {
    sessions--;
  }

  /** Waits so long for it to be in or to end; whether it is neither. */
  boolean isLate(long millis) throws InterruptedException {
    return !isIn() && !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }
}
