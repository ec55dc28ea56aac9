package dev.drydock.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code in README and {@code docs/} is code that runs. */
class DocsTest {
  private static final String CUT =
      "mvn -pl house -am test -Dtest=DocsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Ddocs.cut=true";

  static List<Path> pages() {
    List<Path> pages = new ArrayList<>();
    pages.add(Repository.root().resolve("README.md"));
    pages.addAll(Repository.files(Repository.root().resolve("docs"), ".md"));
    return pages.stream().filter(Files::exists).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("pages")
  void blocks_are_as_in_the_sources(Path page) throws IOException {
    DocsCutter.Cut cut = DocsCutter.cut(Repository.root(), page);
    assertThat(cut.problems()).isEmpty();
    if (!cut.lines().equals(Files.readAllLines(page))) {
      if (!Boolean.getBoolean("docs.cut")) {
        fail("Blocks of %s differ from their sources. Cut them anew: %s".formatted(page, CUT));
      }
      Files.writeString(page, String.join("\n", cut.lines()) + "\n");
    }
  }
}
