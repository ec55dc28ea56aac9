package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The user's own {@code ssh} to one host, with its keys, agent, configuration and known hosts.
 * Connections to the engine and to ports are processes that go through one that has logged in.
 */
final class Ssh implements AutoCloseable {

  private final EngineAddress address;
  private final SshCommand command;
  private final Path directory;
  private final SshLogins logins;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();

  /** Which login each of the others goes through. */
  private final Map<Process, SshLogin> through = new ConcurrentHashMap<>();

  private volatile boolean closed;
  private volatile @Nullable String trouble;

  private Ssh(EngineAddress address, Path directory) throws IOException {
    this.address = address;
    this.command = new SshCommand(address);
    this.directory = directory;
    this.logins = new SshLogins(command, directory);
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

  /** Which connection carries the ports, in the words of {@link HostPorts#way}. */
  int way() throws IOException {
    return logins.way();
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
    SshLogin login = logins.await(patient, session);
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
        logins.giveBack(login);
      }
    }
    if (closed) {
      // Whoever closed this may not have seen it.
      process.destroy();
    }
    return process;
  }

  void ended(Process process) {
    process.destroy();
    processes.remove(process);
    SshLogin login = through.remove(process);
    if (login != null) {
      logins.giveBack(login);
    }
  }

  /** Ends all its processes. */
  @Override
  public void close() {
    closed = true;
    logins.close();
    processes.forEach(Process::destroy);
    processes.clear();
    SocketDirectory.remove(directory);
  }
}
