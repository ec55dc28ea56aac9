package dev.drydock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int exitCode(String... args) {
    return Main.exitCode(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  @Test
  void an_unknown_contender_is_refused_before_anything_is_done() {
    assertThat(exitCode("list", "--only", "raw,drydok")).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "there is no contender \"drydok\" for --only; there are raw, curl, drydock,"
                + " testcontainers");
    assertThat(out.size()).isZero();
  }

  @Test
  void known_contenders_are_accepted() {
    assertThat(exitCode("list", "--only", "testcontainers,raw")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("start");
    assertThat(err.size()).isZero();
  }
}
