package dev.drydock.spec;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What volume is wanted: storage of the local driver that is made for the session and removed with
 * it.
 */
public final class VolumeSpec {

  private final @Nullable String name;
  private final Map<String, String> labels;

  private VolumeSpec(@Nullable String name, Map<String, String> labels) {
    this.name = name;
    this.labels = Map.copyOf(labels);
  }

  /** A volume under a name of Drydock's own. */
  public static VolumeSpec of() {
    return new VolumeSpec(null, Map.of());
  }

  /**
   * With this name on the engine (replaces); it must be free.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public VolumeSpec withName(String newName) {
    return new VolumeSpec(Names.require("volume name", newName), labels);
  }

  /**
   * With this label (puts).
   *
   * @throws IllegalArgumentException when the key begins with {@code dev.drydock}, which is
   *     Drydock's
   */
  public VolumeSpec withLabel(String key, String value) {
    Map<String, String> copy = new TreeMap<>(labels);
    copy.put(Names.requireLabel(key), value);
    return new VolumeSpec(name, copy);
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
    return other instanceof VolumeSpec that
        && Objects.equals(name, that.name)
        && labels.equals(that.labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, labels);
  }

  @Override
  public String toString() {
    return name == null ? "volume" : "volume " + name;
  }
}
