package dev.drydock.internal.session;

import dev.drydock.engine.EngineImages;
import dev.drydock.engine.Leftover;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.ImageOrigin;
import dev.drydock.runtime.Image;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.ImageArchive;
import dev.drydock.spec.image.ImageSpec;
import dev.drydock.spec.image.RootFileSystem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session does with images. It keeps nothing: what the session made is in its ledger. */
final class SessionImages {

  private final LiveSession session;
  private final Hub hub;
  private final EngineImages images;

  SessionImages(LiveSession session) {
    this.session = session;
    this.hub = session.hub();
    this.images = hub.engine().images();
  }

  /** The image of that name, pulled when the policy says so. */
  Image named(ImageName named, PullPolicy policy) {
    session.requireOpen("use image " + named);
    ImageName image = hub.planner().image(named);
    try {
      return present(named, image, policy);
    } catch (ImageException e) {
      throw FailureReport.noImage(
          "Image " + named + " is not to be had.", named, image, hub.naming(), e);
    }
  }

  private Image present(ImageName named, ImageName image, PullPolicy policy) {
    ImageSupply supply = hub.supply();
    supply.requireUnchanged(image);
    long asked = System.nanoTime();
    ImageName had = image;
    if (!policy.equals(PullPolicy.missing()) && !policy.equals(PullPolicy.never())) {
      had = supply.fresh(image, null, policy);
    }
    try {
      return noted(named, had);
    } catch (ImageException e) {
      had = supply.missing(image, null, policy, asked, e);
      return noted(named, had);
    }
  }

  private Image noted(ImageName named, ImageName had) {
    Image live = new LiveImage(session, had, images.inspect(had).id(), null);
    hub.supply().used(named, had, () -> hub.planner().platform(null));
    return live;
  }

  /** The image that is made of this. */
  Image of(ImageOrigin origin) {
    if (origin instanceof ImageSpec spec) {
      return new ImageBuild(session, spec).run();
    }
    if (origin instanceof ImageArchive archive) {
      Image loaded = new ImageLoading(session).archive(archive);
      hub.madeImage(loaded.name());
      return loaded;
    }
    if (origin instanceof RootFileSystem root) {
      return new ImageLoading(session).root(root);
    }
    throw new IllegalArgumentException(
        "image must be made of an ImageSource of dev.drydock.spec.image, was " + origin);
  }

  /** An image of a container's files as they are now. */
  Image commit(String containerId, String hint) {
    ImageName name = ImageName.parse(session.freshName(hint));
    session.requireOpen("make an image of a container");
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true);
    hub.guard();
    String id =
        session.make(
            entry, () -> images.commit(containerId, name, Labels.ofImage(session.labels())));
    entry.madeAs(id);
    hub.madeImage(name);
    return new LiveImage(session, name, id, entry);
  }

  /** Gives an image one more name. */
  Image tag(LiveImage image, ImageName name) {
    if (name.digest().isPresent()) {
      throw new IllegalArgumentException(
          "name to give to an image must have no digest, was " + name);
    }
    session.requireOpen("give image " + image.name() + " the name " + name);
    session.claim(Set.of("image " + name));
    String had = idOf(name);
    if (image.id().equals(had)) {
      return new LiveImage(session, name, image.id(), made(name));
    }
    Ledger.Entry old = made(name);
    if (had != null && old == null) {
      throw taken(image, name, had);
    }
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), false);
    entry.madeAs(image.id());
    hub.guard();
    hub.removeName(entry);
    try {
      session
          .ledger()
          .create(
              entry,
              () ->
                  hub.create(
                      name.toString(),
                      () -> {
                        images.tag(image.id(), name);
                        return name;
                      }));
    } catch (EngineException | ImageException e) {
      session.undo(entry, e);
      hub.forgetName(entry);
      throw e;
    }
    if (old != null) {
      session.ledger().strike(old);
      hub.forgetName(old);
    }
    hub.madeImage(name);
    return new LiveImage(session, name, image.id(), entry);
  }

  private Ledger.@Nullable Entry made(ImageName name) {
    return session.ledger().find(Leftover.Kind.IMAGE, name.toString());
  }

  private @Nullable String idOf(ImageName name) {
    try {
      return images.inspect(name).id();
    } catch (ImageException e) {
      return null;
    }
  }

  private static ImageException taken(LiveImage image, ImageName name, String had) {
    return new ImageException(
        "Image "
            + image.name()
            + " was not given the name "
            + name
            + ": the engine has another image under it, which this session did not make."
            + "\n  Other image: "
            + had
            + "\n  Hint:        use another name, or remove that one first: `docker rmi "
            + name
            + "`",
        null);
  }
}
