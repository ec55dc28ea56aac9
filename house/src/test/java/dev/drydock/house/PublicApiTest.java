package dev.drydock.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users compile against changes only on purpose: {@code api/ARTIFACT.txt} says what it is. */
class PublicApiTest {
  private static final Path FOLDER = Repository.root().resolve("api");
  private static final String ACCEPT =
      "mvn -pl house -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dapi.accept=true";

  static List<PublishedModule> modules() {
    return Repository.publishedModules();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void api_is_as_accepted(PublishedModule module) throws IOException {
    Path file = FOLDER.resolve(module.artifact() + ".txt");
    List<String> found = PublicApi.of(module).lines();
    if (Boolean.getBoolean("api.accept")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, String.join("\n", found) + "\n");
      return;
    }
    List<String> accepted = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (!found.equals(accepted)) {
      fail(
          "The public API of %s is not what api/%s says:%n%s%nIf that is what you want: %s"
              .formatted(
                  module.artifact(),
                  file.getFileName(),
                  String.join("\n", PublicApi.differences(accepted, found)),
                  ACCEPT));
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void signatures_name_only_types_that_users_have(PublishedModule module) {
    Set<String> packages = new TreeSet<>();
    modules().forEach(each -> packages.addAll(each.exportedPackages()));

    // Who takes this module has AssertJ with it.
    boolean withAssertJ = module.artifact().equals("drydock-assertj");
    assertThat(hidden(PublicApi.of(module), packages))
        .filteredOn(name -> !withAssertJ || !name.startsWith("org.assertj.core.api."))
        .isEmpty();
  }

  @Test
  void each_accepted_page_belongs_to_a_published_module() {
    Set<String> artifacts =
        modules().stream().map(module -> module.artifact() + ".txt").collect(Collectors.toSet());

    assertThat(Repository.files(FOLDER, "").stream().map(page -> page.getFileName().toString()))
        .isSubsetOf(artifacts);
  }

  /** The types in signatures that are neither exported nor the JDK's, JUnit's or SLF4J's. */
  static List<String> hidden(PublicApi api, Set<String> exported) {
    return api.namedTypes().stream()
        .filter(
            type -> !type.getModule().isNamed()) // the JDK's, for the tests run on the class path
        .filter(type -> !exported.contains(type.getPackageName()))
        .map(Class::getName)
        .filter(name -> !name.matches("(org\\.junit\\.jupiter\\.api|org\\.slf4j)\\..*"))
        .sorted()
        .toList();
  }
}
