package dev.drydock.spec;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What network is wanted: a bridge that is made for the session and removed with it. */
public final class NetworkSpec {

  private final @Nullable String name;
  private final Map<String, String> labels;

  private NetworkSpec(@Nullable String name, Map<String, String> labels) {
    this.name = name;
    this.labels = Map.copyOf(labels);
  }

  /** A bridge network under a name of Drydock's own. */
  public static NetworkSpec of() {
    return new NetworkSpec(null, Map.of());
  }

  /**
   * With this name on the engine (replaces); it must be free.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public NetworkSpec withName(String newName) {
    return new NetworkSpec(Names.require("network name", newName), labels);
  }

  /** With this label (puts). */
  public NetworkSpec withLabel(String key, String value) {
    Map<String, String> copy = new TreeMap<>(labels);
    copy.put(key, value);
    return new NetworkSpec(name, copy);
  }

  /** The wanted name, or null for one of Drydock's own. */
  public @Nullable String name() {
    return name;
  }

  /** The labels besides Drydock's own. */
  public Map<String, String> labels() {
    return labels;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NetworkSpec that
        && Objects.equals(name, that.name)
        && labels.equals(that.labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, labels);
  }

  @Override
  public String toString() {
    return name == null ? "network" : "network " + name;
  }
}
