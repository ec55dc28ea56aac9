package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.VolumePlan;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.EngineException;
import dev.drydock.model.VolumeRef;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.VolumeSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How a session comes by a volume: it makes and fills one, or finds it. */
final class VolumeMaking {

  private final LiveSession session;
  private final Engine engine;

  VolumeMaking(LiveSession session) {
    this.session = session;
    this.engine = session.hub().engine();
  }

  /** Makes it, filled, or nothing; one that is kept is taken as it is when it is there. */
  Volume make(VolumeSpec spec) {
    requireLasting(spec);
    String wanted = spec.name();
    String name = wanted == null ? session.freshName("vol") : wanted;
    session.requireOpen("make volume " + name);
    session.claim(wanted == null ? Set.of() : Set.of("volume " + name));
    if (spec.kept()) {
      return new KeptVolume(session, this, name, spec).get();
    }
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.putAll(session.labels());
    VolumePlan plan = new VolumePlan(name, labels, spec);
    Ledger.Entry entry = create(plan);
    fill(entry, spec);
    return new LiveVolume(session, entry, plan);
  }

  /** Makes it, empty. */
  Ledger.Entry create(VolumePlan plan) {
    Ledger.Entry entry =
        new Ledger.Entry(Leftover.Kind.VOLUME, plan.name(), plan.spec().name() == null);
    session.hub().guard();
    return session.make(
        entry,
        () -> {
          engine.volumes().create(plan);
          entry.madeAs(plan.name());
          return entry;
        });
  }

  /** What a volume in memory is given before somebody mounts it is gone by then. */
  private static void requireLasting(VolumeSpec spec) {
    boolean filled = !spec.files().isEmpty() || spec.contentOf() != null;
    if (filled && "tmpfs".equals(spec.driverOptions().get("type"))) {
      throw new IllegalArgumentException(
          "a volume of type tmpfs must be filled by the container that uses it: it is empty"
              + " whenever nobody has it mounted, was "
              + spec);
    }
  }

  /** Fills it, or leaves nothing. */
  void fill(Ledger.Entry entry, VolumeSpec spec) {
    try {
      VolumeContent content = new VolumeContent(session, entry::name);
      VolumeRef other = spec.contentOf();
      if (other != null) {
        content.addAllOf(other);
      }
      if (!spec.files().isEmpty()) {
        content.put(spec.files());
      }
    } catch (RuntimeException | Error e) {
      session.undo(entry, e);
      throw e;
    }
  }

  /** Takes one that is there. */
  Volume adopt(String name) {
    session.requireOpen("adopt volume " + name);
    try {
      return new LiveVolume(session, engine.volumes().inspect(name).name(), null);
    } catch (EngineException e) {
      if (e.status() == 404) {
        throw new EngineException(
            404,
            "The engine has no volume "
                + name
                + " to adopt. Name one that `docker volume ls` lists, or make one with"
                + " session.volume(VolumeSpec.of().withName(\""
                + name
                + "\")).",
            e);
      }
      throw e;
    }
  }
}
