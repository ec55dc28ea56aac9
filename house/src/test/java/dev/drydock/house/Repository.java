package dev.drydock.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class Repository {
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(drydock-(?!parent<)[^<]+)</artifactId>");

  private Repository() {}

  /** The folder of the root pom. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("bom/pom.xml")) && Files.exists(at.resolve("pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("not inside the checkout: " + Path.of("").toAbsolutePath());
  }

  /** Everything that goes to Maven Central as a jar: core, the extension, and each module. */
  static List<PublishedModule> publishedModules() {
    List<Path> folders = new ArrayList<>();
    folders.add(root().resolve("core"));
    folders.add(root().resolve("junit5-extension"));
    try (Stream<Path> modules = Files.list(root().resolve("modules"))) {
      modules
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .forEach(folders::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders.stream()
        .map(folder -> new PublishedModule(artifact(folder.resolve("pom.xml")), folder))
        .toList();
  }

  static PublishedModule core() {
    return publishedModules().get(0);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files under a folder whose path ends so, sorted; none when there is no such folder. */
  static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String artifact(Path pom) {
    Matcher matcher = ARTIFACT.matcher(read(pom));
    if (!matcher.find()) {
      throw new IllegalStateException("no artifactId in " + pom);
    }
    return matcher.group(1);
  }
}
