package dev.drydock.internal.plan;

import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which image each name stands for, for each platform: what a lock file says. Immutable. */
public final class ImageLock {

  private static final String FIRST_LINE = "drydock.lock 1";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  /**
   * One line of it.
   *
   * @param name the name of the image, without a digest
   * @param platform for which
   * @param local whether no registry has the image: the digest is then the engine's identifier
   * @param digest what the name stands for
   */
  public record Entry(ImageName name, Platform platform, boolean local, String digest) {

    /** As the file has it: {@code sha256:…} or {@code local sha256:…}. */
    public String value() {
      return (local ? "local " : "") + digest;
    }
  }

  private final Map<String, Entry> entries;

  private ImageLock(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** No image. */
  public static ImageLock none() {
    return new ImageLock(new TreeMap<>());
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it cannot be read or is not one; the message names the
   *     line
   */
  public static ImageLock read(Path file) {
    try {
      return parse(file, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "drydock.lock.file must be a readable file, was "
              + file.toAbsolutePath()
              + ". `drydock prepare NAME…` makes one.",
          e);
    }
  }

  /** Reads the text of a file. */
  public static ImageLock parse(Path file, String text) {
    String[] lines = text.split("\n", -1);
    if (!lines[0].strip().equals(FIRST_LINE)) {
      throw wrong(
          file, 1, "it must say `" + FIRST_LINE + "`, and says \"" + lines[0].strip() + "\"");
    }
    Map<String, Entry> entries = new TreeMap<>();
    Map<String, Integer> found = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Entry entry = entry(file, i + 1, line);
      Integer before = found.putIfAbsent(key(entry.name(), entry.platform()), i + 1);
      if (before != null) {
        throw wrong(
            file,
            i + 1,
            entry.name() + " has a digest for " + entry.platform() + " in line " + before + " too");
      }
      entries.put(key(entry.name(), entry.platform()), entry);
    }
    return new ImageLock(entries);
  }

  private static Entry entry(Path file, int number, String line) {
    String[] words = line.split("\\s+", -1);
    boolean local = words.length == 4 && words[2].equals("local");
    if (words.length != 3 && !local) {
      throw wrong(
          file,
          number,
          "it must be a name, a platform and a digest, perhaps with `local` before it, and is \""
              + line
              + "\"");
    }
    ImageName name;
    Platform platform;
    try {
      name = ImageName.parse(words[0]);
      platform = Platform.parse(words[1]);
    } catch (IllegalArgumentException e) {
      throw wrong(file, number, String.valueOf(e.getMessage()));
    }
    String digest = words[words.length - 1];
    if (name.digest().isPresent()) {
      throw wrong(file, number, "the name must have no digest of its own, was " + name);
    }
    if (!DIGEST.matcher(digest).matches()) {
      throw wrong(
          file,
          number,
          "digest must look like sha256:<64 lower-case hex digits>, was \"" + digest + "\"");
    }
    return new Entry(name, platform, local, digest);
  }

  private static IllegalArgumentException wrong(Path file, int line, String why) {
    return new IllegalArgumentException(
        "Line "
            + line
            + " of lock file "
            + file.toAbsolutePath()
            + " is wrong: "
            + why
            + ".\n  Hint:       mend the line, or take it out and lock the image anew: `drydock"
            + " prepare NAME`");
  }

  private static String key(ImageName name, Platform platform) {
    return name.withoutDigest().canonical() + " " + platform;
  }

  /** What the name stands for on that platform; null when the lock does not say. */
  public @Nullable Entry find(ImageName name, Platform platform) {
    if (name.digest().isPresent() && name.tag().isEmpty()) {
      // It says itself which image it is, and is not the one with the tag latest.
      return null;
    }
    Entry entry = entries.get(key(name, platform));
    if (entry == null && !platform.variant().isEmpty()) {
      entry = entries.get(key(name, new Platform(platform.system(), platform.architecture(), "")));
    }
    return entry;
  }

  /** For which platforms the lock knows the name. */
  public List<Platform> platforms(ImageName name) {
    ImageName canonical = name.withoutDigest().canonical();
    List<Platform> platforms = new ArrayList<>();
    for (Entry each : entries.values()) {
      if (each.name().canonical().equals(canonical)) {
        platforms.add(each.platform());
      }
    }
    return platforms;
  }

  /** Its lines, in order. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** The same with that line, in place of the one for the same name and platform. */
  public ImageLock with(Entry entry) {
    Map<String, Entry> more = new TreeMap<>(entries);
    more.put(key(entry.name(), entry.platform()), entry);
    return new ImageLock(more);
  }

  /** The text of the file, the same for the same lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    text.append(
            "# Which image each name stands for. Written by `drydock prepare`; keep it in version")
        .append(" control.\n");
    for (Entry each : entries.values()) {
      text.append(each.name())
          .append(' ')
          .append(each.platform())
          .append(' ')
          .append(each.value())
          .append('\n');
    }
    return text.toString();
  }
}
