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
   * in it: those that are new go with the session; those that meant an image already are its, and
   * what was loaded gets a name of its own. While one archive is loaded no other is, or two with
   * the same names would take each other's.
   */
  Image archive(ImageArchive source) {
    session.requireOpen("load " + source);
    List<ArchivedImage> archived = images.archived(source.file());
    ArchivedImage wanted = wanted(source, archived);
    hub.guard();
    return Turn.inTurn(
        "load " + hub.engine().info().address(),
        "load " + source,
        () -> archive(source, archived, wanted));
  }

  private Image archive(ImageArchive source, List<ArchivedImage> archived, ArchivedImage wanted) {
    Map<ImageName, String> before = new LinkedHashMap<>();
    Map<ImageName, Ledger.Entry> fresh = new LinkedHashMap<>();
    for (ArchivedImage each : archived) {
      for (ImageName name : each.names()) {
        String id = idOf(name);
        if (id == null) {
          fresh.put(name, new Ledger.Entry(Leftover.Kind.IMAGE, name.toString(), true));
        } else {
          before.put(name, id);
        }
      }
    }
    Loaded loaded = load(source, before, fresh);
    fresh.forEach(this::settle);
    Map<String, Image> own = new LinkedHashMap<>();
    loaded.taken().forEach((name, id) -> own.computeIfAbsent(id, key -> named(source, key)));
    if (wanted.names().isEmpty()) {
      return named(source, loaded.all().get(loaded.all().size() - 1));
    }
    ImageName name = name(source, wanted);
    Ledger.Entry entry = fresh.get(name);
    if (entry != null) {
      return new LiveImage(session, name, images.inspect(name).id(), entry);
    }
    // Whose name it is may take it away at any time.
    String id = loaded.taken().getOrDefault(name, String.valueOf(before.get(name)));
    return own.computeIfAbsent(id, key -> named(source, key));
  }

  /** The name that was asked for, as the archive has it. */
  private static ImageName name(ImageArchive source, ArchivedImage wanted) {
    ImageName asked = source.image();
    for (ImageName each : wanted.names()) {
      if (asked == null || each.canonical().equals(asked.canonical())) {
        return each;
      }
    }
    throw new IllegalStateException(wanted + " was not asked for by " + source);
  }

  /**
   * What an archive brought.
   *
   * @param all the names, or else the identifiers, of its images
   * @param taken which image each name meant, for a while, that means another one
   */
  private record Loaded(List<String> all, Map<ImageName, String> taken) {}

  private Loaded load(
      ImageArchive source, Map<ImageName, String> before, Map<ImageName, Ledger.Entry> fresh) {
    try {
      for (Ledger.Entry each : fresh.values()) {
        session.ledger().create(each, () -> each);
      }
      // An interrupt ends neither the load nor what comes after it.
      return hub.create("an image of " + source.file(), () -> load(source, before));
    } catch (RuntimeException | Error e) {
      fresh.values().forEach(each -> session.undo(each, e));
      throw e;
    }
  }

  private Loaded load(ImageArchive source, Map<ImageName, String> before) {
    try {
      List<String> all = images.load(source.file());
      return new Loaded(all, giveBack(before));
    } catch (RuntimeException | Error e) {
      try {
        giveBack(before).values().forEach(this::removeNameless);
      } catch (RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Names that meant another image mean it again; tells what they meant meanwhile. */
  private Map<ImageName, String> giveBack(Map<ImageName, String> before) {
    Map<ImageName, String> taken = new LinkedHashMap<>();
    before.forEach(
        (name, id) -> {
          String now = idOf(name);
          if (!id.equals(now)) {
            images.tag(id, name);
            if (now != null) {
              taken.put(name, now);
            }
          }
        });
    return taken;
  }

  private void removeNameless(String id) {
    if (images.details(id).names().isEmpty()) {
      images.remove(id);
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
