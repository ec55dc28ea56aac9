package dev.drydock.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.drydock.house.planted.Closed;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule is shown to fail on a class that breaks it, and only on that. */
class PlantedOffendersTest {
  private static final String PLANTED = "dev.drydock.house.planted";
  private static final Path FOLDER =
      Repository.root().resolve("house/target/test-classes/dev/drydock/house/planted");

  private static final JavaClasses ALL = new ClassFileImporter().importPath(FOLDER);

  @Test
  void a_lower_floor_that_uses_a_higher_one_is_found() {
    assertThatOffenders(new Floors(PLANTED + ".floors").rule(), "floors")
        .anyMatch(line -> line.startsWith("model (floor 0) may not use spec (floor 2): "))
        .noneMatch(line -> line.startsWith("spec"));
  }

  @Test
  void a_neighbour_on_the_same_floor_is_found() {
    assertThatOffenders(new Floors(PLANTED + ".floors").rule(), "floors")
        .anyMatch(
            line ->
                line.startsWith("internal.docker (floor 5) may not use internal.plan (floor 5): "));
  }

  @Test
  void a_package_without_a_floor_is_found() {
    assertThatOffenders(new Floors(PLANTED + ".floors").rule(), "floors")
        .contains("package " + PLANTED + ".floors.unknown has no floor: give it one in Floors");
  }

  @Test
  void a_cycle_is_found() {
    assertThatOffenders(HouseRules.noCycles(PLANTED), "floors").isNotEmpty();
  }

  @Test
  void json_outside_its_package_is_found() {
    assertThatOffenders(HouseRules.onlyTheDockerPackageKnowsDocker(PLANTED + ".floors"), "floors")
        .isNotEmpty()
        .allMatch(line -> line.contains(".spec.Wish"));
  }

  @Test
  void a_guest_in_the_root_package_is_found() {
    assertThatOffenders(HouseRules.rootHoldsOnly(PLANTED + ".floors", "Drydock", "Main"), "floors")
        .containsExactly(PLANTED + ".floors.Garage should be one of [Drydock, Main]");
  }

  @Test
  void use_of_a_package_that_is_not_exported_is_found() {
    String floors = PLANTED + ".floors.";
    Set<String> core = Set.of(floors + "model", floors + "spec");

    assertThatOffenders(
            HouseRules.onlyExportedPackagesOfCore(core, Set.of(floors + "model")),
            "floors.internal")
        .isNotEmpty()
        .allMatch(line -> line.contains(".spec.Wish"));
  }

  @Test
  void static_fields_that_change_are_found() {
    String changing = PLANTED + ".state.ChangingState";

    assertThat(StaticFields.violations(planted("state")))
        .containsExactlyInAnyOrder(
            changing + ".count is static and not final",
            changing + ".NAMES is static and can change: it holds a java.util.ArrayList",
            changing
                + ".FIXED_SIZE is static and can change: it holds a java.util.Arrays$ArrayList",
            changing
                + ".COUNTERS is static and can change: it holds a"
                + " java.util.concurrent.atomic.AtomicInteger",
            changing + ".BYTES is static and can change: it holds an array",
            changing
                + ".BOX is static and can change: it holds a "
                + changing
                + "$Box, whose field content is not final",
            changing
                + ".CAPTURES is static and can change: it holds a"
                + " java.util.concurrent.atomic.AtomicInteger");
  }

  @Test
  void monitors_are_found() {
    assertThat(Monitors.violations(Repository.files(FOLDER, ".class")))
        .containsExactlyInAnyOrder(
            PLANTED + ".Synchronizing.method is synchronized",
            PLANTED + ".Synchronizing.block enters a monitor");
  }

  @Test
  void console_output_is_found() {
    assertThatOffenders(HouseRules.noConsole(), "")
        .hasSize(3)
        .allMatch(line -> line.contains("planted.Chatting."));
  }

  @Test
  void sleep_is_found() {
    assertThatOffenders(HouseRules.noSleep(), "")
        .hasSize(3)
        .allMatch(line -> line.contains("planted.Sleeping."));
  }

  @Test
  void bad_names_are_found() {
    assertThatOffenders(HouseRules.goodNames(), "")
        .extracting(line -> line.replaceAll("^.*\\.(\\w+) should .*$", "$1"))
        .containsExactlyInAnyOrder(
            "AbstractSpec",
            "ContainerManager",
            "IContainer",
            "SocketImpl",
            "StringUtil",
            "StringUtils",
            "TestHelper");
  }

  @Test
  void a_public_class_that_can_be_extended_is_found() {
    assertThatOffenders(HouseRules.publicTypesAreClosed(), "")
        .anyMatch(line -> line.contains("planted.Extensible should "))
        .noneMatch(line -> line.contains(Closed.class.getName()));
  }

  @Test
  void a_package_that_is_not_null_marked_is_found() {
    assertThatOffenders(HouseRules.nullMarked(), "")
        .isNotEmpty()
        .allMatch(line -> line.contains(".planted.nullness."));
  }

  @Test
  void a_long_class_without_a_reason_is_found(@TempDir Path folder) throws IOException {
    Path tooLong = Files.writeString(folder.resolve("Long.java"), "\n".repeat(301));
    Path justFits = Files.writeString(folder.resolve("Short.java"), "\n".repeat(300));
    List<Path> sources = List.of(tooLong, justFits);

    assertThat(Sizes.longClasses(sources, "Longing"))
        .containsExactly(
            "Long.java has 301 lines: over 300, `Long` needs a line in docs/design-decisions.md");
    assertThat(Sizes.longClasses(sources, "* `Long` is long because …")).isEmpty();
  }

  @Test
  void a_big_package_without_a_reason_is_found() {
    List<Class<?>> fits = new ArrayList<>();
    while (fits.size() < 15) {
      fits.add(Closed.class);
    }
    List<Class<?>> tooMany = new ArrayList<>(fits);
    tooMany.add(Closed.class);

    assertThat(Sizes.bigPackages(fits, "")).isEmpty();
    assertThat(Sizes.bigPackages(tooMany, "")).hasSize(1);
    assertThat(Sizes.bigPackages(tooMany, "`" + PLANTED + "`")).isEmpty();
  }

  @Test
  void heavy_dependencies_are_found(@TempDir Path folder) throws IOException {
    Path small = sparse(folder.resolve("small.jar"), 1);
    Path fits = sparse(folder.resolve("fits.jar"), Sizes.DEPENDENCIES - 1);
    Path heavy = sparse(folder.resolve("heavy.jar"), Sizes.DEPENDENCIES);

    assertThat(Sizes.dependencies(small + File.pathSeparator + fits)).isEmpty();
    assertThat(Sizes.dependencies(small + File.pathSeparator + heavy))
        .containsExactly(
            "core's run-time dependencies weigh 262,145 bytes, over 262,144:",
            "     262,144 heavy.jar",
            "           1 small.jar");
  }

  private static Path sparse(Path file, long length) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(length);
    }
    return file;
  }

  private static ListAssert<String> assertThatOffenders(ArchRule rule, String folder) {
    String root = folder.isEmpty() ? PLANTED : PLANTED + "." + folder;
    JavaClasses classes = ALL.that(resideInAPackage(root + ".."));
    return assertThat(rule.evaluate(classes).getFailureReport().getDetails());
  }

  private static List<Class<?>> planted(String folder) {
    return Classes.in(FOLDER.getParent().getParent().getParent().getParent()).stream()
        .filter(type -> type.getPackageName().equals(PLANTED + "." + folder))
        .toList();
  }
}
