package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The user's own {@code ssh} to one host, with its keys, agent, configuration and known hosts. A
 * first process logs in; the others go through it, which takes them milliseconds. It ends when the
 * pipe to it closes, and so with this process, however that ends. When it is lost, the next that
 * would go through it has another one log in; and so when there is no room for more, for servers
 * limit the sessions of a connection. Few log in at a time, for servers limit that too.
 */
final class Ssh implements AutoCloseable {

  private static final long MOST_MILLIS = 20;

  /** How many log in at a time. */
  private static final int MOST_IN_THE_MAKING = 3;

  /** How long after one that did not get in the next one tries. */
  private static final long AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final EngineAddress address;
  private final SshCommand command;
  private final Path directory;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  /** Which login each of the others goes through. */
  private final Map<Process, SshLogin> through = new ConcurrentHashMap<>();

  /** Under the lock. */
  private final List<SshLogin> logins = new ArrayList<>();

  /** Cleared where none can be that others go through: each logs in by itself. */
  private volatile boolean shared = SshCommand.sharesConnections();

  // Under the lock.
  private int launches;
  private long notBefore = System.nanoTime();
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  private Ssh(EngineAddress address, Path directory) throws IOException {
    this.address = address;
    this.command = new SshCommand(address);
    this.directory = directory;
    if (shared) {
      launch();
    }
  }

  /**
   * Begins to log in.
   *
   * @throws IOException when there is no ssh on this machine
   */
  static Ssh to(EngineAddress address) throws IOException {
    Path directory = SocketDirectory.create("drydock-ssh");
    boolean done = false;
    try {
      Ssh ssh = new Ssh(address, directory);
      done = true;
      return ssh;
    } finally {
      if (!done) {
        Files.delete(directory);
      }
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
    processes.add(process);
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
        processes.remove(each.process());
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

  /** A directory that nobody else can read, for sockets; it goes when this is closed. */
  Path directory() {
    return directory;
  }

  /** What ssh said last before it failed; null when it said nothing. */
  @Nullable String trouble() {
    return trouble;
  }

  void failed(String words) {
    if (!words.isBlank()) {
      trouble = words;
    }
  }

  /** Runs {@code docker system dial-stdio} there, whose streams are a connection to the engine. */
  Process dial(Socket patient) throws IOException {
    String socket = address.uri().getPath();
    List<String> remote = new ArrayList<>(List.of("docker"));
    if (socket != null && socket.length() > 1) {
      // The host gives these words to a shell.
      remote.addAll(List.of("--host", WatchdogCommand.quote("unix://" + socket)));
    }
    remote.addAll(List.of("system", "dial-stdio"));
    return start(patient, true, List.of(), remote);
  }

  /** Connects to a TCP port as seen from there, for example {@code 127.0.0.1:8080}. */
  Process forward(String target) throws IOException {
    return start(null, false, List.of("-W", target), List.of());
  }

  /** What the server there says of the connection that it serves. */
  Dialer.Ends ends() throws IOException {
    Process process = start(null, true, List.of(), List.of("printenv", "SSH_CONNECTION"));
    try {
      return SshEnds.told(process);
    } finally {
      ended(process);
    }
  }

  /**
   * Starts one that goes through a login.
   *
   * @param patient when it is closed nobody waits for a login any more; null to wait to the end
   * @param session whether it is one of those that servers limit
   */
  private Process start(
      @Nullable Socket patient, boolean session, List<String> options, List<String> remote)
      throws IOException {
    SshLogin login = awaitLogin(patient, session);
    Process process = null;
    try {
      Path control = login == null ? null : login.control();
      process = new ProcessBuilder(command.through(control, options, remote)).start();
      if (login != null && session) {
        through.put(process, login);
      }
      processes.add(process);
    } finally {
      if (process == null && login != null && session) {
        giveBack(login);
      }
    }
    if (closed) {
      // Whoever closed this may not have seen it.
      process.destroy();
    }
    return process;
  }

  private void giveBack(SshLogin login) {
    lock.lock();
    try {
      login.giveBack();
    } finally {
      lock.unlock();
    }
  }

  void ended(Process process) {
    process.destroy();
    processes.remove(process);
    SshLogin login = through.remove(process);
    if (login != null) {
      giveBack(login);
    }
  }

  /**
   * A login that is in, for those that go ahead of it would each log in by themselves; or one that
   * did not get in: whoever goes by itself then hears why. Null where each goes by itself.
   */
  private @Nullable SshLogin awaitLogin(@Nullable Socket patient, boolean session)
      throws IOException {
    SshLogin login = null;
    boolean done = false;
    try {
      for (long pause = 1; shared; pause = Math.min(pause * 2, MOST_MILLIS)) {
        if (login == null) {
          login = session ? forSession() : forPort();
        }
        if (login == null) {
          Thread.sleep(pause);
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

  /** Ends all its processes. */
  @Override
  public void close() {
    lock.lock();
    try {
      // None is started anew from here on.
      closed = true;
    } finally {
      lock.unlock();
    }
    processes.forEach(Process::destroy);
    processes.clear();
    SocketDirectory.remove(directory);
  }
}
