package dev.drydock.internal.session;

import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the files of this machine which a description names look like at a moment. */
final class OnDisk {

  private OnDisk() {}

  /**
   * Path, size, time of the last change, mode and target of each; two equal answers mean that
   * nothing has changed in between.
   */
  static List<String> of(ContainerSpec spec) {
    List<String> looks = new ArrayList<>();
    for (FileContent each : spec.files().values()) {
      Path path = each.sourcePath();
      if (path != null) {
        addAll(path, looks);
      }
    }
    return looks;
  }

  private static void addAll(Path path, List<String> looks) {
    // A directory that is named by a link is copied as what it leads to.
    try (Stream<Path> all = Files.walk(path.toRealPath())) {
      for (Path each : (Iterable<Path>) all.sorted()::iterator) {
        String target = Files.isSymbolicLink(each) ? " " + Files.readSymbolicLink(each) : "";
        looks.add(
            String.join(
                " ",
                each + target,
                Long.toString(Files.size(each)),
                Files.getLastModifiedTime(each).toString(),
                Boolean.toString(Files.isExecutable(each))));
      }
    } catch (IOException | UncheckedIOException e) {
      // No two moments are alike.
      looks.add(path + " cannot be read at " + System.nanoTime());
    }
  }
}
