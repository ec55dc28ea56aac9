package dev.drydock.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsCutterTest {
  private static final String SOURCE =
      """
      class ShopTest {
        // docs: buy
        void buy() {

          pay();
        }
        // docs: end

        // docs: open
      }
      """;

  @TempDir Path root;

  @BeforeEach
  void write_sources() throws IOException {
    Files.createDirectories(root.resolve("core/src/test/java"));
    Files.createDirectories(root.resolve("core/src/main/java"));
    Files.writeString(root.resolve("core/src/test/java/ShopTest.java"), SOURCE);
    Files.writeString(root.resolve("core/src/main/java/Shop.java"), SOURCE);
    Files.writeString(
        root.resolve("a.xml"), "<a>\n  <!-- docs: b -->\n  <b/>\n  <!-- docs: end -->\n</a>\n");
  }

  @Test
  void a_block_is_replaced_by_the_region_without_its_indent() throws IOException {
    assertCut(
        """
        Text.

        <!-- cut: core/src/test/java/ShopTest.java#buy -->
        ```java
        old
        ```

        More.
        """,
        """
        Text.

        <!-- cut: core/src/test/java/ShopTest.java#buy -->
        ```java
        void buy() {

          pay();
        }
        ```

        More.
        """);
  }

  @Test
  void a_block_in_a_list_keeps_its_indent() throws IOException {
    assertCut(
        """
        * Point:
          <!-- cut: a.xml#b -->
          ```xml
          ```
        """,
        """
        * Point:
          <!-- cut: a.xml#b -->
          ```xml
          <b/>
          ```
        """);
  }

  @Test
  void without_a_name_the_whole_file_is_cut_and_its_marks_are_left_out() throws IOException {
    assertCut(
        """
        <!-- cut: a.xml -->
        ```xml
        ```
        """,
        """
        <!-- cut: a.xml -->
        ```xml
        <a>
          <b/>
        </a>
        ```
        """);
  }

  @Test
  void other_languages_need_no_marker() throws IOException {
    String page = "```sh\nmvn verify\n```\n";
    assertCut(page, page);
  }

  @Test
  void java_without_a_marker_is_found() throws IOException {
    assertProblem(
        "Text.\n\n```java\nint i;\n```\n",
        "page.md:3: Java without a marker: write <!-- cut: path/to/Test.java#name --> before it");
  }

  @Test
  void java_from_code_that_is_no_test_is_found() throws IOException {
    assertProblem(
        "<!-- cut: core/src/main/java/Shop.java#buy -->\n```java\n```\n",
        "page.md:2: core/src/main/java/Shop.java is no test");
  }

  @Test
  void a_missing_file_is_found() throws IOException {
    assertProblem("<!-- cut: no.xml -->\n```xml\n```\n", "page.md:2: there is no file no.xml");
  }

  @Test
  void a_missing_region_is_found() throws IOException {
    assertProblem(
        "<!-- cut: a.xml#c -->\n```xml\n```\n",
        "page.md:2: a.xml has no region from 'docs: c' to 'docs: end'");
  }

  @Test
  void a_region_without_an_end_is_found() throws IOException {
    assertProblem(
        "<!-- cut: core/src/test/java/ShopTest.java#open -->\n```java\n```\n",
        "page.md:2: core/src/test/java/ShopTest.java has no region from 'docs: open' to 'docs: end'");
  }

  @Test
  void a_marker_without_a_block_is_found() throws IOException {
    assertProblem("<!-- cut: a.xml -->\n\nText.\n", "page.md:1: no block follows the marker");
  }

  private void assertCut(String before, String after) throws IOException {
    DocsCutter.Cut cut = cut(before);
    assertThat(cut.problems()).isEmpty();
    assertThat(String.join("\n", cut.lines()) + "\n").isEqualTo(after);
  }

  private void assertProblem(String page, String problem) throws IOException {
    DocsCutter.Cut cut = cut(page);
    assertThat(cut.problems()).containsExactly(problem);
    assertThat(String.join("\n", cut.lines()) + "\n")
        .as("left as it was")
        .startsWith(page.lines().findFirst().orElseThrow());
  }

  private DocsCutter.Cut cut(String page) throws IOException {
    return DocsCutter.cut(root, Files.writeString(root.resolve("page.md"), page));
  }
}
