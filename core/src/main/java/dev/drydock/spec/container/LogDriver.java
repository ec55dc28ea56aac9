package dev.drydock.spec.container;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the engine keeps or sends what a container writes; {@code HostConfig.LogConfig}. Drydock
 * reads logs of {@code json-file}, {@code local} and {@code journald}, and of the others what the
 * engine keeps beside them; of {@code none} nothing.
 *
 * @param name the engine's or a plug-in's name for it
 * @param options what it is told
 */
public record LogDriver(String name, Map<String, String> options) {

  /**
   * Copies the options.
   *
   * @throws IllegalArgumentException when the name, or that of an option, is empty
   */
  public LogDriver {
    if (name.isBlank()) {
      throw new IllegalArgumentException("log driver must be named, was \"" + name + "\"");
    }
    options = Map.copyOf(options);
    for (String each : options.keySet()) {
      if (each.isBlank()) {
        throw new IllegalArgumentException("log driver option must be named, was \"" + each + "\"");
      }
    }
  }

  /** The driver of this name. */
  public static LogDriver of(String name) {
    return new LogDriver(name, Map.of());
  }

  /** The log is kept nowhere. */
  public static LogDriver none() {
    return of("none");
  }

  /**
   * With this option (puts): {@code withOption("max-size", "10m")}.
   *
   * @throws IllegalArgumentException when the option is not named
   */
  public LogDriver withOption(String key, String value) {
    Map<String, String> all = new TreeMap<>(options);
    all.put(key, value);
    return new LogDriver(name, all);
  }
}
