package dev.drydock.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where Drydock's own settings are read from: a lookup of a key such as {@code drydock.image.map}.
 *
 * <p>The usual sources, first one wins: those handed in (JUnit's configuration parameters), the
 * system property of that name, the environment variable in upper snake case ({@code
 * DRYDOCK_IMAGE_MAP}), the file {@code drydock.properties} on the class path.
 */
public final class Settings {

  private final Function<String, Optional<String>> lookup;

  private Settings(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /** The usual sources. */
  public static Settings load() {
    return load(key -> Optional.empty());
  }

  /** The usual sources, after this one. */
  public static Settings load(Function<String, Optional<String>> first) {
    ClassPathFile file = new ClassPathFile();
    return new Settings(
        key ->
            first
                .apply(key)
                .or(() -> Optional.ofNullable(System.getProperty(key)))
                .or(() -> Optional.ofNullable(System.getenv(environmentName(key))))
                .or(() -> file.get(key)));
  }

  /** This lookup alone. */
  public static Settings of(Function<String, Optional<String>> lookup) {
    return new Settings(lookup);
  }

  /** These settings, with this one first. */
  public Settings with(String key, String value) {
    return new Settings(asked -> asked.equals(key) ? Optional.of(value) : lookup.apply(asked));
  }

  /** The value of a setting, absent when it is not set or blank. */
  public Optional<String> get(String key) {
    return lookup.apply(key).map(String::trim).filter(value -> !value.isEmpty());
  }

  private static String environmentName(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static final class ClassPathFile {

    private volatile @Nullable Properties loaded;

    Optional<String> get(String key) {
      Properties properties = loaded;
      if (properties == null) {
        properties = read();
        loaded = properties;
      }
      return Optional.ofNullable(properties.getProperty(key));
    }

    private static Properties read() {
      Properties properties = new Properties();
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
      try (InputStream stream = loader.getResourceAsStream("drydock.properties")) {
        if (stream != null) {
          properties.load(stream);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("drydock.properties on the class path cannot be read", e);
      }
      return properties;
    }
  }
}
