package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.PullPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

  ImageSupply(Engine engine, ImageNaming naming, ImagePulls pulls, Settings settings) {
    this.engine = engine;
    this.naming = naming;
    this.pulls = pulls;
    this.settings = settings;
  }

  /** Pulls it as {@code always} and {@code older than} want it. */
  ImageName fresh(ImageName image, @Nullable Platform platform, PullPolicy policy) {
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
      times().pulled(source, platform, Instant.now());
    }
    return source;
  }

  private PullTimes times() {
    return PullTimes.of(settings, System.getenv(), engine.info().address().toString());
  }

  /**
   * The engine does not have the image under its own name.
   *
   * @param asked the {@link System#nanoTime()} at which it was asked
   * @param refusal what is thrown when the image may not be pulled
   */
  ImageName missing(
      ImageName image,
      @Nullable Platform platform,
      PullPolicy policy,
      long asked,
      ImageException refusal) {
    ImageName source = naming.source(image);
    if (!source.equals(image) && platform == null && facts(source) != null) {
      return source;
    }
    if (policy.equals(PullPolicy.never())) {
      throw refusal;
    }
    pulls.pullMissing(source, platform, asked);
    return source;
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
