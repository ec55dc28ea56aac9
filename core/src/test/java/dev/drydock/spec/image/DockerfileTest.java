package dev.drydock.spec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ImageName;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DockerfileTest {

  @Test
  void each_word_is_an_instruction() {
    Dockerfile file =
        Dockerfile.from("busybox:1", "build")
            .arg("VERSION")
            .arg("GREETING", "hello \"you\"")
            .run("echo $GREETING >/made", "chmod 600 /made")
            .runProgram("/bin/echo", "a \"b\" \\ $c")
            .thenFrom("registry.example:5000/team/base:1", "run")
            .workingDirectory("/srv")
            .copy("a b", "/srv/")
            .copyFrom("build", "/made", "/srv/made")
            .copyFrom("nginx:1.27", "/etc/nginx/nginx.conf", "/srv/")
            .env("PLACE", "C:\\srv")
            .env(new TreeMap<>(Map.of("ONE", "1", "TWO", "two words")))
            .user("70:71")
            .expose(80, 443)
            .volume("/data")
            .label("org.example.note", "it's $PLACE")
            .stopSignal("SIGINT")
            .healthcheck("wget", "-q", "http://localhost/")
            .with("ONBUILD RUN true")
            .entrypoint("sh", "-c")
            .command("echo \"$0\"")
            .thenFrom("scratch", null);
    assertThat(file.text())
        .isEqualTo(
            """
            FROM busybox:1 AS build
            ARG VERSION
            ARG GREETING="hello \\"you\\""
            RUN echo $GREETING >/made && chmod 600 /made
            RUN ["/bin/echo", "a \\"b\\" \\\\ $c"]
            FROM registry.example:5000/team/base:1 AS run
            WORKDIR /srv
            COPY ["a b", "/srv/"]
            COPY --from=build ["/made", "/srv/made"]
            COPY --from=nginx:1.27 ["/etc/nginx/nginx.conf", "/srv/"]
            ENV PLACE="C:\\\\srv"
            ENV ONE="1"
            ENV TWO="two words"
            USER 70:71
            EXPOSE 80 443
            VOLUME ["/data"]
            LABEL "org.example.note"="it's $PLACE"
            STOPSIGNAL SIGINT
            HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]
            ONBUILD RUN true
            ENTRYPOINT ["sh", "-c"]
            CMD ["echo \\"$0\\""]
            FROM scratch
            """);
    assertThat(file).hasToString(file.text());
  }

  @Test
  void what_a_line_cannot_hold_is_written_as_json_has_it() {
    assertThat(Dockerfile.from("busybox:1").command("a\nb\t\u0001").text())
        .isEqualTo("FROM busybox:1\nCMD [\"a\\u000ab\\u0009\\u0001\"]\n");
  }

  @Test
  void a_word_is_appended_and_what_it_is_appended_to_stays() {
    Dockerfile file = Dockerfile.from(ImageName.parse("busybox:1"));
    Dockerfile more = file.user("70");
    assertThat(file.text()).isEqualTo("FROM busybox:1\n");
    assertThat(more.text()).isEqualTo("FROM busybox:1\nUSER 70\n");
    assertThat(more).isNotEqualTo(file).isEqualTo(Dockerfile.from("busybox:1").user("70"));
    assertThat(more).hasSameHashCodeAs(Dockerfile.from("busybox:1").user("70"));
  }

  @Test
  void what_is_no_image_is_refused() {
    assertThatThrownBy(() -> Dockerfile.from("Shop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an image name: \"Shop\"");
    assertThatThrownBy(() -> Dockerfile.from("busybox:1").thenFrom("$BASE", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an image name: \"$BASE\"");
  }

  @Test
  void what_is_no_name_of_a_stage_is_refused() {
    assertThatThrownBy(() -> Dockerfile.from("busybox:1", "Build 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "name of a stage must be small letters, digits, '_', '.' and '-' after a letter, was"
                + " Build 1");
  }

  @Test
  void a_break_of_the_line_is_refused() {
    assertThatThrownBy(() -> Dockerfile.from("busybox:1").run("echo a\necho b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RUN must be one line, was echo a\\necho b");
  }

  @Test
  void a_blank_instruction_is_refused() {
    assertThatThrownBy(() -> Dockerfile.from("busybox:1").with(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instruction must not be blank");
  }

  @Test
  void each_line_that_is_run_must_do_well() {
    assertThat(
            Dockerfile.from("busybox:1").run("false", "test -f x || touch x", "a; b;", "c").text())
        .isEqualTo("FROM busybox:1\nRUN false && { test -f x || touch x; } && { a; b; } && c\n");
    assertThat(Dockerfile.from("busybox:1").run("a || b").text())
        .isEqualTo("FROM busybox:1\nRUN a || b\n");
  }
}
