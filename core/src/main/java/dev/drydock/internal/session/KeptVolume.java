package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.VolumeFacts;
import dev.drydock.engine.VolumePlan;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.cleanup.Owner;
import dev.drydock.internal.wait.Signal;
import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.VolumeSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A volume that is kept: the first who wants it makes and fills it, the others find it, whatever
 * process they are of. As long as it is being filled, a second, empty volume says so, and by whom;
 * when that process ends before, the next makes the volume anew.
 */
final class KeptVolume {

  /** What the second volume's name has more. */
  static final String UNFILLED = ".unfilled";

  /** Who fills it. It is not the owner: what has one is removed with its process. */
  static final String FILLER = "dev.drydock.filler";

  /** By this the engine's answer to a create shows whose volume it is. */
  private static final String FILL = "dev.drydock.fill";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

  private final LiveSession session;
  private final Engine engine;
  private final VolumeMaking making;
  private final String name;
  private final String unfilled;
  private final VolumePlan plan;

  KeptVolume(LiveSession session, VolumeMaking making, String name, VolumeSpec spec) {
    this.session = session;
    this.engine = session.hub().engine();
    this.making = making;
    this.name = name;
    this.unfilled = name + UNFILLED;
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put(Labels.KEPT, "true");
    labels.put(FILL, session.freshName("fill"));
    this.plan = new VolumePlan(name, labels, spec);
  }

  Volume get() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Signal never = new Signal();
    while (true) {
      session.requireOpen("make volume " + name);
      // In this order: what is there, and no longer being filled, has been filled.
      VolumeFacts there = find(name);
      VolumeFacts filling = find(unfilled);
      if (filling != null) {
        await(filling, never, end);
      } else if (there != null) {
        return found(there);
      } else if (make()) {
        return new LiveVolume(session, name, plan);
      }
    }
  }

  private @Nullable VolumeFacts find(String volume) {
    try {
      return engine.volumes().inspect(volume);
    } catch (EngineException e) {
      if (e.status() == 404) {
        return null;
      }
      throw e;
    }
  }

  /** Takes one that is there, unless it is somebody else's. */
  private Volume found(VolumeFacts facts) {
    if (!facts.labels().containsKey(Labels.KEPT)) {
      throw new EngineException(
          409,
          "The engine has a volume "
              + name
              + " already, and Drydock did not make it to be kept. Use it by"
              + " session.adoptVolume(\""
              + name
              + "\"), or choose another name.",
          null);
    }
    String driver = plan.spec().driver();
    if (!facts.driver().equals(driver)) {
      throw new EngineException(
          409,
          "The engine has a volume "
              + name
              + " already, of driver "
              + facts.driver()
              + ", and the description says "
              + driver
              + ". Remove it, or choose another name.",
          null);
    }
    return new LiveVolume(session, name, plan);
  }

  /** Waits a little for the one who fills it, or clears away what a dead one left. */
  private void await(VolumeFacts filling, Signal never, long end) {
    Owner filler = Owner.parse(filling.labels().get(FILLER));
    if (filler != null && filler.lifeFor(session.hub().owner()) == Owner.Life.DEAD) {
      var unused = Turn.inTurn("kept volumes", "clear volume " + name, () -> clear(filling));
      return;
    }
    if (System.nanoTime() - end >= 0) {
      throw new EngineException(
          409,
          "Volume "
              + name
              + " has been being filled for too long by "
              + (filler == null ? "somebody" : "process " + filler.pid() + " of " + filler.host())
              + ". If nobody is at it any more, remove it: docker volume rm "
              + name
              + " "
              + unfilled,
          null);
    }
    try {
      never.await(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while waiting for volume " + name + ", which another fills.", e);
    }
  }

  /** Removes what this dead one left, unless another has: then it may be a new one's. */
  private boolean clear(VolumeFacts seen) {
    VolumeFacts now = find(unfilled);
    boolean same = now != null && Objects.equals(now.labels().get(FILL), seen.labels().get(FILL));
    if (same) {
      engine.volumes().remove(name);
      engine.volumes().remove(unfilled);
    }
    return same;
  }

  /** Makes and fills it, or nothing; false when somebody was quicker. */
  private boolean make() {
    VolumeSpec spec = plan.spec();
    if (spec.files().isEmpty() && spec.contentOf() == null) {
      Ledger.Entry entry = create(making, plan);
      return entry != null && keep(entry);
    }
    Map<String, String> labels = new TreeMap<>();
    labels.put(Labels.KEPT, "true");
    labels.put(FILL, session.freshName("fill"));
    labels.put(FILLER, session.hub().owner().toString());
    VolumeSpec empty = VolumeSpec.of().withName(unfilled);
    Ledger.Entry mark = create(making, new VolumePlan(unfilled, labels, empty));
    return mark != null && makeMarked(mark);
  }

  private boolean makeMarked(Ledger.Entry mark) {
    Ledger.@Nullable Entry entry = null;
    try {
      entry = create(making, plan);
      if (entry != null) {
        making.fill(entry, plan.spec());
      }
    } catch (RuntimeException | Error e) {
      // What could neither be filled nor removed stays marked, for the next to make it anew.
      if (entry == null || !session.holds(entry)) {
        session.undo(mark, e);
      }
      throw e;
    }
    boolean made = entry != null && keep(entry);
    session.remove(mark);
    return made;
  }

  private boolean keep(Ledger.Entry entry) {
    session.ledger().strike(entry);
    return true;
  }

  /** Null when there is one of that name. */
  private static Ledger.@Nullable Entry create(VolumeMaking making, VolumePlan plan) {
    try {
      return making.create(plan);
    } catch (EngineException e) {
      if (e.status() == 409) {
        return null;
      }
      throw e;
    }
  }
}
