package dev.drydock.live;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A session on the real engine for each test of core, closed after it. */
final class Live implements BeforeEachCallback, AfterEachCallback {

  static final String BUSYBOX = "drydock-test/busybox:1";

  private static final Pattern HEX = Pattern.compile("\\b[0-9a-f]{64}\\b|\\b[0-9a-f]{12}\\b");
  private static final Pattern TIME = Pattern.compile("\\b\\d+(?:\\.\\d)? (?:s|ms)\\b");
  private static final Pattern LOOKS = Pattern.compile("look \\d+");
  private static final Pattern MADE_NAME = Pattern.compile("drydock-(\\w+)-[0-9a-f]{8}-\\d+");

  private Drydock drydock;
  private Session session;

  /** A container that runs until it is killed. */
  static ContainerSpec sleeper() {
    return ContainerSpec.of(BUSYBOX).withCommand("sleep", "1000");
  }

  /** A container that serves HTTP at port 80. */
  static ContainerSpec web() {
    return ContainerSpec.of(BUSYBOX).withCommand("httpd", "-f", "-p", "80", "-h", "/").withPort(80);
  }

  /** A container that runs a line of shell. */
  static ContainerSpec shell(String line) {
    return ContainerSpec.of(BUSYBOX).withCommand("sh", "-c", line);
  }

  /** The message with ids, times, numbers of looks and made names in one form. */
  static String normal(Throwable thrown) {
    return normal(String.valueOf(thrown.getMessage()));
  }

  static String normal(String message) {
    String text = HEX.matcher(message).replaceAll("<id>");
    text = TIME.matcher(text).replaceAll("<time>");
    text = LOOKS.matcher(text).replaceAll("look <n>");
    return MADE_NAME.matcher(text).replaceAll("drydock-$1-<n>");
  }

  /**
   * The message of a container that ended, in one form: a look at the very moment at which its
   * network goes is answered by nobody, one before it is refused.
   */
  static String ended(String message) {
    return normal(message).replace("no answer within <time>", "connection refused");
  }

  /** A file by which the official names mean the images of the tests. */
  static String imageMap() {
    Path here = Path.of("").toAbsolutePath();
    Path root = Files.exists(here.resolve("test-images")) ? here : here.getParent();
    return root.resolve("test-images/image-map.properties").toString();
  }

  static Settings settings() {
    return Settings.load().with("drydock.image.map", imageMap());
  }

  /** A connection to the engine past Drydock, to see what is on it. */
  static Engine engine() {
    String host = System.getenv("DOCKER_HOST");
    EngineAddress address =
        EngineAddress.parse(host == null ? "unix:///var/run/docker.sock" : host);
    for (EngineProvider each : ServiceLoader.load(EngineProvider.class)) {
      if (each.supports(address)) {
        return each.connect(address);
      }
    }
    throw new IllegalStateException("no provider for " + address);
  }

  Session session() {
    return session;
  }

  Drydock drydock() {
    return drydock;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    drydock = Drydock.connect(settings());
    session = drydock.openSession();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    drydock.close();
  }

  /** Whether an engine has an image under this name. */
  static boolean has(Engine engine, ImageName image) {
    try {
      return !engine.images().inspect(image).id().isEmpty();
    } catch (ImageException e) {
      return false;
    }
  }
}
