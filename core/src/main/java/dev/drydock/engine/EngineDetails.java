package dev.drydock.engine;

import dev.drydock.model.DataSize;
import java.util.List;

/**
 * What an engine says of itself and of its host. Texts that it does not tell are empty.
 *
 * @param edition the product and its edition, for example {@code Docker}, {@code Docker Engine -
 *     Community}, {@code Docker Desktop}, {@code Podman}
 * @param version the product's version
 * @param newestApi the newest version of the Engine API that it speaks
 * @param oldestApi the oldest
 * @param system the operating system of its containers: {@code linux} or {@code windows}
 * @param architecture the processor, in Go's words: {@code amd64}, {@code arm64}
 * @param host the operating system of its host, for people
 * @param kernel the version of its host's kernel
 * @param storage the driver that keeps images and layers
 * @param cgroups the driver and version of control groups
 * @param isolation how Windows containers are kept apart: {@code process} or {@code hyperv}; empty
 *     on Linux
 * @param rootless whether a plain user runs it
 * @param processors how many processors it has
 * @param memory how much memory it has
 * @param warnings what it warns of
 * @param offers what it has for its containers
 */
public record EngineDetails(
    String edition,
    String version,
    String newestApi,
    String oldestApi,
    String system,
    String architecture,
    String host,
    String kernel,
    String storage,
    String cgroups,
    String isolation,
    boolean rootless,
    int processors,
    DataSize memory,
    List<String> warnings,
    EngineOffers offers) {

  /** Copies the warnings. */
  public EngineDetails {
    warnings = List.copyOf(warnings);
  }
}
