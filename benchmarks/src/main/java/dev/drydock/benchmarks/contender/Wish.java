package dev.drydock.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The container that a case wants of each contender.
 *
 * @param image the image
 * @param command the command, word by word
 * @param port the container port to publish
 * @param path what the request that proves it ready asks for
 * @param ready what to wait for
 * @param env environment variables
 * @param tmpfs container paths that lie in memory
 * @param memoryVolumes container paths of volumes that lie in memory; the engine's copies reach
 *     these
 * @param files files to be there before the start: container path to file of this machine
 */
public record Wish(
    String image,
    List<String> command,
    int port,
    String path,
    Ready ready,
    Map<String, String> env,
    List<String> tmpfs,
    List<String> memoryVolumes,
    Map<String, Path> files) {

  /** The image of all cases but the database's: one static binary. */
  public static final String IMAGE = "drydock-test/busybox:1";

  /** The port of its web server. */
  public static final int PORT = 8080;

  /** What a contender waits for. */
  public enum Ready {
    /** Nothing said: whatever the contender does for a published port. */
    DEFAULT,
    /** An HTTP answer to a request for {@link Wish#path}. */
    HTTP,
    /** The line {@code ready} in the log. */
    LOG,
    /** The healthcheck {@link Wish#HEALTHCHECK}. */
    HEALTHY
  }

  /** The healthcheck of a wish that waits for {@link Ready#HEALTHY}. */
  public static final List<String> HEALTHCHECK = List.of("test", "-f", "/tmp/index.html");

  /** How often the engine runs it. */
  public static final int HEALTHCHECK_MILLIS = 200;

  /** A web server, which serves within a millisecond or two of its start. */
  public static Wish webServer() {
    return new Wish(
        IMAGE,
        List.of("httpd", "-f", "-p", "8080", "-h", "/etc"),
        PORT,
        "/hostname",
        Ready.DEFAULT,
        Map.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  /**
   * A web server that begins to serve only after so many seconds; what it serves is the time at
   * which it did, and its log says {@code ready} then.
   */
  public static Wish lateWebServer(String seconds, Ready ready) {
    String script =
        "sleep "
            + seconds
            + "; echo $EPOCHREALTIME >/tmp/stamp; httpd -p 8080 -h /tmp"
            + "; mv /tmp/stamp /tmp/index.html; echo ready; exec sleep 600";
    return new Wish(
        IMAGE,
        List.of("sh", "-c", script),
        PORT,
        "/index.html",
        ready,
        Map.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  /** The same with these files there before the start. */
  public Wish withFiles(Map<String, Path> newFiles) {
    return new Wish(image, command, port, path, ready, env, tmpfs, memoryVolumes, newFiles);
  }

  /** The same with a volume in memory there. */
  public Wish withMemoryVolume(String containerPath) {
    return new Wish(image, command, port, path, ready, env, tmpfs, List.of(containerPath), files);
  }

  /** The same with this command. */
  public Wish withCommand(String... words) {
    return new Wish(image, List.of(words), port, path, ready, env, tmpfs, memoryVolumes, files);
  }

  /** The same web server with this word in its command, where it changes nothing. */
  public Wish withMark(String mark) {
    List<String> words = new ArrayList<>(command);
    // The name by which it would ask for a password, if anything it serves had one.
    words.add("-r");
    words.add(mark);
    return withCommand(words.toArray(new String[0]));
  }
}
