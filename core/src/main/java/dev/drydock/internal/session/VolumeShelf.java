package dev.drydock.internal.session;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * A container that is made and removed, so that the files of its volume can be read and written:
 * engines have no other way to them. It need not be started, and any image does.
 */
final class VolumeShelf implements AutoCloseable {

  /** Where the volume is in it. */
  static final String PLACE = "/drydock-volume";

  private static final int IMAGES_TRIED = 3;

  private final LiveSession session;
  private final Ledger.Entry entry;
  private final CreatedContainer created;

  private VolumeShelf(LiveSession session, Ledger.Entry entry, CreatedContainer created) {
    this.session = session;
    this.entry = entry;
    this.created = created;
  }

  /** Makes one, of the smallest image that the engine has; of an empty one where it has none. */
  static VolumeShelf open(LiveSession session, VolumeRef volume) {
    Engine engine = session.hub().engine();
    // An engine makes a volume that is named by a mount and is not there.
    var unused = engine.volumes().inspect(volume.name());
    List<ImageName> images = engine.images().present();
    for (ImageName each : images.subList(0, Math.min(IMAGES_TRIED, images.size()))) {
      try {
        return make(session, volume, each);
      } catch (ImageException e) {
        LoggerFactory.getLogger(VolumeShelf.class).debug("Somebody has removed {}.", each, e);
      }
    }
    return make(session, volume, new ImageLoading(session).empty().name());
  }

  private static VolumeShelf make(LiveSession session, VolumeRef volume, ImageName image) {
    return make(session, volume, ContainerSpec.of(image).withCommand("true"));
  }

  /**
   * Makes one that says what it runs when it is started.
   *
   * @throws ImageException when the engine does not have its image
   */
  static VolumeShelf make(LiveSession session, VolumeRef volume, ContainerSpec described) {
    ContainerSpec spec = described.withMount(Mount.volume(volume, PLACE).withoutCopy());
    // No lock, limit or default is meant for it.
    ContainerPlan plan =
        new ContainerPlan(session.freshName("shelf"), spec.image(), session.labels(), spec);
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.CONTAINER, plan.name(), true);
    Engine engine = session.hub().engine();
    session.hub().guard();
    CreatedContainer created =
        session.make(
            entry,
            () -> {
              CreatedContainer made = engine.containers().create(plan);
              entry.madeAs(made.id());
              return made;
            });
    return new VolumeShelf(session, entry, created);
  }

  String id() {
    return created.id();
  }

  @Override
  public void close() {
    session.remove(entry);
  }
}
