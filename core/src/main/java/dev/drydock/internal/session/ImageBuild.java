package dev.drydock.internal.session;

import dev.drydock.engine.BuildOutcome;
import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.Leftover;
import dev.drydock.internal.build.BuildInputs;
import dev.drydock.internal.build.BuildReport;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.ImageSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The build of one image for a session, or the finding of one that the same inputs built. */
final class ImageBuild {

  /** Of the tag of an image that stays: digits of a hash of its inputs. */
  static final int TAG_LENGTH = 32;

  /** How often what changes while it is sent is read. */
  private static final int READINGS = 3;

  /** So many files say who builds. */
  private static final int LOTS = 16;

  private final LiveSession session;
  private final Hub hub;
  private final EngineImages images;
  private final ImageSpec spec;
  private final String subject;
  private final Map<ImageName, ImageName> bases = new HashMap<>();
  private final Map<ImageName, String> ids =
      new TreeMap<>(Comparator.comparing(ImageName::toString));
  private final AtomicReference<@Nullable ImageException> changed = new AtomicReference<>();

  ImageBuild(LiveSession session, ImageSpec spec) {
    this.session = session;
    this.hub = session.hub();
    this.images = hub.engine().images();
    this.spec = spec;
    this.subject = BuildInputs.subject(spec);
  }

  BuiltImage run() {
    session.requireOpen("build " + spec);
    Platform platform = spec.platform();
    if (platform != null) {
      hub.planner().requireSystem(subject, platform);
    }
    BuiltImage built = spec.isCached() ? cached() : own(read());
    hub.madeImage(built.name());
    return built;
  }

  private BuildInputs read() {
    return BuildInputs.read(
        spec,
        named -> bases.computeIfAbsent(named, this::base),
        () -> hub.planner().platform(null));
  }

  /**
   * The name under which the engine has an image that it is based on, which is pulled here, with
   * the user's credentials.
   */
  private ImageName base(ImageName named) {
    long asked = System.nanoTime();
    ImageName used = hub.planner().image(named);
    try {
      used = hub.supply().buildable(used);
      try {
        ids.put(used, images.inspect(used).id());
      } catch (ImageException e) {
        used = hub.supply().missing(used, spec.platform(), PullPolicy.missing(), asked, e);
        ids.put(used, images.inspect(used).id());
      }
      return used;
    } catch (ImageException e) {
      throw FailureReport.noImage(
          subject + " could not be built: its base image " + named + " is not to be had.",
          named,
          used,
          hub.naming(),
          e);
    }
  }

  /** One that stays for the next build of the same. */
  private BuiltImage cached() {
    for (int attempt = 1; ; attempt++) {
      BuildInputs inputs = read();
      String hash = hash(inputs);
      ImageName name = spec.title().withTag(hash);
      try {
        return hub.builds().once(name, () -> foundOrBuilt(inputs, name, hash), () -> found(name));
      } catch (ImageException e) {
        if (e != changed.get() || attempt == READINGS) {
          throw e;
        }
        log().debug("{} is begun anew: {}", subject, e.getMessage());
      }
    }
  }

  private String hash(BuildInputs inputs) {
    return inputs.hash(ids, hub.builds().hashes()).substring(0, TAG_LENGTH);
  }

  private BuiltImage foundOrBuilt(BuildInputs inputs, ImageName name, String hash) {
    BuiltImage found = found(name);
    if (found != null) {
      return found;
    }
    // Another JVM may be at it. Some that build something else wait too: there is a file for each.
    int lot = Math.floorMod(name.hashCode(), LOTS);
    return Turn.inTurn(
        "build " + lot + " " + hub.engine().info().address(),
        "build " + spec,
        () -> {
          BuiltImage meanwhile = found(name);
          return meanwhile == null ? built(inputs, name, hash) : meanwhile;
        });
  }

  private BuiltImage built(BuildInputs inputs, ImageName name, String hash) {
    Map<String, String> labels = new TreeMap<>(inputs.labels());
    labels.put(Labels.MARK, "true");
    labels.put(Labels.KEPT, hash);
    BuildOutcome outcome = build(inputs.plan(name, labels, () -> requireUnchanged(hash)), inputs);
    hub.threads().execute(() -> hub.keptImages().pruneBeside(Instant.now()));
    return new LiveBuiltImage(session, name, id(outcome), null, outcome.steps());
  }

  /**
   * What was sent must be what the hash was taken of. It is looked at when all has been sent, and
   * before the builder knows that it has all.
   */
  private void requireUnchanged(String hash) {
    boolean same;
    try {
      same = hash(read()).equals(hash);
    } catch (ImageException e) {
      // The next reading tells what is wrong, if it still is.
      same = false;
    }
    if (!same) {
      ImageException failure =
          new ImageException(
              subject
                  + " could not be built: what it is made of changed while it was read."
                  + "\n  Hint:       let what writes there end first, or hide from the builder what"
                  + " it writes, in .dockerignore",
              null);
      changed.set(failure);
      throw failure;
    }
  }

  private @Nullable BuiltImage found(ImageName name) {
    try {
      ImageFacts facts = images.inspect(name);
      return hub.keptImages().use(name, facts)
          ? new LiveBuiltImage(session, name, facts.id(), null, null)
          : null;
    } catch (ImageException e) {
      return null;
    }
  }

  /** One that goes with the session. */
  private BuiltImage own(BuildInputs inputs) {
    String title = spec.title().repository();
    String hint = title.substring(title.lastIndexOf('/') + 1);
    ImageName name = ImageName.parse(session.freshName(hint)).withTag("latest");
    Map<String, String> labels = new TreeMap<>(inputs.labels());
    labels.putAll(Labels.ofImage(session.labels()));
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true);
    hub.guard();
    try {
      BuildOutcome outcome =
          session.ledger().create(entry, () -> build(inputs.plan(name, labels, () -> {}), inputs));
      entry.madeAs(id(outcome));
      return new LiveBuiltImage(session, name, id(outcome), entry, outcome.steps());
    } catch (RuntimeException | Error e) {
      session.undo(entry, e);
      throw e;
    }
  }

  private BuildOutcome build(BuildPlan plan, BuildInputs inputs) {
    if (!hub.mayBuild()) {
      throw new ImageException(
          ImageException.Reason.FORBIDDEN,
          subject
              + " could not be built: drydock.build=never forbids it."
              + "\n  Hint:       build it before the tests, without that setting: the image stays for"
              + " them",
          null);
    }
    log().info("Building {} as {}", spec, plan.name());
    BuildOutcome outcome = images.build(plan, this::tell);
    if (outcome.imageId() == null) {
      throw BuildReport.of(inputs, outcome);
    }
    log().info("Built {}", plan.name());
    return outcome;
  }

  /** What a step writes is for those who look closer. */
  private void tell(String line) {
    if (line.startsWith(" ")) {
      log().debug("{}", line);
    } else {
      log().info("{}", line);
    }
    for (Consumer<String> each : spec.logConsumers()) {
      each.accept(line);
    }
  }

  private static String id(BuildOutcome outcome) {
    return String.valueOf(outcome.imageId());
  }

  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.build");
  }
}
