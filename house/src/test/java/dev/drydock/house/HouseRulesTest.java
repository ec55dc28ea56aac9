package dev.drydock.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules, on every published module. */
class HouseRulesTest {
  private static final String ROOT = "dev.drydock";
  private static final List<PublishedModule> MODULES = Repository.publishedModules();
  private static final JavaClasses CORE = classes(List.of(Repository.core().classes()));
  private static final JavaClasses PUBLISHED =
      classes(MODULES.stream().map(PublishedModule::classes).toList());

  @Test
  void core_uses_the_floors_under_each_package_only() {
    holds(new Floors(ROOT).rule(), CORE);
  }

  @Test
  void packages_form_no_cycle() {
    holds(HouseRules.noCycles(ROOT), PUBLISHED);
  }

  @Test
  void one_package_knows_docker_http_and_json() {
    holds(HouseRules.onlyTheDockerPackageKnowsDocker(ROOT), PUBLISHED);
  }

  @Test
  void the_root_package_holds_the_two_entrances() {
    holds(HouseRules.rootHoldsOnly(ROOT, "Drydock", "Main"), CORE);
  }

  @Test
  void extension_and_modules_use_what_core_exports() {
    Set<String> packages =
        Repository.core().loadedClasses().stream()
            .map(Class::getPackageName)
            .collect(Collectors.toSet());
    JavaClasses others = classes(MODULES.stream().skip(1).map(PublishedModule::classes).toList());

    holds(
        HouseRules.onlyExportedPackagesOfCore(packages, Repository.core().exportedPackages()),
        others);
  }

  @Test
  void static_fields_never_change() {
    assertThat(StaticFields.violations(loaded())).isEmpty();
  }

  @Test
  void nothing_is_synchronized() {
    List<Path> files = new ArrayList<>();
    MODULES.forEach(module -> files.addAll(Repository.files(module.classes(), ".class")));

    assertThat(files).isNotEmpty();
    assertThat(Monitors.violations(files)).isEmpty();
  }

  @Test
  void only_the_command_line_writes_to_the_console() {
    holds(HouseRules.noConsole(), PUBLISHED);
  }

  @Test
  void names_say_what_a_thing_is() {
    holds(HouseRules.goodNames(), PUBLISHED);
  }

  @Test
  void nobody_can_extend_a_public_class() {
    holds(HouseRules.publicTypesAreClosed(), PUBLISHED);
  }

  @Test
  void every_package_is_null_marked() {
    holds(HouseRules.nullMarked(), PUBLISHED);
  }

  @Test
  void nothing_sleeps_in_code_or_tests() {
    List<Path> folders = new ArrayList<>();
    for (PublishedModule module : MODULES) {
      folders.add(module.classes());
      if (Files.exists(module.testClasses())) {
        folders.add(module.testClasses());
      }
    }

    holds(HouseRules.noSleep(), classes(folders));
  }

  @Test
  void long_classes_have_a_reason() {
    List<Path> sources = new ArrayList<>();
    MODULES.forEach(module -> sources.addAll(Repository.files(module.sources(), ".java")));

    assertThat(Sizes.longClasses(sources, decisions())).isEmpty();
  }

  @Test
  void big_packages_have_a_reason() {
    assertThat(Sizes.bigPackages(loaded(), decisions())).isEmpty();
  }

  @Test
  void dependencies_of_core_weigh_at_most_ten_mebibytes() {
    Path file = Repository.core().folder().resolve("target/runtime-class-path.txt");

    assertThat(Sizes.dependencies(Repository.read(file))).isEmpty();
  }

  @Test
  void the_bom_names_every_published_module() {
    String bom = Repository.read(Repository.root().resolve("bom/pom.xml"));

    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(bom).contains("<artifactId>" + module.artifact() + "</artifactId>"));
  }

  private static JavaClasses classes(List<Path> folders) {
    return new ClassFileImporter().importPaths(folders);
  }

  private static List<Class<?>> loaded() {
    List<Class<?>> classes = new ArrayList<>();
    MODULES.forEach(module -> classes.addAll(module.loadedClasses()));
    return classes;
  }

  private static void holds(ArchRule rule, JavaClasses classes) {
    assertThat(rule.evaluate(classes).getFailureReport().getDetails())
        .as(rule.getDescription())
        .isEmpty();
  }

  private static String decisions() {
    Path page = Repository.root().resolve("docs/design-decisions.md");
    return Files.exists(page) ? Repository.read(page) : "";
  }
}
