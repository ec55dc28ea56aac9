package dev.drydock.benchmarks.contender;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The physical limit: create, start, one inspect, and a look every millisecond. Nothing is checked,
 * nothing is kept, nothing is guarded. No lambdas, so that a fresh JVM need not learn them.
 */
public final class RawContender implements Contender {

  private static final long PAUSE_MILLIS = 1;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final RawEngine engine;
  private final Set<String> alive = Collections.synchronizedSet(new HashSet<>());

  /** Of the engine at this unix socket. */
  public RawContender(String socket) {
    engine = new RawEngine(socket);
  }

  @Override
  public String name() {
    return "raw";
  }

  @Override
  public Box start(Wish wish) throws Exception {
    String id = between(engine.call("POST", "/containers/create", json(wish)), "\"Id\":\"", "\"");
    alive.add(id);
    if (!wish.files().isEmpty()) {
      upload(id, wish.files());
    }
    RawEngine.RawConnection log =
        wish.ready() == Wish.Ready.LOG
            ? engine.open("POST", "/containers/" + id + "/attach?stream=1&stdout=1&stderr=1", "")
            : null;
    engine.call("POST", "/containers/" + id + "/start", "");
    String facts = engine.call("GET", "/containers/" + id + "/json", "");
    RawBox box = new RawBox(id, facts, wish.port());
    if (log != null) {
      awaitReadyLine(log);
    } else if (wish.ready() == Wish.Ready.HEALTHY) {
      while (box.exec(Wish.HEALTHCHECK.toArray(new String[0])) != 0) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    return box;
  }

  @Override
  public String build(Path context) throws IOException {
    RawTar tar = new RawTar(Map.of("/.", context));
    String name = "drydock-bench-raw:1";
    String path = "/build?version=2&t=" + name;
    String answer = engine.upload("POST", path, tar.length(), tar);
    if (!answer.contains("moby.image.id")) {
      throw new IOException(answer);
    }
    return name;
  }

  /**
   * The look: a connection to the container's own address, which is cheap and needs no proxy, until
   * somebody accepts it; then the question itself, until it is answered.
   */
  @Override
  public <T> T first(Box box, Question<T> question) throws Exception {
    InetSocketAddress address = ((RawBox) box).address;
    boolean accepts = false;
    for (long begin = System.nanoTime(); ; ) {
      try {
        if (!accepts) {
          SocketChannel.open(address).close();
          accepts = true;
        }
        return question.ask();
      } catch (IOException notYet) {
        if (System.nanoTime() - begin > LIMIT_NANOS) {
          throw notYet;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void awaitReadyLine(RawEngine.RawConnection log) throws IOException {
    try (log) {
      StringBuilder seen = new StringBuilder();
      byte[] buffer = new byte[4096];
      while (seen.indexOf("ready\n") < 0) {
        int some = log.read(buffer, 0, buffer.length);
        if (some < 0) {
          throw new IOException("the container ended: " + seen);
        }
        seen.append(new String(buffer, 0, some, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static String json(Wish wish) {
    StringBuilder json = new StringBuilder("{\"Image\":\"");
    json.append(wish.image()).append("\",\"Cmd\":").append(array(wish.command()));
    if (wish.ready() == Wish.Ready.HEALTHY) {
      json.append(",\"Healthcheck\":{\"Test\":[\"CMD\",");
      json.append(array(Wish.HEALTHCHECK).substring(1));
      json.append(",\"Interval\":").append(Wish.HEALTHCHECK_MILLIS * 1_000_000L).append('}');
    }
    List<String> env = new ArrayList<>();
    for (Map.Entry<String, String> each : wish.env().entrySet()) {
      env.add(each.getKey() + "=" + each.getValue());
    }
    json.append(",\"Env\":").append(array(env));
    String port = "{\"" + wish.port() + "/tcp\":";
    json.append(",\"ExposedPorts\":").append(port).append("{}},\"HostConfig\":{");
    json.append("\"PortBindings\":").append(port).append("[{\"HostPort\":\"\"}]},\"Tmpfs\":{");
    String comma = "";
    for (String each : wish.tmpfs()) {
      json.append(comma).append('"').append(each).append("\":\"\"");
      comma = ",";
    }
    json.append("},\"Mounts\":[");
    comma = "";
    for (String each : wish.memoryVolumes()) {
      json.append(comma).append("{\"Type\":\"volume\",\"Target\":\"").append(each);
      json.append("\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\",\"Options\":");
      json.append("{\"type\":\"tmpfs\",\"device\":\"tmpfs\"}}}}");
      comma = ",";
    }
    json.append("]}");
    return json.append('}').toString();
  }

  private static String array(List<String> words) {
    StringBuilder json = new StringBuilder("[");
    for (String each : words) {
      json.append(json.length() == 1 ? "\"" : ",\"");
      json.append(each.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return json.append(']').toString();
  }

  private static int hostPort(String network) throws IOException {
    String key = "\"HostPort\":\"";
    if (!network.contains(key)) {
      throw new IOException("no published port in " + network);
    }
    return Integer.parseInt(between(network, key, "\""));
  }

  static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }

  private void upload(String id, Map<String, Path> files) throws IOException {
    RawTar tar = new RawTar(files);
    engine.upload("PUT", "/containers/" + id + "/archive?path=/", tar.length(), tar);
  }

  @Override
  public Fleet startAll(Wish wish, int count) throws Exception {
    return new ParallelFleet(this, wish, count);
  }

  @Override
  public void pullAll(List<String> images) throws Exception {
    List<Callable<String>> pulls = new ArrayList<>();
    for (String each : images) {
      pulls.add(() -> pull(each));
    }
    ParallelFleet.atOnce(pulls);
  }

  private String pull(String image) throws IOException {
    int colon = image.lastIndexOf(':');
    String path =
        "/images/create?fromImage="
            + image.substring(0, colon).replace(":", "%3A")
            + "&tag="
            + image.substring(colon + 1);
    try (RawEngine.RawConnection stream = engine.open("POST", path, "")) {
      String said = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      if (said.contains("\"error\"")) {
        throw new IOException(said);
      }
      return said;
    }
  }

  @Override
  public void close() throws IOException {
    // What a failed case has left.
    for (String each : Set.copyOf(alive)) {
      remove(each);
    }
    engine.close();
  }

  private void remove(String id) throws IOException {
    engine.call("DELETE", "/containers/" + id + "?force=1&v=1", "");
    alive.remove(id);
  }

  private final class RawBox implements Box {

    private final String id;
    private final int port;
    private final InetSocketAddress address;

    RawBox(String id, String facts, int containerPort) throws IOException {
      this.id = id;
      String network = facts.substring(facts.indexOf("\"NetworkSettings\":"));
      port = hostPort(network);
      String ip = between(network, "\"IPAddress\":\"", "\"");
      address = new InetSocketAddress(ip, containerPort);
    }

    @Override
    public String host() {
      return "127.0.0.1";
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public int exec(String... command) throws IOException {
      String wish =
          "{\"AttachStdout\":true,\"AttachStderr\":true,\"Cmd\":" + array(List.of(command)) + "}";
      String exec =
          between(engine.call("POST", "/containers/" + id + "/exec", wish), "\"Id\":\"", "\"");
      try (RawEngine.RawConnection output =
          engine.open("POST", "/exec/" + exec + "/start", "{\"Detach\":false}")) {
        output.readAllBytes();
      }
      String facts = engine.call("GET", "/exec/" + exec + "/json", "");
      return Integer.parseInt(between(facts, "\"ExitCode\":", ","));
    }

    @Override
    public Closeable follow(Consumer<String> lines) throws IOException {
      RawEngine.RawConnection log =
          engine.open("GET", "/containers/" + id + "/logs?follow=1&stdout=1&stderr=1&tail=0", "");
      return new RawFollower(log, lines);
    }

    @Override
    public void copyIn(Path source, String containerPath) throws IOException {
      upload(id, Map.of(containerPath, source));
    }

    @Override
    public void copyOut(String containerPath, Path directory) throws IOException {
      String path = "/containers/" + id + "/archive?path=" + containerPath;
      try (InputStream tar = engine.open("GET", path, "")) {
        RawTar.unpack(tar, directory);
      }
    }

    @Override
    public void close() throws IOException {
      remove(id);
    }
  }

  /** Reads the frames of a log stream on a thread of its own. */
  private static final class RawFollower extends Thread implements Closeable {

    private final RawEngine.RawConnection log;
    private final Consumer<String> lines;

    RawFollower(RawEngine.RawConnection log, Consumer<String> lines) {
      super("raw-log");
      this.log = log;
      this.lines = lines;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      byte[] head = new byte[8];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try {
        while (log.readNBytes(head, 0, 8) == 8) {
          int size = (head[6] & 0xff) << 8 | (head[7] & 0xff);
          for (byte each : log.readNBytes(size)) {
            if (each == '\n') {
              lines.accept(line.toString(StandardCharsets.UTF_8));
              line.reset();
            } else {
              line.write(each);
            }
          }
        }
      } catch (IOException closed) {
        // By close().
      }
    }

    @Override
    public void close() throws IOException {
      log.close();
    }
  }
}
