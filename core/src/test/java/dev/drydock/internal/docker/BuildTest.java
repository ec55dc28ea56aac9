package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.BuildOutcome;
import dev.drydock.engine.BuildPlan;
import dev.drydock.internal.build.BuildInputs;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which builder is asked, and what is said where there is none that can. */
@Timeout(60)
class BuildTest {

  private static final ImageSpec PLAIN = ImageSpec.of(Dockerfile.from("scratch"));

  private static final ImageSpec SECRET =
      ImageSpec.of(Dockerfile.from("scratch").run("--mount=type=secret,id=token cat /secret"));

  private static BuildPlan plan(ImageSpec spec) {
    return BuildInputs.read(spec, UnaryOperator.identity(), () -> Platform.parse("linux/amd64"))
        .plan(ImageName.parse("shop:1"), Map.of(), () -> {});
  }

  /** An engine of this name, whose builds each end with the next of these errors. */
  private static StubEngine engine(String product, String... errors) throws IOException {
    Queue<String> left = new ConcurrentLinkedQueue<>(List.of(errors));
    return new StubEngine(
        talk -> {
          String line = talk.request();
          if (line != null && line.startsWith("GET /_ping ")) {
            talk.answer(200, "OK", "Api-Version: 1.41", "Server: " + product);
            line = talk.request();
          }
          if (line != null) {
            talk.answer(200, "{\"errorDetail\":{\"message\":\"" + left.remove() + "\"}}");
            // The context is on its way here all the while.
            talk.hang();
          }
        });
  }

  private static List<String> builds(StubEngine stub) {
    return stub.requests().stream().filter(each -> each.startsWith("POST /v1.41/build?")).toList();
  }

  private static BuildOutcome build(StubEngine stub, ImageSpec spec) {
    try (DockerEngine engine =
        DockerEngine.connect(stub.address(), null, DockerEngine.FIRST_ANSWER)) {
      return engine.images().build(plan(spec), line -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no active session for x: context deadline exceeded",
        "a session is required for that",
        "what requires buildkit is disabled"
      })
  void a_builder_that_wants_a_client_that_stays_gives_way_to_the_classic_one(String error)
      throws IOException {
    try (StubEngine stub = engine("Docker/20.10.24 (linux)", error, "no space left")) {
      assertThat(build(stub, PLAIN).error()).isEqualTo("no space left");
      List<String> builds = builds(stub);
      assertThat(builds).hasSize(2);
      assertThat(builds.get(0)).contains("&version=2").doesNotContain("forcerm");
      assertThat(builds.get(1)).contains("&rm=1&forcerm=1").doesNotContain("version=");
    }
  }

  @Test
  void a_build_that_fails_for_another_reason_is_not_tried_again() throws IOException {
    try (StubEngine stub = engine("Docker/20.10.24 (linux)", "no space left")) {
      assertThat(build(stub, PLAIN).error()).isEqualTo("no space left");
      assertThat(builds(stub)).hasSize(1);
    }
  }

  @Test
  void the_builder_of_Podman_is_asked_once_and_not_for_BuildKit() throws IOException {
    try (StubEngine stub = engine("Libpod/4.3.1 (linux)", "no active session")) {
      assertThat(build(stub, PLAIN).error()).isEqualTo("no active session");
      assertThat(builds(stub))
          .singleElement()
          .satisfies(each -> assertThat(each).doesNotContain("version="));
    }
  }

  @Test
  void a_secret_for_a_builder_that_takes_none_is_refused_before_anything_is_sent()
      throws IOException {
    try (StubEngine stub = engine("Libpod/4.3.1 (linux)")) {
      assertThatThrownBy(() -> build(stub, SECRET))
          .isInstanceOf(ImageException.class)
          .hasMessage(
              """
              The image of a Dockerfile in Java could not be built: RUN in line 2 mounts a secret, \
              which only BuildKit can.
                Hint:       use an engine that builds by BuildKit, as Docker does""");
      assertThat(stub.requests()).containsExactly("GET /_ping HTTP/1.1");
    }
  }

  @Test
  void a_secret_for_the_classic_builder_is_refused_with_the_word_that_asked_for_it()
      throws IOException {
    try (StubEngine stub = engine("Docker/20.10.24 (linux)")) {
      assertThatThrownBy(() -> build(stub, SECRET.withClassicBuilder()))
          .isInstanceOf(ImageException.class)
          .hasMessageEndingWith("\n  Hint:       leave withClassicBuilder() away");
      assertThat(stub.requests()).containsExactly("GET /_ping HTTP/1.1");
    }
  }
}
