package dev.drydock.spec.image;

import dev.drydock.spec.FileContent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Java application that becomes an image: its jars in one layer and its own classes in another
 * over it, so that a change of a class leaves the large layer as it was. The base image brings the
 * Java runtime.
 */
public final class JavaApplication {

  private static final String HOME = "/app";

  /** Where Maven and Gradle put the classes of tests. */
  private static final Pattern TESTS =
      Pattern.compile(".*(?:/target/test-classes|/build/(?:classes/[^/]+|resources)/test)");

  private final List<Path> entries;
  private final @Nullable String mainClass;
  private final List<String> options;

  private JavaApplication(List<Path> entries, @Nullable String mainClass, List<String> options) {
    this.entries = List.copyOf(entries);
    this.mainClass = mainClass;
    this.options = List.copyOf(options);
  }

  /**
   * The application under test: this JVM's class path, less the directories in which Maven and
   * Gradle put the classes of tests.
   *
   * @param mainClass the class whose {@code main} is run
   */
  public static JavaApplication ofClassPath(String mainClass) {
    List<Path> entries = new ArrayList<>();
    String path = System.getProperty("java.class.path", "");
    for (String each : path.split(File.pathSeparator, -1)) {
      Path entry = Path.of(each).toAbsolutePath().normalize();
      if (!each.isEmpty() && Files.exists(entry) && !TESTS.matcher(slashes(entry)).matches()) {
        entries.add(entry);
      }
    }
    return new JavaApplication(entries, mainClass, List.of());
  }

  /**
   * An application in a jar that {@code java -jar} runs, with those that its manifest names.
   *
   * @throws IllegalArgumentException when there is no such jar, it cannot be read, or it has no
   *     main class
   */
  public static JavaApplication ofJar(Path jar) {
    Path absolute = jar.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      throw new IllegalArgumentException("jar does not exist: " + absolute);
    }
    List<Path> entries = new ArrayList<>(List.of(absolute));
    String mainClass;
    try (JarFile file = new JarFile(absolute.toFile())) {
      Manifest manifest = file.getManifest();
      mainClass = manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class");
      String more = manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
      for (String each : more == null ? new String[0] : more.split(" +", -1)) {
        Path entry = absolute.resolveSibling(decoded(each)).normalize();
        if (!each.isEmpty() && Files.exists(entry)) {
          entries.add(entry);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("jar cannot be read: " + absolute + ": " + e, e);
    }
    if (mainClass == null) {
      throw new IllegalArgumentException(
          "jar must name its main class in its manifest, and does not: " + absolute);
    }
    return new JavaApplication(entries, mainClass, List.of());
  }

  private static String decoded(String entry) {
    return URI.create(entry).getPath();
  }

  /** Without the jars and directories that this says yes to. */
  public JavaApplication without(Predicate<Path> unwanted) {
    List<Path> left = new ArrayList<>(entries);
    left.removeIf(unwanted);
    return new JavaApplication(left, mainClass, options);
  }

  /** With these options of the JVM (appends), before the main class. */
  public JavaApplication withOptions(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new JavaApplication(entries, mainClass, all);
  }

  /** The jars and directories, in the order of the class path. */
  public List<Path> entries() {
    return entries;
  }

  /**
   * The image of it over one that has a {@code java} command. Its entry point runs the main class
   * in the directory {@code /app}; a container's command becomes the arguments.
   */
  public ImageSpec over(String baseImage) {
    Map<String, Path> jars = new LinkedHashMap<>();
    Map<String, Path> own = new LinkedHashMap<>();
    List<String> classPath = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Path entry = entries.get(i);
      if (Files.isDirectory(entry)) {
        String name = "classes-" + own.size();
        own.put(name, entry);
        classPath.add(HOME + "/" + name);
      } else if (i == 0 && mainIsIn(entry)) {
        own.put(String.valueOf(entry.getFileName()), entry);
        classPath.add(HOME + "/" + entry.getFileName());
      } else {
        String name = unique(String.valueOf(entry.getFileName()), jars);
        jars.put(name, entry);
        classPath.add(HOME + "/lib/" + name);
      }
    }
    Dockerfile dockerfile = Dockerfile.from(baseImage).workingDirectory(HOME);
    if (!jars.isEmpty()) {
      dockerfile = dockerfile.copy("lib/", HOME + "/lib/");
    }
    if (!own.isEmpty()) {
      dockerfile = dockerfile.copy("own/", HOME + "/");
    }
    List<String> words = new ArrayList<>(List.of("java"));
    words.addAll(options);
    words.addAll(List.of("-cp", String.join(":", classPath), String.valueOf(mainClass)));
    ImageSpec spec = ImageSpec.of(dockerfile.entrypoint(words.toArray(new String[0])));
    for (Map.Entry<String, Path> each : jars.entrySet()) {
      spec = spec.withFile("lib/" + each.getKey(), FileContent.path(each.getValue()));
    }
    for (Map.Entry<String, Path> each : own.entrySet()) {
      spec = spec.withFile("own/" + each.getKey(), FileContent.path(each.getValue()));
    }
    return spec;
  }

  /** Whether a jar holds the main class: then it is the application's own. */
  private boolean mainIsIn(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(String.valueOf(mainClass).replace('.', '/') + ".class") != null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
  }

  /** Two jars of one name lie in different directories here, and in one there. */
  private static String unique(String name, Map<String, Path> taken) {
    String free = name;
    for (int i = 2; taken.containsKey(free); i++) {
      free = i + "-" + name;
    }
    return free;
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  @Override
  public String toString() {
    return "application " + mainClass;
  }
}
