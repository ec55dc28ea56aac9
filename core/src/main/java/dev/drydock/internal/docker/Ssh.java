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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The user's own {@code ssh} to one host, with its keys, agent, configuration and known hosts. A
 * first process logs in; the others go through it, which takes them milliseconds. It ends when the
 * pipe to it closes, and so with this process, however that ends. When it is lost, the next that
 * would go through it has another one log in; and so when there is no room for more, for servers
 * limit the sessions of a connection. They log in one after the other, for servers limit that too.
 */
final class Ssh implements AutoCloseable {

  private static final long MOST_MILLIS = 20;

  /** The number of a way on which each process logs in by itself. */
  private static final int EACH_BY_ITSELF = 0;

  /** The number of a way that is being made. */
  static final int IN_THE_MAKING = -1;

  private final EngineAddress address;
  private final SshCommand command;
  private final Path directory;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  /** Which login each of the others goes through. */
  private final Map<Process, SshLogin> through = new ConcurrentHashMap<>();

  /** Changed under the lock only. */
  private final List<SshLogin> logins = new CopyOnWriteArrayList<>();

  private final AtomicInteger launches = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  private Ssh(EngineAddress address, Path directory) throws IOException {
    this.address = address;
    this.command = new SshCommand(address);
    this.directory = directory;
    if (SshCommand.sharesConnections()) {
      launch(0);
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

  /** Has a process log in, as the one of this number. */
  private SshLogin launch(int number) throws IOException {
    Path control = directory.resolve(number == 0 ? "m" : "m" + number);
    // One that was killed has left its socket, beside which the next would make none.
    Files.deleteIfExists(control);
    Process process =
        new ProcessBuilder(command.login(control))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    SshLogin login = new SshLogin(process, control);
    if (number < logins.size()) {
      processes.remove(logins.get(number).process());
      logins.set(number, login);
    } else {
      logins.add(login);
    }
    launches.incrementAndGet();
    return login;
  }

  /**
   * One that has room for one more, which is then counted; another logs in where there is none.
   *
   * @return null when another has first to get in
   */
  private @Nullable SshLogin withRoom() throws IOException {
    lock.lock();
    try {
      relaunchLost();
      for (SshLogin each : logins) {
        if (each.take()) {
          return each;
        }
      }
      SshLogin newest = logins.get(logins.size() - 1);
      if (newest.isInTheMaking() || closed) {
        return null;
      }
      SshLogin another = launch(logins.size());
      another.take();
      return another;
    } finally {
      lock.unlock();
    }
  }

  private void relaunchLost() throws IOException {
    for (int i = 0; i < logins.size() && !closed; i++) {
      if (logins.get(i).isLost()) {
        launch(i);
      }
    }
  }

  /** Whether there is one that the others go through. */
  private boolean isShared() {
    return !logins.isEmpty() && (logins.get(0).process().isAlive() || logins.get(0).isLost());
  }

  /**
   * Which of the connections that the others share are in use; another number after one was lost.
   * What was measured on them tells nothing while one is being made: {@link #IN_THE_MAKING}.
   */
  int way() throws IOException {
    int number = launches.get();
    if (!isShared()) {
      return EACH_BY_ITSELF;
    }
    for (SshLogin each : logins) {
      if (each.isInTheMaking() || each.isLost()) {
        lock.lock();
        try {
          relaunchLost();
        } finally {
          lock.unlock();
        }
        return IN_THE_MAKING;
      }
    }
    return number;
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
    return start(patient, List.of(), remote);
  }

  /** Connects to a TCP port as seen from there, for example {@code 127.0.0.1:8080}. */
  Process forward(String target) throws IOException {
    return start(null, List.of("-W", target), List.of());
  }

  /** What the server there says of the connection that it serves. */
  Dialer.Ends ends() throws IOException {
    Process process = start(null, List.of(), List.of("printenv", "SSH_CONNECTION"));
    try {
      return SshEnds.told(process);
    } finally {
      ended(process);
    }
  }

  /**
   * Starts one that goes through a login, once that is in: those that go ahead of it would each log
   * in by themselves.
   *
   * @param patient when it is closed nobody waits any more; null to wait to the end
   */
  private Process start(@Nullable Socket patient, List<String> options, List<String> remote)
      throws IOException {
    SshLogin login = null;
    Process process = null;
    try {
      login = isShared() ? awaitLogin(patient) : null;
      Path control = login == null ? null : login.control();
      process = new ProcessBuilder(command.through(control, options, remote)).start();
      if (login != null) {
        through.put(process, login);
      }
      processes.add(process);
    } finally {
      if (process == null && login != null) {
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

  /** One that has room and is in; one that has not got in when it has failed or patience ends. */
  private SshLogin awaitLogin(@Nullable Socket patient) throws IOException {
    SshLogin login = null;
    boolean done = false;
    try {
      for (long pause = 1; ; pause = Math.min(pause * 2, MOST_MILLIS)) {
        login = login == null ? withRoom() : login;
        SshLogin waited = login == null ? logins.get(logins.size() - 1) : login;
        boolean late = waited.isLate(pause);
        if (login != null && !late) {
          done = true;
          return login;
        }
        if (closed || (patient != null && patient.isClosed())) {
          throw new IOException("ssh was not in when its time was over");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      if (!done && login != null) {
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
