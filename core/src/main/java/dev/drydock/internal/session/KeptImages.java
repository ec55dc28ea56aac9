package dev.drydock.internal.session;

import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.model.DataSize;
import dev.drydock.model.DrydockException;
import dev.drydock.model.ImageName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that stay for the next build of the same: not for ever, and not without measure. */
final class KeptImages {

  static final String DAYS = "drydock.images.days";
  static final String SIZE = "drydock.images.size";

  private static final int DEFAULT_DAYS = 7;
  private static final DataSize DEFAULT_SIZE = DataSize.ofGibibytes(10);

  /** As a build names what stays: by a title of its own and a hash of its inputs. */
  private static final Pattern OURS =
      Pattern.compile("(localhost/)?drydock/\\S+:[0-9a-f]{" + ImageBuild.TAG_LENGTH + "}");

  /** A use is written down again when the last one is so old. */
  private static final Duration GRAIN = Duration.ofHours(12);

  private final EngineImages images;
  private final Duration age;
  private final DataSize size;

  KeptImages(EngineImages images, Settings settings) {
    this.images = images;
    this.age = Duration.ofDays(days(settings));
    this.size = settings.get(SIZE).map(DataSize::parse).orElse(DEFAULT_SIZE);
  }

  private static int days(Settings settings) {
    String text = settings.get(DAYS).orElse(Integer.toString(DEFAULT_DAYS));
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(DAYS + " must be a number of days, was " + text);
    }
    return Integer.parseInt(text);
  }

  private record Kept(ImageSummary image, Instant used) {}

  /** Writes down that an image is used: the engine tells when it was last given a name. */
  void used(ImageName name, ImageFacts facts) {
    Instant tagged = facts.tagged();
    if (tagged != null && tagged.isBefore(Instant.now().minus(GRAIN))) {
      try {
        images.tag(facts.id(), name);
      } catch (DrydockException e) {
        log().debug("That {} is used could not be written down.", name, e);
      }
    }
  }

  /** Removes what was not used for so long, and the longest unused of what is too much. */
  void prune(Instant now) {
    try {
      List<Kept> kept = new ArrayList<>();
      for (ImageSummary each : images.list(Labels.KEPT)) {
        if (each.names().stream().anyMatch(KeptImages::isOurs)) {
          kept.add(new Kept(each, used(each)));
        }
      }
      kept.sort(Comparator.comparing(Kept::used).reversed());
      long total = 0;
      for (Kept each : kept) {
        total += each.image().size().bytes();
        if (each.used().isBefore(now.minus(age)) || total > size.bytes()) {
          remove(each.image());
        }
      }
    } catch (DrydockException e) {
      log().debug("Looking for images that are not used any more ended early.", e);
    }
  }

  private static boolean isOurs(ImageName name) {
    return OURS.matcher(name.toString()).matches();
  }

  private Instant used(ImageSummary image) {
    ImageFacts facts = images.inspect(image.names().get(0));
    Instant tagged = facts.tagged();
    Instant created = facts.created();
    return tagged != null ? tagged : created != null ? created : Instant.EPOCH;
  }

  /** An image's labels go on to those built on it, and to other names: these are somebody's. */
  private void remove(ImageSummary image) {
    for (ImageName each : image.names()) {
      if (!isOurs(each)) {
        continue;
      }
      try {
        images.remove(each.toString());
        log().info("Removed image {}, which was not used any more.", each);
      } catch (DrydockException e) {
        // A container uses it, or another image is built on it.
        log().debug("Image {} stays.", each, e);
      }
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.build");
  }
}
