package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExecSpecTest {

  private static final ExecSpec PLAIN = ExecSpec.of("env");

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("exec command must have at least one word, had none", s -> ExecSpec.of()),
        refusal(
            "environment variable name must not be empty or hold '=', was \"A=B\"",
            s -> s.withEnv("A=B", "c")),
        refusal(
            "environment variable name must not be empty or hold '=', was \"\"",
            s -> s.withEnv("", "c")),
        refusal("user must not be empty, was \"\"", s -> s.withUser("")),
        refusal("working directory must be absolute, was rel", s -> s.withWorkingDirectory("rel")),
        refusal("exec timeout must be more than 0, was PT0S", s -> s.withTimeout(Duration.ZERO)));
  }

  private static Arguments refusal(String message, UnaryOperator<ExecSpec> with) {
    return Arguments.of(message, with);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void a_wrong_value_is_refused_at_the_call(String message, UnaryOperator<ExecSpec> with) {
    assertThatThrownBy(() -> with.apply(PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void a_directory_of_Linux_or_of_Windows_is_absolute() {
    assertThat(PLAIN.withWorkingDirectory("/app").workingDirectory()).isEqualTo("/app");
    assertThat(PLAIN.withWorkingDirectory("C:\\app").workingDirectory()).isEqualTo("C:\\app");
  }
}
