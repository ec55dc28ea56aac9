package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.EngineAddress;
import dev.drydock.internal.docker.SocketDirectory;
import dev.drydock.model.InterruptedWaitException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Podman's service on a socket of its own, for where no engine runs. A shell holds it, which sees
 * the pipe to this process close: after {@code bye} it ends the service at once; without, it lets
 * the watchdog do its work first.
 */
final class PrivatePodman implements PrivateService {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
  private static final long MOST_MILLIS = 50;

  private static final String SCRIPT =
      """
      (
        "$1" system service --time=0 "unix://$2/podman.sock" >"$2/log" 2>&1 &
        echo $! >"$2/pid"
        wait $!
        echo >"$2/ended"
      ) </dev/null &
      trap '' INT HUP TERM
      read -r line
      [ "$line" = bye ] || sleep 30
      for each in 1 2 3; do
        [ -s "$2/pid" ] || sleep 1
      done
      [ -e "$2/ended" ] || kill "$(cat "$2/pid")"
      wait
      rm -rf "$2"
      """;

  private final Path directory;
  private final Process process;

  private PrivatePodman(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Podman on this machine; null when it is not installed, or is a client of a machine in which the
   * service runs.
   */
  static @Nullable Path program(Surroundings surroundings) {
    return surroundings.isLinux() ? surroundings.program("podman") : null;
  }

  /**
   * Starts the service, and returns when it listens.
   *
   * @param setsid the program that takes it out of the reach of the terminal, where there is one
   * @throws IOException when it ends or does not listen in time; with its last words
   * @throws InterruptedWaitException when the thread is interrupted; the service is ended
   */
  static PrivatePodman start(Path podman, @Nullable Path setsid) throws IOException {
    Path directory = SocketDirectory.create("drydock-podman");
    List<String> command = new ArrayList<>();
    if (setsid != null) {
      // In a session of its own: what ends this process must not end the service before the
      // containers are gone.
      command.add(setsid.toString());
    }
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "sh", podman.toString(), directory.toString()));
    PrivatePodman service = null;
    boolean done = false;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      service = new PrivatePodman(directory, process);
      service.awaitSocket();
      done = true;
      return service;
    } finally {
      if (service == null) {
        Files.delete(directory);
      } else if (!done) {
        service.end();
      }
    }
  }

  private void awaitSocket() throws IOException {
    Path socket = directory.resolve("podman.sock");
    long deadline = System.nanoTime() + PATIENCE;
    for (long pause = 1; !listens(socket); pause = Math.min(pause * 2, MOST_MILLIS)) {
      boolean over = System.nanoTime() - deadline > 0 || Files.exists(directory.resolve("ended"));
      if (over || pauseOrEnd(pause)) {
        throw new IOException("podman system service did not come up" + lastWords());
      }
    }
  }

  /** The file is there a moment earlier. */
  private static boolean listens(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the shell has ended. */
  private boolean pauseOrEnd(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while podman's service was started", e);
    }
  }

  private String lastWords() {
    try {
      String log = Files.readString(directory.resolve("log")).strip();
      return log.isEmpty() ? "" : ": " + log.substring(log.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      return "";
    }
  }

  EngineAddress address() {
    return EngineAddress.unix(directory.resolve("podman.sock"));
  }

  @Override
  public void end() {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write("bye\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The shell has ended, and the service with it.
    }
  }
}
