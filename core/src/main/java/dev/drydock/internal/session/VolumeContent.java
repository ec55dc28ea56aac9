package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineFile;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is in a volume, read and written through a shelf. */
final class VolumeContent {

  private final LiveSession session;
  private final VolumeRef volume;

  VolumeContent(LiveSession session, VolumeRef volume) {
    this.session = session;
    this.volume = volume;
  }

  private static String place(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "path in a volume must begin with /, its root, was " + path);
    }
    return VolumeShelf.PLACE + path;
  }

  /** Puts files in, by their paths in the volume. */
  void put(Map<String, FileContent> files) {
    Map<String, FileContent> placed = new LinkedHashMap<>();
    files.forEach(
        (path, content) -> placed.put(place(path).substring(VolumeShelf.PLACE.length()), content));
    try (VolumeShelf shelf = VolumeShelf.open(session, volume)) {
      engine().containers().upload(shelf.id(), VolumeShelf.PLACE, placed);
    }
  }

  byte[] bytes(String path) {
    List<byte[]> all = new ArrayList<>(1);
    reading(path, id -> all.add(FilesOut.bytes(engine(), id, place(path))));
    return all.get(0);
  }

  void copyOut(String path, Path target) {
    reading(path, id -> FilesOut.copy(engine(), id, place(path), target));
  }

  private void reading(String path, Consumer<String> reading) {
    String valid = place(path);
    try (VolumeShelf shelf = VolumeShelf.open(session, volume)) {
      try {
        reading.accept(shelf.id());
      } catch (EngineException e) {
        if (e.status() == 404) {
          throw new EngineException(
              404,
              "Volume "
                  + volume.name()
                  + " has no "
                  + valid.substring(VolumeShelf.PLACE.length())
                  + ".",
              e);
        }
        throw e;
      }
    }
  }

  /** The paths of all that is in it. */
  List<String> list() {
    TreeSet<String> paths = new TreeSet<>();
    visit(
        file -> {
          String path = file.path().substring(VolumeShelf.PLACE.length() - 1);
          if (!path.isEmpty()) {
            paths.add(file.kind() == EngineFile.Kind.DIRECTORY ? path + "/" : path);
          }
        });
    return List.copyOf(paths);
  }

  DataSize size() {
    long[] sum = {0};
    visit(file -> sum[0] += file.kind() == EngineFile.Kind.FILE ? file.size() : 0);
    return DataSize.ofBytes(sum[0]);
  }

  private void visit(EngineFile.Visitor visitor) {
    try (VolumeShelf shelf = VolumeShelf.open(session, volume)) {
      engine().containers().download(shelf.id(), VolumeShelf.PLACE, visitor);
    }
  }

  /** Adds all that the other volume has; the archive goes through this process, and is not kept. */
  void addAllOf(VolumeRef other) {
    replaceBy(other, () -> {});
  }

  /** The same, with this done before; what the other has is to be had by then. */
  void replaceBy(VolumeRef other, Runnable emptying) {
    try (VolumeShelf from = VolumeShelf.open(session, other);
        InputStream archive = engine().containers().pack(from.id(), VolumeShelf.PLACE)) {
      emptying.run();
      try (VolumeShelf to = VolumeShelf.open(session, volume)) {
        engine().containers().unpack(to.id(), VolumeShelf.PLACE, archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the archive of volume " + other.name(), e);
    }
  }

  private Engine engine() {
    return session.hub().engine();
  }
}
