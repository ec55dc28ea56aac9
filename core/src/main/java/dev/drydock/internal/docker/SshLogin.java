package dev.drydock.internal.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@code ssh} that has logged in, or is about to, and through whose connection others
 * go. It makes its socket when it is in, and ends when it does not get in.
 */
final class SshLogin {

  /**
   * What a server takes by default is ten sessions of one connection, and this one has a session
   * too; the last may be one that has ended here and not yet there.
   */
  private static final int MOST_SESSIONS = 8;

  /**
   * From this exit code on it was ssh that failed (255) or a signal that ended it. With a lower one
   * the command ended there, as on a host without {@code cat}: it would do so again.
   */
  private static final int LOST = 128;

  private final Process process;
  private final Path control;

  // Under the lock of its Ssh.
  private int sessions;

  SshLogin(Process process, Path control) {
    this.process = process;
    this.control = control;
  }

  Path control() {
    return control;
  }

  Process process() {
    return process;
  }

  boolean isInTheMaking() {
    return process.isAlive() && !Files.exists(control);
  }

  boolean isLost() {
    return !process.isAlive() && process.exitValue() >= LOST;
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
    return !Files.exists(control) && !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }
}
