package dev.drydock.benchmarks.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Directories full of files. */
final class Trees {

  private static final int A_FOLDER = 100;

  private Trees() {}

  /** Writes so many files of so many random bytes, a hundred a folder. */
  static void fill(Path directory, int files, int bytes) throws IOException {
    Random random = new Random(1);
    byte[] content = new byte[bytes];
    for (int i = 0; i < files; i++) {
      Path folder = directory.resolve(Integer.toString(i / A_FOLDER));
      Files.createDirectories(folder);
      random.nextBytes(content);
      Files.write(folder.resolve("file-" + i), content);
    }
  }

  static void delete(Path directory) throws IOException {
    if (directory.toString().isEmpty()) {
      // Never made; as a path it would mean the working directory.
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
