package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageLock;
import dev.drydock.internal.plan.ImageLocking;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.internal.registry.TagDigest;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.PullPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that the engine has an image, and says under which name: an image with a mirror is
 * there under its own name, or under the mirror's.
 */
final class ImageSupply {

  private final Engine engine;
  private final ImageNaming naming;
  private final ImagePulls pulls;
  private final Settings settings;
  private final @Nullable LockRecord record;

  /**
   * Of this engine.
   *
   * @param record what brings the lock file up to date; null when nothing shall
   */
  ImageSupply(
      Engine engine,
      ImageNaming naming,
      ImagePulls pulls,
      Settings settings,
      @Nullable LockRecord record) {
    this.engine = engine;
    this.naming = naming;
    this.pulls = pulls;
    this.settings = settings;
    this.record = record;
  }

  /** Pulls it as {@code always} and {@code older than} want it. */
  ImageName fresh(ImageName image, @Nullable Platform platform, PullPolicy policy) {
    if (locked(image) != null) {
      // Its bytes cannot have changed.
      return facts(image) != null
          ? image
          : missing(image, platform, PullPolicy.missing(), System.nanoTime(), null);
    }
    ImageName source = naming.source(image);
    if (policy instanceof PullPolicy.OlderThan old) {
      for (ImageName each : source.equals(image) ? List.of(image) : List.of(image, source)) {
        if (isYoung(each, platform, old.age())) {
          return each;
        }
      }
    }
    pulls.pull(source, platform);
    if (policy instanceof PullPolicy.OlderThan) {
      times().note(source, platform, Instant.now());
    }
    return source;
  }

  private ImageTimes times() {
    return ImageTimes.of(
        settings, System.getenv(), engine.info().address().toString(), ImageTimes.PULLED);
  }

  /**
   * The engine does not have the image under its own name.
   *
   * @param asked the {@link System#nanoTime()} at which it was asked
   * @param refusal what is thrown when the image may not be pulled; null when it may
   */
  ImageName missing(
      ImageName image,
      @Nullable Platform platform,
      PullPolicy policy,
      long asked,
      @Nullable ImageException refusal) {
    ImageLock.Entry lock = locked(image);
    if (lock != null) {
      return missingLocked(lock, image, platform, policy, asked, refusal);
    }
    ImageName source = naming.source(image);
    if (!source.equals(image) && platform == null && facts(source) != null) {
      return source;
    }
    if (refusal != null && policy.equals(PullPolicy.never())) {
      throw refusal;
    }
    pulls.pullMissing(source, platform, asked);
    return source;
  }

  /**
   * Refuses an image that was built here, is locked, and is no longer what its name stands for: an
   * engine keeps the old one for a while, and whoever has built anew means the new one.
   */
  void requireUnchanged(ImageName image) {
    ImageLock.Entry lock = locked(image);
    if (lock != null && lock.local()) {
      ImageFacts now = facts(lock.name());
      if (now == null || !now.id().equals(lock.digest())) {
        throw changed(lock, false, null);
      }
    }
  }

  /**
   * The name by which a builder takes an image: builders do not know images that were built here by
   * their identifiers.
   */
  ImageName buildable(ImageName image) {
    ImageLock.Entry lock = locked(image);
    if (lock == null || !lock.local()) {
      return image;
    }
    requireUnchanged(image);
    return lock.name();
  }

  private ImageLock.@Nullable Entry locked(ImageName image) {
    ImageLocking locking = naming.locking();
    return locking == null ? null : locking.chosen(image);
  }

  /** Only the locked bytes will do. */
  private ImageName missingLocked(
      ImageLock.Entry lock,
      ImageName image,
      @Nullable Platform platform,
      PullPolicy policy,
      long asked,
      @Nullable ImageException refusal) {
    if (lock.local()) {
      throw changed(lock, false, refusal);
    }
    ImageName source = naming.source(image);
    if (!source.equals(image) && facts(source) != null) {
      return source;
    }
    if (policy.equals(PullPolicy.never())) {
      throw changed(lock, false, refusal);
    }
    try {
      pulls.pullMissing(source, platform, asked);
    } catch (ImageException e) {
      if (e.reason() == ImageException.Reason.NOT_FOUND) {
        throw changed(lock, true, e);
      }
      throw e;
    }
    return source;
  }

  /**
   * Names the image that is locked, and the one that the same name stands for now.
   *
   * @param asked whether its registry does not have it
   */
  private ImageException changed(
      ImageLock.Entry lock, boolean asked, @Nullable ImageException cause) {
    ImageFacts now = facts(lock.name());
    String digest = now == null ? null : LockRecord.digest(now, lock.name());
    StringBuilder text = new StringBuilder("  Locked:     ").append(lock.value());
    text.append(", in ").append(Objects.requireNonNull(naming.locking()).file());
    text.append("\n  Engine has: ");
    if (now == null) {
      text.append("no image of the name ").append(lock.name());
    } else {
      boolean local = digest == null || (lock.local() && digest.equals(now.id()));
      text.append(local ? "local " + now.id() : digest);
    }
    if (asked) {
      String there = TagDigest.now(naming.source(lock.name()));
      text.append("\n  Registry:   no longer has it; ");
      text.append(there == null ? "what it has cannot be told" : "it has " + there);
    }
    text.append("\n  Hint:       ");
    if (lock.local() && now == null) {
      text.append("build the image here; if that gives another one, lock it anew: ");
    } else {
      text.append("the image has changed since it was locked; if that is meant, lock it anew: ");
    }
    text.append("`drydock prepare --update ").append(lock.name()).append('`');
    return new ImageException(ImageException.Reason.FORBIDDEN, text.toString(), cause);
  }

  /** Notes what was used, when the lock file is to be brought up to date. */
  void used(ImageName named, ImageName had, Supplier<Platform> platform) {
    LockRecord lock = record;
    ImageName image = naming.unlocked(named);
    if (lock != null && !Objects.requireNonNull(naming.locking()).isMade(image)) {
      lock.note(image, had, platform.get());
    }
  }

  private boolean isYoung(ImageName image, @Nullable Platform platform, Duration age) {
    ImageFacts facts = facts(image);
    if (facts == null) {
      return false;
    }
    Instant limit = Instant.now().minus(age);
    return Stream.of(facts.created(), facts.tagged(), times().last(image, platform))
        .filter(Objects::nonNull)
        .anyMatch(limit::isBefore);
  }

  private @Nullable ImageFacts facts(ImageName image) {
    try {
      return engine.images().inspect(image);
    } catch (ImageException e) {
      return null;
    }
  }
}
