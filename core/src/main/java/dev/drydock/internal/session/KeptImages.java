package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.model.DataSize;
import dev.drydock.model.DrydockException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.model.image.PrunedImages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that stay for the next build of the same: not for ever, and not without measure. */
final class KeptImages {

  static final String DAYS = "drydock.images.days";
  static final String SIZE = "drydock.images.size";

  private static final String LOCAL = "localhost/";
  private static final int DEFAULT_DAYS = 7;
  private static final DataSize DEFAULT_SIZE = DataSize.ofGibibytes(10);

  /** As a build names what stays: by a title of its own and a hash of its inputs. */
  private static final String OURS =
      "(localhost/)?drydock/\\S+:[0-9a-f]{" + ImageBuild.TAG_LENGTH + "}";

  /** A use is written down again when the last one is so old. */
  private static final Duration GRAIN = Duration.ofMinutes(10);

  /** What was used within this time a run may have just decided to use. */
  private static final Duration SPARED = Duration.ofHours(1);

  /** A nameless one is somebody's for so long: who built it at the same time as another. */
  private static final Duration NAMELESS = Duration.ofDays(1);

  private final EngineImages images;
  private final String engine;
  private final ImageTimes times;
  private final Duration age;
  private final DataSize size;

  KeptImages(Engine engine, Settings settings) {
    this.images = engine.images();
    this.engine = engine.info().address().toString();
    this.times = ImageTimes.of(settings, System.getenv(), this.engine, ImageTimes.USED);
    this.age = Duration.ofDays(days(settings));
    this.size = settings.get(SIZE).map(DataSize::parse).orElse(DEFAULT_SIZE);
  }

