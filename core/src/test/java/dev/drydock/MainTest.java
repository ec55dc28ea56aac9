package dev.drydock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MainTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(List.of(arguments), new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_a_command_it_says_what_there_is() {
    assertThat(run()).isZero();
    assertThat(said()).startsWith("Usage: java -jar drydock-core.jar COMMAND\n");
  }

  @Test
  void an_unknown_command_is_named() {
    assertThat(run("dance")).isEqualTo(2);
    assertThat(said()).startsWith("There is no command dance.\n\nUsage: ");
  }

  @Test
  @Tag("engine")
  void prune_tells_what_went() {
    assertThat(run("prune")).isZero();
    assertThat(said()).matches("(?s)No image was removed\\.\n|Removed, with \\d+ MiB:\n  .*");
  }

  @Test
  @Tag("engine")
  void the_doctor_tells_of_an_engine() {
    assertThat(run("doctor")).isZero();
    assertThat(said()).startsWith("A container engine answers.\n  Engine: ");
  }
}
