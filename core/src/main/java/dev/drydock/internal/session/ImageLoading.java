package dev.drydock.internal.session;

import dev.drydock.engine.ArchivedImage;
import dev.drydock.engine.ContextEntry;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.RootPlan;
import dev.drydock.internal.build.BuildInputs;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.runtime.Image;
import dev.drydock.spec.image.ImageArchive;
import dev.drydock.spec.image.RootFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has a session's engine take images that this machine has. */
final class ImageLoading {

  private final LiveSession session;
  private final Hub hub;
  private final EngineImages images;

  ImageLoading(LiveSession session) {
    this.session = session;
    this.hub = session.hub();
    this.images = hub.engine().images();
  }

  /** An image of a root file system. */
  Image root(RootFileSystem source) {
    session.requireOpen("make an " + source);
    Path path = source.path();
    boolean directory = Files.isDirectory(path);
    List<ContextEntry> files = directory ? BuildInputs.files(source.toString(), path) : List.of();
    return make(freshName(source.title()), source.changes(), directory ? null : path, files);
  }

  /** An image without a file. */
  Image empty() {
    session.requireOpen("make an empty image");
    return make(ImageName.parse(session.freshName("empty")), List.of(), null, List.of());
  }

  private Image make(
      ImageName name, List<String> changes, @Nullable Path archive, List<ContextEntry> files) {
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true);
    hub.guard();
    RootPlan plan = new RootPlan(name, Labels.ofImage(session.labels()), changes, archive, files);
    String id = session.make(entry, () -> images.importRoot(plan));
    entry.madeAs(id);
    hub.madeImage(name);
    return new LiveImage(session, name, id, entry);
  }

  private ImageName freshName(ImageName title) {
    String word = title.repository().substring(title.repository().lastIndexOf('/') + 1);
    return ImageName.parse(session.freshName(word)).withTag("latest");
  }

  /**
   * An image of an archive. The archive decides on the names that the engine gives to all that is
   * in it: those that are new go with the session; those that meant another image mean it again.
   */
  Image archive(ImageArchive source) {
    session.requireOpen("load " + source);
    List<ArchivedImage> archived = images.archived(source.file());
    ArchivedImage wanted = wanted(source, archived);
    Map<ImageName, @Nullable String> before = new LinkedHashMap<>();
    for (ArchivedImage each : archived) {
      for (ImageName name : each.names()) {
        before.put(name, idOf(name));
      }
    }
    Map<ImageName, Ledger.Entry> fresh = new LinkedHashMap<>();
    before.forEach(
        (name, id) -> {
          if (id == null) {
            fresh.put(name, new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true));
          }
        });
    hub.guard();
    List<String> loaded = load(source, fresh);
    for (Map.Entry<ImageName, Ledger.Entry> each : fresh.entrySet()) {
      settle(each.getKey(), each.getValue());
    }
    Map<ImageName, Image> moved = putBack(source, before);
    if (wanted.names().isEmpty()) {
      return named(source, loaded.get(loaded.size() - 1));
    }
    ImageName name = source.image() == null ? wanted.names().get(0) : source.image();
    Image other = moved.get(name);
    if (other != null) {
      return other;
    }
    Ledger.Entry entry = fresh.get(name);
    return new LiveImage(session, name, images.inspect(name).id(), entry);
  }

  private List<String> load(ImageArchive source, Map<ImageName, Ledger.Entry> fresh) {
    List<Ledger.Entry> entries = new ArrayList<>(fresh.values());
    try {
      for (Ledger.Entry each : entries) {
        session.ledger().create(each, () -> each);
      }
      return hub.create("an image of " + source.file(), () -> images.load(source.file()));
    } catch (RuntimeException | Error e) {
      entries.forEach(each -> session.undo(each, e));
      throw e;
    }
  }

  /** From here on it goes only while it means this image. */
  private void settle(ImageName name, Ledger.Entry entry) {
    String id = idOf(name);
    if (id == null) {
      session.ledger().strike(entry);
      return;
    }
    entry.madeAs(id);
    entry.renamed(name.toString());
    hub.removeName(entry);
  }

  /** The images whose names were somebody's, each under a name of its own now. */
  private Map<ImageName, Image> putBack(
      ImageArchive source, Map<ImageName, @Nullable String> before) {
    Map<ImageName, Image> moved = new LinkedHashMap<>();
    before.forEach(
        (name, id) -> {
          String now = idOf(name);
          if (id != null && now != null && !id.equals(now)) {
            moved.put(name, named(source, now));
            images.tag(id, name);
          }
        });
    return moved;
  }

  /** Gives an image that was loaded a name that goes with the session. */
  private Image named(ImageArchive source, String id) {
    ImageName name = freshName(source.title());
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true);
    entry.madeAs(id);
    hub.removeName(entry);
    session.make(
        entry,
        () -> {
          images.tag(id, name);
          return name;
        });
    return new LiveImage(session, name, images.inspect(name).id(), entry);
  }

  private static ArchivedImage wanted(ImageArchive source, List<ArchivedImage> archived) {
    ImageName name = source.image();
    if (name == null && archived.size() == 1) {
      return archived.get(0);
    }
    for (ArchivedImage each : archived) {
      for (ImageName has : each.names()) {
        if (name != null && has.canonical().equals(name.canonical())) {
          return each;
        }
      }
    }
    List<String> names = new ArrayList<>();
    archived.forEach(each -> each.names().forEach(has -> names.add(has.toString())));
    String what =
        name == null
            ? " has " + archived.size() + " images, and none was asked for."
            : " has no image " + name + ".";
    throw new ImageException(
        ImageException.Reason.NOT_FOUND,
        "Archive "
            + source.file()
            + what
            + "\n  Images:     "
            + (names.isEmpty() ? "none with a name" : String.join(", ", names))
            + "\n  Hint:       name one of these with withImage",
        null);
  }

  private @Nullable String idOf(ImageName name) {
    try {
      return images.inspect(name).id();
    } catch (ImageException e) {
      return null;
    }
  }
}
