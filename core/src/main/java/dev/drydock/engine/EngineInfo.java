package dev.drydock.engine;

import java.util.Set;

/**
 * What is known of an engine from its first answer.
 *
 * @param kind the kind, for example {@code docker}; engine options name it
 * @param product name and version as the engine tells them, for example {@code Docker/28.5.2
 *     (linux)}
 * @param apiVersion the version of the Engine API agreed on
 * @param operatingSystem what its containers run on: {@code linux} or {@code windows}
 * @param address where it listens
 * @param capabilities what it can do
 */
public record EngineInfo(
    String kind,
    String product,
    String apiVersion,
    String operatingSystem,
    EngineAddress address,
    Set<Capability> capabilities) {

  /** Whether the version of the Engine API agreed on is this one, for example 1.41, or newer. */
  public boolean speaks(int major, int minor) {
    String[] parts = apiVersion.split("\\.", -1);
    int itsMajor = Integer.parseInt(parts[0]);
    int itsMinor = Integer.parseInt(parts[1]);
    return itsMajor > major || (itsMajor == major && itsMinor >= minor);
  }

  /** Copies the capabilities. */
  public EngineInfo {
    capabilities = Set.copyOf(capabilities);
  }
}
