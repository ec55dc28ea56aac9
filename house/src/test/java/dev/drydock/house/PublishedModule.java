package dev.drydock.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One published artifact, as its own build left it.
 *
 * @param artifact such as {@code drydock-core}
 * @param folder its folder in the checkout
 */
record PublishedModule(String artifact, Path folder) {

  Path classes() {
    return folder.resolve("target/classes");
  }

  Path testClasses() {
    return folder.resolve("target/test-classes");
  }

  Path sources() {
    return folder.resolve("src/main/java");
  }

  /** What {@code module-info.java} says. */
  ModuleDescriptor descriptor() {
    Path file = classes().resolve("module-info.class");
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          artifact
              + " has no module-info.java, or was not built before house/: is it among the"
              + " dependencies in house/pom.xml?");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packages that everybody may use. */
  Set<String> exportedPackages() {
    Set<String> packages = new TreeSet<>();
    descriptor().exports().stream()
        .filter(export -> !export.isQualified())
        .forEach(export -> packages.add(export.source()));
    return packages;
  }

  /** Its classes, loaded and not yet initialised, without {@code package-info} and the like. */
  List<Class<?>> loadedClasses() {
    return Classes.in(classes());
  }
}
