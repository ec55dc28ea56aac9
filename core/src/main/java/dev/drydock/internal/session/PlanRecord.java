package dev.drydock.internal.session;

import dev.drydock.internal.docker.JsonText;
import dev.drydock.runtime.GroupMember;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What the places of earlier runs started: place → plan and its hash, in a file. A file that is not
 * there or not readable is an empty one; a plan that does not fit its hash is none.
 */
final class PlanRecord {

  /**
   * What one place starts.
   *
   * @param onNetwork whether on a network of their own
   * @param containers the descriptions by name
   */
  record Plan(boolean onNetwork, Map<String, ContainerSpec> containers) {

    /** Of those that can begin at once. */
    static Plan of(boolean onNetwork, Collection<GroupMember<?>> members) {
      Map<String, ContainerSpec> containers = new LinkedHashMap<>();
      for (GroupMember<?> each : members) {
        if (each.after().isEmpty()) {
          containers.put(each.name(), each.service().toSpec());
        }
      }
      return new Plan(onNetwork, containers);
    }
  }

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Map<String, Map<String, Object>> plans = new TreeMap<>();
  private final Set<String> restless = new HashSet<>();
  private boolean changed;

  /** The record in this file. */
  static PlanRecord read(Path file) {
    PlanRecord record = new PlanRecord();
    try {
      if (JsonText.read(Files.readAllBytes(file)) instanceof Map<?, ?> places) {
        for (Map.Entry<?, ?> each : places.entrySet()) {
          if (each.getValue() instanceof Map<?, ?> entry
              && entry.get("plan") instanceof Map<?, ?> plan
              && hash(plan).equals(entry.get("hash"))) {
            String place = String.valueOf(each.getKey());
            record.plans.put(place, copy(plan));
            if (Boolean.TRUE.equals(entry.get("restless"))) {
              record.restless.add(place);
            }
          }
        }
      }
    } catch (NoSuchFileException e) {
      // The first run.
    } catch (IOException e) {
      record.changed = true;
    }
    return record;
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  /** A short check against changes by hand and by chance. */
  private static String hash(Map<?, ?> plan) {
    CRC32 hash = new CRC32();
    hash.update(JsonText.write(plan));
    return Long.toHexString(hash.getValue());
  }

  /**
   * What the place started last; null when it is not known, no longer fits this machine, or was not
   * the same the last two times: then it will hardly be the same now.
   */
  @Nullable Plan plan(String place) {
    Map<String, Object> text = plans.get(place);
    if (text == null || restless.contains(place)) {
      return null;
    }
    try {
      Map<String, ContainerSpec> containers = new LinkedHashMap<>();
      if (text.get("containers") instanceof Map<?, ?> all) {
        for (Map.Entry<?, ?> each : all.entrySet()) {
          containers.put((String) each.getKey(), SpecText.read((Map<?, ?>) each.getValue()));
        }
      }
      return new Plan(Boolean.TRUE.equals(text.get("network")), containers);
    } catch (IllegalArgumentException | ClassCastException e) {
      return null;
    }
  }

  /** Puts down what a place starts now; what cannot be written down is left out. */
  void put(String place, Plan plan) {
    Map<String, Object> containers = new LinkedHashMap<>();
    plan.containers()
        .forEach((name, spec) -> written(spec).ifPresent(text -> containers.put(name, text)));
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("network", plan.onNetwork());
    text.put("containers", containers);
    Map<String, Object> before =
        containers.isEmpty() ? plans.remove(place) : plans.put(place, text);
    boolean same = before != null && hash(before).equals(hash(text));
    boolean nowRestless = before != null && !same && !containers.isEmpty();
    boolean wasRestless = restless.remove(place);
    if (nowRestless) {
      restless.add(place);
    }
    changed |= nowRestless != wasRestless || (containers.isEmpty() ? before != null : !same);
  }

  /** A file that it names may have gone since: that shall not fail a run that has passed. */
  private static Optional<Map<String, Object>> written(ContainerSpec spec) {
    try {
      return SpecText.write(spec);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Writes the file, all or nothing, readable by its owner only, if there is something new. */
  void write(Path file) throws IOException {
    if (!changed) {
      return;
    }
    Map<String, Object> places = new LinkedHashMap<>();
    plans.forEach(
        (place, plan) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("hash", hash(plan));
          if (restless.contains(place)) {
            entry.put("restless", true);
          }
          entry.put("plan", plan);
          places.put(place, entry);
        });
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // Not a temporary file of the JDK's: the random numbers of its name cost a run 30 ms at its
    // end.
    String name = "plans" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".json";
    Path fresh = file.toAbsolutePath().resolveSibling(name);
    try {
      try (SeekableByteChannel channel = Files.newByteChannel(fresh, NEW, forOwner(fresh))) {
        ByteBuffer text = ByteBuffer.wrap(JsonText.write(places));
        while (text.hasRemaining()) {
          channel.write(text);
        }
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Nobody but its owner may read it, where the file system knows owners. */
  private static FileAttribute<?>[] forOwner(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
