package dev.drydock.internal.session;

import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.runtime.Image;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image that a session made, or was asked for. */
final class LiveImage implements Image {

  private final LiveSession session;
  private final ImageName name;
  private final String id;
  private final Ledger.@Nullable Entry entry;

  /** An image; without an entry, one whose name the session did not make. */
  LiveImage(LiveSession session, ImageName name, String id, Ledger.@Nullable Entry entry) {
    this.session = session;
    this.name = name;
    this.id = id;
    this.entry = entry;
  }

  @Override
  public ImageName name() {
    return name;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ImageDetails details() {
    session.requireOpen("inspect image " + name);
    return session.hub().engine().images().details(id);
  }

  @Override
  public Image tag(ImageName newName) {
    return new SessionImages(session).tag(this, newName);
  }

  @Override
  public void save(Path file) {
    session.requireOpen("save image " + name);
    WholeFile.write(
        file,
        "image " + name,
        out -> session.hub().engine().images().save(List.of(name.toString()), out));
  }

  @Override
  public ImageName push() {
    session.requireOpen("push image " + name);
    return new ImagePush(session.hub(), name).run(null);
  }

  @Override
  public ImageName push(RegistryCredentials credentials) {
    session.requireOpen("push image " + name);
    return new ImagePush(session.hub(), name).run(credentials);
  }

  @Override
  public void remove() {
    session.requireOpen("remove image " + name);
    if (entry == null) {
      session.hub().engine().images().remove(name.toString());
    } else {
      session.remove(entry);
      session.hub().forgetName(entry);
    }
  }

  @Override
  public String toString() {
    return "image " + name;
  }
}
