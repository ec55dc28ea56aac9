package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user's own {@code ssh} to one host, with its keys, agent, configuration and known hosts. A
 * first process logs in; the others go through it, which takes them milliseconds. It ends when the
 * pipe to it closes, and so with this process, however that ends. When it is lost, the next that
 * would go through it has another one log in.
 */
final class Ssh implements AutoCloseable {

  private static final long MOST_MILLIS = 20;
  private static final String CONFIGURATION = "config=";
  private static final int PATIENCE_SECONDS = 20;

  /**
   * From this exit code on it was ssh that failed (255) or a signal that ended it. With a lower one
   * the command ended there, as on a host without {@code cat}: it would do so again.
   */
  private static final int LOST = 128;

  /** The number of a way on which each process logs in by itself. */
  private static final int EACH_BY_ITSELF = 0;

  /** The number of a way that is being made. */
  static final int IN_THE_MAKING = -1;

  private final EngineAddress address;
  private final Path directory;
  private final Path control;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Process first;
  private final AtomicInteger launches = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  private Ssh(EngineAddress address, Path directory) throws IOException {
    this.address = address;
    this.directory = directory;
    this.control = directory.resolve("m");
    if (sharesConnections()) {
      launchFirst();
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

  /** Windows' ssh cannot. */
  private static boolean sharesConnections() {
    return !System.getProperty("os.name", "").startsWith("Windows");
  }

  private void launchFirst() throws IOException {
    Process process =
        new ProcessBuilder(words("yes", List.of(), List.of("cat")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    first = process;
    launches.incrementAndGet();
  }

  /** The first process, started anew if it is lost; null where each logs in by itself. */
  private @Nullable Process first() throws IOException {
    Process process = first;
    if (process == null || process.isAlive()) {
      return process;
    }
    lock.lock();
    try {
      process = first;
      if (process == null || process.isAlive() || closed) {
        return process;
      }
      if (process.exitValue() < LOST) {
        return null;
      }
      processes.remove(process);
      // One that was killed has left its socket, beside which the next would make none.
      Files.deleteIfExists(control);
      launchFirst();
      return first;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Which of the connections that the others share is in use; another number after it was lost.
   * What was measured on one tells nothing while there is none: {@link #IN_THE_MAKING}.
   */
  int way() throws IOException {
    int number = launches.get();
    Process process = first();
    if (process == null) {
      return EACH_BY_ITSELF;
    }
    return process.isAlive() && Files.exists(control) ? number : IN_THE_MAKING;
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
    awaitFirst(patient);
    String socket = address.uri().getPath();
    List<String> remote = new ArrayList<>(List.of("docker"));
    if (socket != null && socket.length() > 1) {
      // The host gives these words to a shell.
      remote.addAll(List.of("--host", WatchdogCommand.quote("unix://" + socket)));
    }
    remote.addAll(List.of("system", "dial-stdio"));
    return start(words("no", List.of(), remote));
  }

  /** Connects to a TCP port as seen from there, for example {@code 127.0.0.1:8080}. */
  Process forward(String target) throws IOException {
    awaitFirst(null);
    return start(words("no", List.of("-W", target), List.of()));
  }

  /** What the server there says of the connection that it serves. */
  Dialer.Ends ends() throws IOException {
    Process process = start(words("no", List.of(), List.of("printenv", "SSH_CONNECTION")));
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("ssh gave no answer within " + PATIENCE_SECONDS + " s");
      }
      return ends(text(process.getInputStream()), text(process.getErrorStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } finally {
      ended(process);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** The client's address and port, and the server's; a shell may have said something before. */
  static Dialer.Ends ends(String said, String complaint) throws IOException {
    String address = "([0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*(?:%\\w+)?) \\d+";
    Matcher matcher = Pattern.compile("(?m)^" + address + " " + address + "$").matcher(said);
    if (!matcher.find()) {
      throw new IOException(
          "its ssh does not tell from where it is reached"
              + (complaint.isEmpty() ? "" : ": " + complaint));
    }
    return new Dialer.Ends(
        InetAddress.getByName(matcher.group(1)), List.of(InetAddress.getByName(matcher.group(2))));
  }

  private Process start(List<String> words) throws IOException {
    Process process = new ProcessBuilder(words).start();
    processes.add(process);
    if (closed) {
      // Whoever closed this may not have seen it.
      process.destroy();
    }
    return process;
  }

  void ended(Process process) {
    process.destroy();
    processes.remove(process);
  }

  /**
   * Those that go ahead of the first would each log in by themselves. It makes its socket when it
   * is in, and ends when it does not get in.
   *
   * @param patient when it is closed nobody waits any more; null to wait to the end
   */
  private void awaitFirst(@Nullable Socket patient) throws IOException {
    Process process = first();
    long pause = 1;
    while (process != null && !Files.exists(control) && (patient == null || !patient.isClosed())) {
      try {
        if (process.waitFor(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      }
      pause = Math.min(pause * 2, MOST_MILLIS);
    }
  }

  /**
   * The command.
   *
   * @param master whether it is the one through which the others go; said of each, for a
   *     configuration with {@code ControlMaster auto} would make any of them it, and those that go
   *     through that one would end with it
   */
  private List<String> words(String master, List<String> options, List<String> remote) {
    List<String> words = new ArrayList<>(List.of("ssh", "-T", "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=15"));
    if (sharesConnections()) {
      words.addAll(List.of("-o", "ControlPath=" + control, "-o", "ControlPersist=no"));
      words.addAll(List.of("-o", "ControlMaster=" + master));
    }
    String query = address.uri().getQuery();
    if (query != null && query.startsWith(CONFIGURATION)) {
      words.addAll(List.of("-F", query.substring(CONFIGURATION.length())));
    }
    if (address.port() >= 0) {
      words.addAll(List.of("-p", Integer.toString(address.port())));
    }
    String user = address.user();
    if (user != null) {
      words.addAll(List.of("-l", user));
    }
    words.addAll(options);
    words.add("--");
    words.add(String.valueOf(address.host()));
    words.addAll(remote);
    return words;
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
    for (Process each : processes) {
      each.destroy();
    }
    processes.clear();
    SocketDirectory.remove(directory);
  }
}
