package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine may answer when an image shall be made of a container. */
@Timeout(20)
class CommitTest {

  private static final String CLEANED_AWAY =
      "failed to export layer: failed to read diff archive: NotFound: content digest sha256:7d:"
          + " not found";

  /** Refuses with these messages, one after the other, and then makes the image. */
  private static StubEngine refusing(String... messages) throws IOException {
    Queue<String> left = new ConcurrentLinkedQueue<>(List.of(messages));
    return new StubEngine(
        talk -> {
          for (String line = talk.request(); line != null; line = talk.request()) {
            String message = line.startsWith("POST") ? left.poll() : null;
            if (line.startsWith("GET /_ping ")) {
              talk.pong();
            } else if (message != null) {
              talk.answer(404, "{\"message\":\"" + message + "\"}");
            } else {
              talk.answer(201, "{\"Id\":\"sha256:made\"}");
            }
          }
        });
  }

  private static String commit(StubEngine stub) {
    try (DockerEngine engine =
        DockerEngine.connect(stub.address(), null, DockerEngine.FIRST_ANSWER)) {
      return engine.images().commit("box", ImageName.parse("shop:1"), Map.of());
    }
  }

  private static long calls(StubEngine stub) {
    return stub.requests().stream().filter(each -> each.contains("/commit?")).count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CLEANED_AWAY,
        "failed to export layer: failed to commit: rename /x /y: no such file or directory",
        "failed to open writer: lease does not exist: not found",
        "failed to unpack image: NotFound: content digest sha256:c0: not found"
      })
  void one_whose_layer_containerd_has_cleaned_away_is_made_again(String refusal)
      throws IOException {
    try (StubEngine stub = refusing(refusal, refusal, refusal)) {
      assertThat(commit(stub)).isEqualTo("sha256:made");
      assertThat(calls(stub)).isEqualTo(4);
    }
  }

  @Test
  void one_that_is_always_cleaned_away_is_told_after_some_seconds() throws IOException {
    String[] always = Collections.nCopies(1000, CLEANED_AWAY).toArray(String[]::new);
    try (StubEngine stub = refusing(always)) {
      EngineException refusal = catchThrowableOfType(EngineException.class, () -> commit(stub));
      assertThat(refusal).hasMessageContaining(CLEANED_AWAY);
      assertThat(calls(stub)).isBetween(5L, 100L);
    }
  }

  @Test
  void another_refusal_is_told_at_once() throws IOException {
    try (StubEngine stub = refusing("No such container: box")) {
      EngineException refusal = catchThrowableOfType(EngineException.class, () -> commit(stub));
      assertThat(refusal).hasMessageContaining("No such container: box");
      assertThat(calls(stub)).isEqualTo(1);
    }
  }
}
