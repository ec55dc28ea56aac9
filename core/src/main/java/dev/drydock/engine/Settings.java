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
 * DRYDOCK_IMAGE_MAP}), the file {@code drydock.properties} on the class path. A blank variable is
 * passed over; any other blank value hides what comes after it, and so unsets it.
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
    return new Settings(new UsualSources(first));
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
    String value = lookup.apply(key).orElse("").trim();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  private static String environmentName(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** A class, not a chain of lambdas, each of which would cost a cold start a class. */
  private static final class UsualSources implements Function<String, Optional<String>> {

    private final Function<String, Optional<String>> first;
    private final ClassPathFile file = new ClassPathFile();

    UsualSources(Function<String, Optional<String>> first) {
      this.first = first;
    }

    @Override
    public Optional<String> apply(String key) {
      Optional<String> handedIn = first.apply(key);
      if (handedIn.isPresent()) {
        return handedIn;
      }
      String value = System.getProperty(key);
      if (value == null) {
        value = System.getenv(environmentName(key));
        // CI systems hand in what they have no value for as an empty variable.
        if (value != null && value.isBlank()) {
          value = null;
        }
      }
      return value == null ? file.get(key) : Optional.of(value);
    }
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
