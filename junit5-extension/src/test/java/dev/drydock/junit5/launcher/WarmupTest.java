package dev.drydock.junit5.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The classes that are loaded ahead are those that a start loads; {@code -Dwarmup.accept=true}
 * writes them down.
 */
class WarmupTest {

  private static final Path LIST =
      Path.of("src/main/resources/dev/drydock/junit5/launcher", Warmup.CLASSES);

  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: (\\S+)");

  private static final String DRYDOCK = "dev.drydock.";

  /** The class of the extension in whose first use the run connects. */
  private static final String FIRST = "dev.drydock.junit5.Run";

  @TempDir private Path directory;

  @WithContainers
  static class WithOne {
    @Start
    static final ContainerSpec APP =
        ContainerSpec.of("drydock-test/busybox:1")
            .withCommand("httpd", "-f", "-p", "80", "-h", "/www")
            .withFile("/www/index.html", FileContent.text("page"))
            .withPort(80);

    @From static Container app;

    @Test
    void runs() {
      assertThat(app.endpoint(80).port()).isPositive();
    }
  }

  @WithContainers
  static class WithNone {
    @Test
    void runs() {}
  }

  static class Plain {
    @Test
    void runs() {}
  }

  @Test
  @Tag("engine")
  void the_list_is_what_a_cold_start_loads() throws Exception {
    Set<String> loaded =
        run(
            WithOne.class,
            "-Djunit.platform.execution.listeners.deactivate=" + RunClasses.class.getName());
    if (Boolean.getBoolean("warmup.accept")) {
      Files.createDirectories(LIST.getParent());
      Files.write(LIST, loaded);
      return;
    }
    // What is loaded depends a little on the engine and on who is quicker, and the JDK's on the
    // JDK.
    Set<String> listed = drydocks(listed());
    loaded = drydocks(loaded);
    assertThat(share(loaded, listed)).as("of what a start loads, listed").isGreaterThan(0.9);
    assertThat(share(listed, loaded)).as("of what is listed, loaded by a start").isGreaterThan(0.9);
  }

  @Test
  void a_run_with_container_classes_loads_what_is_listed() throws Exception {
    assertThat(run(WithNone.class)).containsAll(drydocks(listed()));
  }

  @Test
  void a_run_without_them_loads_nothing() throws Exception {
    assertThat(run(Plain.class)).noneMatch(each -> each.startsWith("dev.drydock.internal."));
  }

  private static Set<String> drydocks(Set<String> classes) {
    return classes.stream().filter(each -> each.startsWith(DRYDOCK)).collect(Collectors.toSet());
  }

  private static double share(Set<String> of, Set<String> in) {
    return (double) of.stream().filter(in::contains).count() / of.size();
  }

  private static Set<String> listed() {
    try (InputStream names = Warmup.class.getResourceAsStream(Warmup.CLASSES)) {
      return new LinkedHashSet<>(
          new String(names.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The classes that a fresh JVM loads for a run: Drydock's, tests and this package apart, and from
   * the first use of containers on those that the JDK has in no archive.
   */
  private Set<String> run(Class<?> testClass, String... options) throws Exception {
    Path log = directory.resolve("loaded");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load:file=" + log + "::filecount=0");
    command.add("-Ddrydock.prefetch.file=" + directory.resolve("plans.json"));
    String map = System.getProperty("drydock.image.map");
    if (map != null) {
      command.add("-Ddrydock.image.map=" + map);
    }
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ColdRun.class.getName(),
            testClass.getName()));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    Set<String> loaded = new LinkedHashSet<>();
    boolean begun = false;
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.find() && !matcher.group(1).contains("/")) {
        String name = matcher.group(1);
        boolean drydocks =
            name.startsWith(DRYDOCK)
                && !name.startsWith(Warmup.class.getPackageName() + ".")
                && !matcher.group(2).contains("test-classes");
        begun |= name.equals(FIRST);
        if (drydocks || (begun && matcher.group(2).startsWith("jrt:"))) {
          loaded.add(name);
        }
      }
    }
    return loaded;
  }
}
