package dev.drydock.internal.docker;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which processes of {@code ssh} the others go through, which takes those milliseconds. The first
 * logs in at once. When it is lost, the next that would go through it has another one log in; and
 * so when there is no room for more, for servers limit the sessions of a connection. Few log in at
 * a time, for servers limit that too. Each ends when the pipe to it closes, and so with this
 * process, however that ends.
 */
final class SshLogins implements AutoCloseable {

  private static final long MOST_MILLIS = 20;

  /** How many log in at a time. */
  private static final int MOST_IN_THE_MAKING = 3;

  /** How long after one that did not get in the next one tries. */
  private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final SshCommand command;
  private final Path directory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Under the lock. */
  private final List<SshLogin> logins = new ArrayList<>();

  /** Cleared where none can be that others go through: each logs in by itself. */
  private volatile boolean shared = SshCommand.sharesConnections();

  // Under the lock.
  private int launches;
  private long givenBack;
  private long notBefore = System.nanoTime();
  private volatile boolean closed;

  /** Begins to log in; its sockets are in this directory. */
  SshLogins(SshCommand command, Path directory) throws IOException {
    this.command = command;
    this.directory = directory;
    if (shared) {
      launch();
    }
  }

  private SshLogin launch() throws IOException {
    int number = ++launches;
    Path control = directory.resolve("m" + number);
    Process process =
        new ProcessBuilder(command.login(control))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    SshLogin login = new SshLogin(number, process, control);
    logins.add(login);
    return login;
  }

  /** Another one, under the lock; null when it is not time for it. */
  private @Nullable SshLogin another() throws IOException {
    long making = logins.stream().filter(each -> !each.isIn()).count();
    boolean may = making < MOST_IN_THE_MAKING && System.nanoTime() - notBefore >= 0;
    return may && shared && !closed ? launch() : null;
  }

  /** Lets go of those that have ended, under the lock. */
  private void tidy() {
    for (SshLogin each : List.copyOf(logins)) {
      if (each.hasEnded()) {
        logins.remove(each);
        if (!each.isLost()) {
          shared = false;
        } else if (!each.wasIn()) {
          notBefore = System.nanoTime() + AGAIN;
        }
      }
    }
  }

  /** One that has room for one more session, which is then counted; null when there is none yet. */
  private @Nullable SshLogin forSession() throws IOException {
    lock.lock();
    try {
      tidy();
      for (SshLogin each : logins) {
        if (each.take()) {
          return each;
        }
      }
      SshLogin another = another();
      return another != null && another.take() ? another : null;
    } finally {
      lock.unlock();
    }
  }

  /** One for the port of a container, which is no session; null when there is none yet. */
  private @Nullable SshLogin forPort() throws IOException {
    lock.lock();
    try {
      tidy();
      for (SshLogin each : logins) {
        if (each.isIn()) {
          return each;
        }
      }
      return logins.isEmpty() ? another() : logins.get(0);
    } finally {
      lock.unlock();
    }
  }

  /** Which connection carries the ports, in the words of {@link HostPorts#way}. */
  int way() throws IOException {
    SshLogin login = shared ? forPort() : null;
    if (!shared) {
      return HostPorts.EACH_BY_ITSELF;
    }
    return login != null && login.isIn() ? login.number() : HostPorts.IN_THE_MAKING;
  }

  /** One that was chosen for a session is over with it. */
  void giveBack(SshLogin login) {
    lock.lock();
    try {
      login.giveBack();
      givenBack++;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A login that is in, for those that go ahead of it would each log in by themselves; or one that
   * did not get in: whoever goes by itself then hears why. Null where each goes by itself.
   */
  @Nullable SshLogin await(@Nullable Socket patient, boolean session) throws IOException {
    SshLogin login = null;
    boolean done = false;
    try {
      for (long pause = 1; shared; pause = Math.min(pause * 2, MOST_MILLIS)) {
        if (login == null) {
          login = session ? forSession() : forPort();
        }
        if (login == null) {
          awaitRoom(TimeUnit.MILLISECONDS.toNanos(pause));
        } else if (!login.isLate(pause)) {
          done = true;
          return login;
        }
        if (closed || (patient != null && patient.isClosed())) {
          throw new IOException("ssh was not in when its time was over");
        }
      }
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      if (!done && login != null && session) {
        giveBack(login);
      }
    }
  }

  /** Until there may be some, or so long: that one has got in is told by nobody. */
  private void awaitRoom(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long before = givenBack;
      long rest = nanos;
      while (rest > 0 && givenBack == before) {
        rest = room.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends them all. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      logins.forEach(each -> each.process().destroy());
    } finally {
      lock.unlock();
    }
  }
}
