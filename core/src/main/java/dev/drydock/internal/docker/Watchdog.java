package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that waits for the end of its standard input and then removes everything with certain
 * labels; the line {@code bye} sends it away. It runs in a JVM of its own with nothing but the JDK
 * and the ways to an engine: what it loads, it loads while the tests run.
 */
final class Watchdog {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
  private static final int ID_LENGTH = 64;

  /** What was in the making when its maker died may still come: so look for ten seconds more. */
  private static final int QUIET_ROUNDS = 20;

  /** Before the name of an image that carries no labels, and its identifier. */
  private static final String IMAGE = "image ";

  /** Takes back such a line. */
  private static final String FORGET = "forget ";

  private final Dialer dialer;
  private final String prefix;
  private final String labels;
  private final String volumes;
  private final String images;
  private final Set<String> names = new LinkedHashSet<>();

  private Watchdog(Dialer dialer, String prefix, String labels, String volumes, String images) {
    this.dialer = dialer;
    this.prefix = prefix;
    this.labels = labels;
    this.volumes = volumes;
    this.images = images;
  }

  /**
   * Runs it.
   *
   * @param arguments the engine's address, the API version as a path, the query for the labels,
   *     those for volumes and for images; for TLS also the directory of its files and whether to
   *     verify
   */
  public static void main(String[] arguments) throws IOException {
    Watchdog watchdog =
        new Watchdog(
            Dialer.to(address(arguments)), arguments[1], arguments[2], arguments[3], arguments[4]);
    if (!watchdog.saidBye()) {
      giveUpLater();
      watchdog.clear();
    }
    watchdog.dialer.close();
  }

  private static EngineAddress address(String[] arguments) {
    EngineAddress address = new EngineAddress(URI.create(arguments[0]), null);
    return arguments.length < 7
        ? address
        : address.withTls(new TlsFiles(Path.of(arguments[5]), Boolean.parseBoolean(arguments[6])));
  }

  private boolean saidBye() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = System.in.read(); each >= 0; each = System.in.read()) {
      if (each != '\n') {
        line.append((char) each);
      } else if (line.toString().equals("bye")) {
        return true;
      } else {
        take(line.toString());
        line.setLength(0);
      }
    }
    return false;
  }

  private void take(String line) {
    if (line.startsWith(IMAGE)) {
      names.add(line.substring(IMAGE.length()));
    } else if (line.startsWith(FORGET)) {
      names.remove(line.substring(FORGET.length()));
    }
  }

  /** An engine that hangs must not keep this process for ever. */
  private static void giveUpLater() {
    Thread thread =
        new Thread(
            () -> {
              LockSupport.parkNanos(PATIENCE);
              Runtime.getRuntime().halt(1);
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void clear() {
    int quiet = 0;
    while (quiet < QUIET_ROUNDS) {
      quiet = removeAll() ? 0 : quiet + 1;
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Whether there was anything, as far as the engine says. */
  private boolean removeAll() {
    try {
      boolean containers = removeContainers();
      return removeOthers() || containers;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether there were any. */
  private boolean removeContainers() throws IOException {
    String list = call("GET", "/containers/json?all=1&" + labels);
    List<Thread> removals = new ArrayList<>();
    String mark = "\"Id\":\"";
    for (int at = list.indexOf(mark); at >= 0; at = list.indexOf(mark, at + 1)) {
      int start = at + mark.length();
      String id = list.substring(start, list.indexOf('"', start));
      if (id.length() == ID_LENGTH) {
        Thread removal = new Thread(() -> remove(id));
        removal.start();
        removals.add(removal);
      }
    }
    for (Thread each : removals) {
      try {
        each.join();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    return !removals.isEmpty();
  }

  private void remove(String id) {
    try {
      call("DELETE", "/containers/" + id + "?force=1&v=1");
    } catch (IOException e) {
      // The next round sees whether it is still there.
    }
  }

  /** Whether there are some left. */
  private boolean removeOthers() throws IOException {
    call("POST", "/networks/prune?" + labels);
    call("POST", "/volumes/prune?" + volumes);
    removeNames();
    call("POST", "/images/prune?" + images);
    return (call("GET", "/networks?" + labels) + call("GET", "/volumes?" + labels))
            .contains("\"Name\":\"")
        || call("GET", "/images/json?" + labels).contains("\"Id\":\"");
  }

  /** Removes the names that still mean what they meant. */
  private void removeNames() throws IOException {
    for (String each : names) {
      int equals = each.indexOf('=');
      String path = "/images/" + each.substring(0, equals);
      if (answer("GET", path + "/json").contains("\"" + each.substring(equals + 1) + "\"")) {
        call("DELETE", path);
      }
    }
  }

  /**
   * One call in the words of HTTP 1.0, after which the engine hangs up.
   *
   * @throws IOException when it cannot be made, or the engine refuses a {@code GET}
   */
  private String call(String method, String path) throws IOException {
    String text = answer(method, path);
    if (method.equals("GET") && !text.startsWith("200", text.indexOf(' ') + 1)) {
      throw new IOException(text);
    }
    return text;
  }

  private String answer(String method, String path) throws IOException {
    try (Socket socket = dialer.socket()) {
      dialer.connect(socket);
      String request =
          method
              + " "
              + prefix
              + path
              + " HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
