package dev.drydock.internal.cleanup;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.model.DrydockException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what earlier runs left: things whose owner is dead on this machine, or whose lease is
 * over.
 */
public final class Sweep {

  /** Names as sessions give them, and what has none. */
  private static final Pattern IMAGE_NAME =
      Pattern.compile("sha256:[0-9a-f]+|(localhost/)?drydock-[^/]+-[0-9a-f]{8}-[0-9]+(:latest)?");

  private Sweep() {}

  /** Whether this is nobody's any more, as seen from the observer at that time. */
  static boolean isAbandoned(Leftover leftover, Owner observer, Instant now) {
    if (!isMade(leftover)) {
      return false;
    }
    Owner owner = Owner.parse(leftover.labels().get(Labels.OWNER));
    Owner.Life life = owner == null ? Owner.Life.UNKNOWN : owner.lifeFor(observer);
    if (life != Owner.Life.UNKNOWN) {
      return life == Owner.Life.DEAD;
    }
    return isExpired(leftover.labels().get(Labels.EXPIRES), now);
  }

  /**
   * An image keeps its labels wherever it is pushed and pulled: what has been given a name by
   * somebody is theirs, and so is a container that somebody has made of it.
   */
  private static boolean isMade(Leftover leftover) {
    return switch (leftover.kind()) {
      case CONTAINER -> !Labels.IMAGE.equals(leftover.labels().get(Labels.KIND));
      case IMAGE -> IMAGE_NAME.matcher(leftover.name()).matches();
      default -> true;
    };
  }

  private static boolean isExpired(@Nullable String expires, Instant now) {
    try {
      return expires != null && Long.parseLong(expires) < now.getEpochSecond();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What earlier runs left; nothing is removed. */
  public static List<Leftover> abandoned(Engine engine, Owner observer) {
    Instant now = Instant.now();
    return engine.find(Map.of(Labels.MARK, "true")).stream()
        .filter(each -> isAbandoned(each, observer, now))
        .toList();
  }

  /** Looks once and removes; failures are logged, for the next run tries again. */
  public static void run(Engine engine, Owner observer) {
    try {
      List<Leftover> found = engine.find(Map.of(Labels.MARK, "true"));
      Instant now = Instant.now();
      for (Leftover.Kind kind : Leftover.Kind.values()) {
        for (Leftover each : found) {
          if (each.kind() == kind && isAbandoned(each, observer, now)) {
            remove(engine, each);
          }
        }
      }
    } catch (DrydockException e) {
      log().debug("Looking for what earlier runs left ended early.", e);
    }
  }

  private static void remove(Engine engine, Leftover leftover) {
    try {
      switch (leftover.kind()) {
        case CONTAINER -> engine.containers().remove(leftover.id());
        case NETWORK -> engine.networks().remove(leftover.id());
        case VOLUME -> engine.volumes().remove(leftover.id());
        case IMAGE -> engine.images().remove(leftover.id());
      }
      log().info("Removed {} {}, left by an earlier run.", leftover.kind(), leftover.name());
    } catch (DrydockException e) {
      log().warn("Could not remove {}, left by an earlier run.", leftover.name(), e);
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger(Sweep.class);
  }
}
