package dev.drydock.internal.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {

  private static boolean hides(String rules, String path) {
    return IgnoreRules.parse(Path.of("/ctx/.dockerignore"), rules).hiding(path) != null;
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "*.txt, a.txt, true",
    "*.txt, sub/a.txt, false",
    "**/*.txt, a.txt, true",
    "**/*.txt, sub/deep/a.txt, true",
    "sub, sub/deep/a.txt, true",
    "sub/, sub/a, true",
    "/sub, sub/a, true",
    "./sub, sub/a, true",
    "a/../sub, sub/a, true",
    "sub/**, sub/a/b, true",
    "sub/**, sub, false",
    "sub/**/c, sub/c, true",
    "sub/**/c, sub/a/b/c, true",
    "*/temp*, a/temporary.txt, true",
    "*/temp*, a/b/temporary.txt, false",
    "*/*/temp*, a/b/temporary.txt, true",
    "temp?, tempa, true",
    "temp?, temp, false",
    "a[b-d]e, ace, true",
    "a[^b-d]e, ace, false",
    "a[^b-d]e, axe, true",
    "a\\*b, a*b, true",
    "a\\*b, axb, false",
    "a+b, a+b, true",
    "a+b, aab, false",
    "a.b, axb, false",
    "(a|b), a, false",
    "'**', any/thing, true",
    "'*', any/thing, true",
    "'# note', '# note', false",
    "' spaced ', spaced, true",
  })
  void a_pattern_hides_what_docker_hides(String rule, String path, boolean hidden) {
    assertThat(hides(rule, path)).isEqualTo(hidden);
  }

  @Test
  void the_last_rule_that_matches_decides() {
    String rules = "*\n!src\nsrc/secret\n!src/secret/README.md\n";
    assertThat(hides(rules, "other")).isTrue();
    assertThat(hides(rules, "src/Main.java")).isFalse();
    assertThat(hides(rules, "src/secret/key")).isTrue();
    assertThat(hides(rules, "src/secret/README.md")).isFalse();
    assertThat(hides("*.md\n!README*.md\nREADME-secret.md", "README-secret.md")).isTrue();
    assertThat(hides("*.md\nREADME-secret.md\n!README*.md", "README-secret.md")).isFalse();
  }

  @Test
  void a_hash_after_a_blank_is_a_pattern_and_a_mark_at_the_beginning_is_none() {
    assertThat(hides(" #note", "#note")).isTrue();
    assertThat(hides("\uFEFFa", "a")).isTrue();
  }

  @Test
  void what_is_no_pattern_is_refused_with_its_line() {
    assertThatThrownBy(() -> hides("a\n!\n", "a"))
        .hasMessage("line 2 of /ctx/.dockerignore is no pattern: !");
    assertThatThrownBy(() -> hides("a[b", "a"))
        .hasMessage("line 1 of /ctx/.dockerignore is no pattern: a[b");
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "!src, node_modules, false",
    "!src, src, false",
    "!src/main, src, true",
    "!src/main, src/test, false",
    "!src/main, srcs, false",
    "!src/*/resources, src, true",
    "!src/*/resources, src/main, true",
    "!src/*/resources, target, false",
    "!**/README.md, node_modules, true",
    "!*.md, docs, true",
    "src, docs, false",
  })
  void a_hidden_directory_is_looked_into_where_something_in_it_may_be_shown(
      String rule, String directory, boolean may) {
    IgnoreRules rules = IgnoreRules.parse(Path.of("/ctx/.dockerignore"), "*\n" + rule);
    assertThat(rules.mayShowBelow(directory)).isEqualTo(may);
  }
}
