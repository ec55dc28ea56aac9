package dev.drydock.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.internal.build.DockerfileText.Stage;
import dev.drydock.model.Platform;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerfileTextTest {

  private static DockerfileText read(String... lines) {
    return new DockerfileText(
        String.join("\n", lines),
        Map.of("GIVEN", "given:1"),
        new PlatformArgs(Map.of(), null, () -> new Platform("linux", "arm64", "v8")));
  }

  @Test
  void an_instruction_may_have_several_lines_with_comments_between() {
    DockerfileText file =
        read(
            "# a comment",
            "FROM a:1",
            "RUN one && \\",
            "# not this",
            "  two \\",
            "",
            "  three",
            "USER x");
    assertThat(file.instructions())
        .extracting(each -> each.line() + " " + each.toString().replaceAll("\\s+", " "))
        .containsExactly("2 FROM a:1", "3 RUN one && two three", "8 USER x");
  }

  @Test
  void the_escape_directive_changes_what_continues_a_line() {
    DockerfileText file = read("# escape=`", "FROM a:1", "RUN dir C:\\", "RUN one `", "two");
    assertThat(file.instructions())
        .extracting(Object::toString)
        .containsExactly("FROM a:1", "RUN dir C:\\", "RUN one two");
  }

  @Test
  void the_text_of_a_heredoc_is_no_instruction() {
    DockerfileText file = read("FROM a:1", "RUN <<EOF", "FROM nothing", "EOF", "USER x");
    assertThat(file.instructions()).hasSize(3);
    assertThat(file.stages()).hasSize(1);
  }

  @Test
  void images_are_those_that_the_needed_stages_begin_with_or_copy_from() {
    DockerfileText file =
        read(
            "ARG BASE=base:1",
            "ARG GIVEN=other:9",
            "FROM ${BASE} AS build",
            "FROM --platform=linux/amd64 unused:1 AS unused",
            "FROM $GIVEN as run",
            "COPY --from=build /a /a",
            "COPY --from=tools:2 /b /b",
            "COPY --from=0 /c /c",
            "FROM scratch");
    Stage run = file.stage("run");
    assertThat(file.images(file.needed(run))).containsExactly("given:1", "tools:2", "base:1");
    assertThat(file.called(run)).isEqualTo("run");
    assertThat(file.called(file.stage(null))).isEqualTo("stage-3");
    assertThat(file.images(file.needed(file.stage(null)))).isEmpty();
    assertThat(file.stage("absent")).isNull();
    assertThat(file.stage("1").name()).isEqualTo("unused");
  }

  @Test
  void an_absent_variable_has_the_value_beside_it() {
    assertThat(read("FROM ${NONE:-a:1}").stages().get(0).base()).isEqualTo("a:1");
    assertThat(read("ARG X=1", "FROM a:${X:+2}").stages().get(0).base()).isEqualTo("a:2");
  }
}
