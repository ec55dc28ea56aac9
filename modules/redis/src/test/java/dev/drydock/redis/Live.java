package dev.drydock.redis;

import dev.drydock.Drydock;
import dev.drydock.engine.Settings;
import dev.drydock.runtime.Session;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A session on the real engine for each test, closed after it; official names of images. */
final class Live implements BeforeEachCallback, AfterEachCallback {

  private static final Pattern TIME = Pattern.compile("\\b\\d+(\\.\\d)? (s|ms)\\b");
  private static final Pattern LOOKS = Pattern.compile("look \\d+");

  private Drydock drydock;
  private Session session;

  /** The usual settings; run by hand, with the images that this project builds. */
  static Settings settings() {
    Settings settings = Settings.load();
    return settings.get("drydock.image.map").isPresent()
            || settings.get("drydock.test.images").filter("official"::equals).isPresent()
        ? settings
        : settings.with(
            "drydock.image.map",
            Path.of("../../test-images/image-map.properties").toAbsolutePath().toString());
  }

  /** The message with times and numbers of looks in one form. */
  static String normal(Throwable thrown) {
    String text = TIME.matcher(String.valueOf(thrown.getMessage())).replaceAll("<time>");
    return LOOKS.matcher(text).replaceAll("look <n>");
  }

  Session session() {
    return session;
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
}
