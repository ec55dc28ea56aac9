package dev.drydock.spec;

import dev.drydock.model.VolumeRef;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What volume is wanted: an immutable description of storage that is made for the session and
 * removed with it, unless it is kept. {@code POST /volumes/create}.
 */
public final class VolumeSpec {

  private final Draft draft;

  private VolumeSpec(Draft draft) {
    this.draft = draft;
  }

  /** An empty volume of the local driver under a name of Drydock's own. */
  public static VolumeSpec of() {
    return new VolumeSpec(new Draft());
  }

  private VolumeSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new VolumeSpec(copy);
  }

  /**
   * With this name on the engine (replaces); it must be free.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public VolumeSpec withName(String newName) {
    String valid = Names.require("volume name", newName);
    return edit(
        copy -> {
          copy.name = valid;
          copy.kept = false;
        });
  }

  /**
   * With this name on the engine (replaces), and kept: the volume is made and filled by the first
   * session that wants it, found by the next, and never removed by Drydock. For what is costly to
   * get and does not change, such as a cache of downloads.
   *
   * @throws IllegalArgumentException when the engine would not take such a name
   */
  public VolumeSpec withKeptName(String newName) {
    String valid = Names.require("volume name", newName);
    return edit(
        copy -> {
          copy.name = valid;
          copy.kept = true;
        });
  }

  /**
   * Made by this driver, {@code local} or a plug-in's (replaces). {@code Driver}.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public VolumeSpec withDriver(String driver) {
    String valid = requireKey("volume driver", driver);
    return edit(copy -> copy.driver = valid);
  }

  /**
   * With this option of the driver (puts), for example {@code type}, {@code device} and {@code o}
   * of the local one. {@code DriverOpts}.
   *
   * @throws IllegalArgumentException when the key is blank
   */
  public VolumeSpec withDriverOption(String key, String value) {
    String valid = requireKey("driver option", key);
    return edit(copy -> copy.driverOptions.put(valid, value));
  }

  /** Without any driver option named so far. */
  public VolumeSpec withoutDriverOptions() {
    return edit(copy -> copy.driverOptions.clear());
  }

  /**
   * With this label (puts).
   *
   * @throws IllegalArgumentException when the key is empty, or begins with {@code dev.drydock},
   *     which is Drydock's
   */
  public VolumeSpec withLabel(String key, String value) {
    String own = Names.requireLabel(key);
    return edit(copy -> copy.labels.put(own, value));
  }

  /**
   * With this file or directory at this path, {@code /} being the volume's root, before anybody
   * uses it (puts). All files go in one upload, for root; no container is started for it.
   *
   * @throws IllegalArgumentException when the path does not begin with /
   */
  public VolumeSpec withFile(String path, FileContent content) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "file path in the volume must begin with /, its root, was " + path);
    }
    return edit(copy -> copy.files.put(path, content));
  }

  /** Without any file named so far. */
  public VolumeSpec withoutFiles() {
    return edit(copy -> copy.files.clear());
  }

  /**
   * With all that this volume has by then, owners, permissions, times and links as they are
   * (replaces); the files of {@link #withFile} come over it.
   */
  public VolumeSpec withContentOf(VolumeRef volume) {
    return edit(copy -> copy.contentOf = volume);
  }

  private static String requireKey(String what, String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank, was \"" + key + "\"");
    }
    return key;
  }

  /** The wanted name, or null for one of Drydock's own. */
  public @Nullable String name() {
    return draft.name;
  }

  /** Whether it is kept when the session ends, and found again. */
  public boolean kept() {
    return draft.kept;
  }

  /** The driver. */
  public String driver() {
    return draft.driver;
  }

  /** The driver's options. */
  public Map<String, String> driverOptions() {
    return Map.copyOf(draft.driverOptions);
  }

  /** The labels besides Drydock's own. */
  public Map<String, String> labels() {
    return Map.copyOf(draft.labels);
  }

  /** The files, by path in the volume. */
  public Map<String, FileContent> files() {
    return new LinkedHashMap<>(draft.files);
  }

  /** The volume it begins as a copy of, or null for none. */
  public @Nullable VolumeRef contentOf() {
    return draft.contentOf;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VolumeSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  @Override
  public String toString() {
    String kind = draft.driver.equals("local") ? "" : draft.driver + " ";
    return draft.name == null ? kind + "volume" : kind + "volume " + draft.name;
  }

  private static final class Draft {
    private final Map<String, String> driverOptions;
    private final Map<String, String> labels;
    private final Map<String, FileContent> files;
    private String driver = "local";
    private boolean kept;
    private @Nullable String name;
    private @Nullable VolumeRef contentOf;

    Draft() {
      driverOptions = new TreeMap<>();
      labels = new TreeMap<>();
      files = new LinkedHashMap<>();
    }

    Draft(Draft from) {
      driverOptions = new TreeMap<>(from.driverOptions);
      labels = new TreeMap<>(from.labels);
      files = new LinkedHashMap<>(from.files);
      driver = from.driver;
      kept = from.kept;
      name = from.name;
      contentOf = from.contentOf;
    }

    List<@Nullable Object> values() {
      return Arrays.asList(driverOptions, labels, files, driver, kept, name, contentOf);
    }
  }
}
