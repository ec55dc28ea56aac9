package dev.drydock.postgresql;

import dev.drydock.model.ImageName;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the server keeps its data.
 *
 * @param pgdata the value of {@code PGDATA}, or null to leave it as it is
 * @param mount the mount to add, or null
 * @param throwaway whether nobody reads the data after a crash, so that the server need not write
 *     it safely
 */
record Storage(@Nullable String pgdata, @Nullable Mount mount, boolean throwaway) {

  static final String PGDATA = "PGDATA";

  // A path that no image declares a VOLUME: what lies under one is no part of a committed image.
  // The data has a folder in the mount, because a server that does not run as root cannot change
  // the permissions of the mount's root, which initdb insists on.
  private static final String OWN_MOUNT = "/drydock";
  private static final String OWN_PGDATA = OWN_MOUNT + "/pgdata";

  private static final String HOME = "/var/lib/postgresql";
  private static final String UNTIL_17 = HOME + "/data";
  private static final Pattern OF_VERSION = Pattern.compile(HOME + "/\\d+");
  private static final Pattern DATA = Pattern.compile(HOME + "(?:|/data(?:/.*)?|/\\d+(?:/.*)?)");
  private static final Pattern MAJOR_IN_TAG = Pattern.compile("(?:^|pg)(\\d{1,2})(?!\\d)");

  /** What the description of the container and the wish for durability come to. */
  static Storage of(ContainerSpec container, boolean durable) {
    String chosen = container.env().get(PGDATA);
    Mount given = chosen == null ? usual(container) : holding(container, chosen);
    boolean throwaway = !durable && (given == null || given instanceof Mount.Tmpfs);
    if (chosen != null) {
      return new Storage(null, null, throwaway);
    }
    if (given != null) {
      return new Storage(pgdataIn(given.containerPath()), null, throwaway);
    }
    return durable
        ? new Storage(null, null, false)
        : new Storage(OWN_PGDATA, Mount.tmpfs(OWN_MOUNT), true);
  }

  /**
   * Refuses a mount that looks as if it held the data and does not.
   *
   * @throws IllegalArgumentException when there is one
   */
  static void check(ContainerSpec container) {
    Mount given = usual(container);
    OptionalInt major = major(container.image());
    if (given != null
        && given.containerPath().equals(HOME)
        && major.isPresent()
        && major.getAsInt() < 18
        && !container.env().containsKey(PGDATA)) {
      throw new IllegalArgumentException(
          "data mount must be at "
              + UNTIL_17
              + ", where the image of PostgreSQL "
              + major.getAsInt()
              + " has a volume of its own, was at "
              + HOME);
    }
  }

  private static @Nullable Mount usual(ContainerSpec container) {
    return deepest(container.mounts(), path -> DATA.matcher(path).matches());
  }

  private static @Nullable Mount holding(ContainerSpec container, String directory) {
    return deepest(container.mounts(), path -> (directory + "/").startsWith(path + "/"));
  }

  private static @Nullable Mount deepest(List<Mount> mounts, Predicate<String> path) {
    return mounts.stream()
        .filter(each -> path.test(each.containerPath()))
        .max(Comparator.comparingInt(each -> each.containerPath().length()))
        .orElse(null);
  }

  private static @Nullable String pgdataIn(String mountPath) {
    if (mountPath.equals(HOME)) {
      return null; // PostgreSQL 18 and later: the image's own PGDATA, HOME/18/docker, lies in it.
    }
    return OF_VERSION.matcher(mountPath).matches() ? mountPath + "/docker" : mountPath;
  }

  /** The major version that a tag such as {@code 17.2-alpine} or {@code 0.8.1-pg17} names. */
  private static OptionalInt major(ImageName image) {
    Matcher tag = MAJOR_IN_TAG.matcher(image.tag().orElse(""));
    boolean official = image.repository().matches("(?:.*/)?(?:postgres|postgis)");
    while (tag.find()) {
      if (official || tag.group().startsWith("pg")) {
        return OptionalInt.of(Integer.parseInt(tag.group(1)));
      }
    }
    return OptionalInt.empty();
  }
}