  private static int days(Settings settings) {
    String text = settings.get(DAYS).orElse(null);
    if (text == null) {
      return DEFAULT_DAYS;
    }
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(DAYS + " must be a number of days, was " + text);
    }
    return Integer.parseInt(text);
  }

  private record Kept(ImageName name, ImageDetails image, Instant used) {}

  /**
   * Writes down that an image is used: the engine tells when it was last given a name, or else a
   * file does.
   *
   * @return whether it is still there
   */
  boolean use(ImageName name, ImageFacts facts) {
    Instant now = Instant.now();
    if (!lastUse(name, facts).isBefore(now.minus(GRAIN))) {
      return true;
    }
    return inTurn(
        () -> {
          ImageFacts still = facts(name);
          if (still == null) {
            return false;
          }
          try {
            if (still.tagged() == null) {
              times.note(own(name), null, now);
            } else {
              images.tag(still.id(), name);
            }
          } catch (DrydockException e) {
            log().debug("That {} is used could not be written down.", name, e);
          }
          return true;
        });
  }

  /** While one removes what is not used, no other says that it uses it. */
  private <T> T inTurn(Supplier<T> work) {
    return Turn.inTurn("kept " + engine, "see which images are used", work);
  }

  private Instant lastUse(ImageName name, ImageFacts facts) {
    Instant tagged = facts.tagged();
    Instant used = tagged == null ? times.last(own(name), null) : tagged;
    Instant latest = Instant.EPOCH;
    for (Instant each : Arrays.asList(facts.created(), used)) {
      latest = each != null && each.isAfter(latest) ? each : latest;
    }
    return latest;
  }

  /** As a build calls it; Podman puts a registry before it. */
  private static ImageName own(ImageName name) {
    String text = name.toString();
    return text.startsWith(LOCAL) ? ImageName.parse(text.substring(LOCAL.length())) : name;
  }

  /** Removes what {@link #prune} does, beside other work: a failure is nobody's. */
  void pruneBeside(Instant now) {
    try {
      var unused = prune(now);
    } catch (DrydockException e) {
      log().debug("Looking for images that are not used any more ended early.", e);
    }
  }

  /** Removes what was not used for so long, and the longest unused of what is too much. */
  PrunedImages prune(Instant now) {
    List<Kept> kept = new ArrayList<>();
    List<ImageDetails> nameless = new ArrayList<>();
    for (ImageSummary each : images.list(Labels.KEPT)) {
      ImageName name = each.names().stream().filter(KeptImages::isOurs).findFirst().orElse(null);
      ImageFacts facts = name == null ? null : facts(name);
      if (name != null && facts != null) {
        kept.add(new Kept(name, images.details(each.id()), lastUse(name, facts)));
      } else if (each.names().isEmpty()) {
        nameless.add(images.details(each.id()));
      }
    }
    List<String> removed = new ArrayList<>();
    List<ImageDetails> gone = new ArrayList<>();
    List<ImageDetails> left = new ArrayList<>();
    for (ImageDetails each : nameless) {
      if (isOldTwin(each, kept, now) && remove(each.id())) {
        removed.add(each.id());
        gone.add(each);
      }
    }
    kept.sort(Comparator.comparing(Kept::used).reversed());
    Set<String> counted = new HashSet<>();
    long total = 0;
    for (Kept each : kept) {
      total += size(each.image(), counted);
      boolean old = each.used().isBefore(now.minus(age));
      boolean spared = each.used().isAfter(now.minus(SPARED));
      List<ImageName> names = !spared && (old || total > size.bytes()) ? remove(each) : List.of();
      names.forEach(name -> removed.add(name.toString()));
      (names.containsAll(each.image().names()) ? gone : left).add(each.image());
    }
    return new PrunedImages(removed, DataSize.ofBytes(sizeBeside(left, gone)));
  }

  /** What the second take that the first do not. */
  private static long sizeBeside(List<ImageDetails> first, List<ImageDetails> second) {
    Set<String> counted = new HashSet<>();
    first.forEach(each -> size(each, counted));
    return second.stream().mapToLong(each -> size(each, counted)).sum();
  }

  /** The size of those layers that have not been counted with another image. */
  private static long size(ImageDetails image, Set<String> counted) {
    long size = 0;
    boolean known = !image.layers().isEmpty();
    for (ImageLayer each : image.layers()) {
      DataSize its = each.size();
      boolean first = counted.add(each.digest());
      known &= its != null;
      size += first && its != null ? its.bytes() : 0;
    }
    return known ? size : image.size().bytes();
  }

  private static boolean isOurs(ImageName name) {
    return name.toString().matches(OURS);
  }

  private @Nullable ImageFacts facts(ImageName name) {
    try {
      return images.inspect(name);
    } catch (ImageException e) {
      return null;
    }
  }

  /**
   * Whether an image was built of the same inputs at the same time as another, which then took the
   * name. Images that somebody builds on a kept one have its label too, and a longer history.
   */
  private static boolean isOldTwin(ImageDetails nameless, List<Kept> kept, Instant now) {
    Instant created = nameless.created();
    return (created == null || !created.isAfter(now.minus(NAMELESS)))
        && kept.stream().anyMatch(each -> isTwin(nameless, each.image()));
  }

  private static boolean isTwin(ImageDetails one, ImageDetails other) {
    String hash = one.config().labels().get(Labels.KEPT);
    return hash != null
        && hash.equals(other.config().labels().get(Labels.KEPT))
        && instructions(one).equals(instructions(other));
  }

  private static List<String> instructions(ImageDetails image) {
    return image.history().stream().map(HistoryEntry::instruction).toList();
  }

  /**
   * The names that were removed. An image's labels go on to those built on it, and to other names:
   * these are somebody's.
   */
  private List<ImageName> remove(Kept image) {
    return inTurn(
        () -> {
          List<ImageName> removed = new ArrayList<>();
          ImageFacts now = facts(image.name());
          if (now == null || lastUse(image.name(), now).isAfter(image.used())) {
            return removed;
          }
          for (ImageName each : image.image().names()) {
            if (isOurs(each) && remove(each.toString())) {
              times.forget(own(each));
              removed.add(each);
            }
          }
          return removed;
        });
  }

  private boolean remove(String nameOrId) {
    try {
      images.remove(nameOrId);
      log().info("Removed image {}, which was not used any more.", nameOrId);
      return true;
    } catch (DrydockException e) {
      // A container uses it, or another image is built on it.
      log().debug("Image {} stays.", nameOrId, e);
      return false;
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.build");
  }
}
