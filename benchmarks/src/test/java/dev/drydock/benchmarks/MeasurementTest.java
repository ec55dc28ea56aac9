package dev.drydock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.benchmarks.measure.Case;
import dev.drydock.benchmarks.measure.Named;
import dev.drydock.benchmarks.measure.Turns;
import dev.drydock.benchmarks.report.ResultFiles;
import dev.drydock.benchmarks.report.Table;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private static Turns three() {
    return new Turns("three", 0, "raw", "drydock", "testcontainers");
  }

  private static Turns two() {
    return new Turns("two", 0, "raw", "drydock");
  }

  /** What is printed. */
  private String measure(Case which, String... options) throws Exception {
    try (Measurement measurement =
        new Measurement(
            Options.parse(options),
            Named::new,
            new ResultFiles(folder, Map::of),
            new Table(new PrintStream(printed, true, StandardCharsets.UTF_8)),
            new PrintStream(OutputStream.nullOutputStream()))) {
      measurement.of(which);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  @Test
  void a_run_without_some_contenders_is_printed_and_leaves_the_file_as_it_was() throws Exception {
    Files.writeString(file("three"), "the figures of all");

    String text = measure(Case.of("three", three()), "three", "--only", "raw,drydock");

    assertThat(file("three")).hasContent("the figures of all");
    assertThat(text)
        .startsWith("three: whose turn it was (turns, 2 rounds)")
        .contains(
            "nothing was written: results/three.json compares all contenders of one run, and"
                + " --only left out testcontainers")
        .endsWith("three drydock/raw=1.00 testcontainers/drydock=n/a" + System.lineSeparator());
  }

  @Test
  void a_run_of_all_contenders_is_written() throws Exception {
    String text = measure(Case.of("three", three()), "three");

    assertThat(file("three")).content().contains("\"testcontainers\"");
    assertThat(text).doesNotContain("nothing was written");
  }

  @Test
  void a_case_that_does_without_a_contender_is_written() throws Exception {
    String text = measure(Case.of("two", two()), "two");

    assertThat(file("two")).content().contains("\"drydock\"").doesNotContain("\"testcontainers\"");
    assertThat(text).doesNotContain("nothing was written");
  }

  @Test
  void one_experiment_that_lacks_a_contender_keeps_the_case_from_being_written() throws Exception {
    measure(Case.of("mixed", two(), three()), "mixed", "--only", "raw,drydock");

    assertThat(file("mixed")).doesNotExist();
  }
}
