package dev.drydock.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.benchmarks.contender.Contender;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterleavedTest {

  private final Interleaved interleaved =
      new Interleaved(new PrintStream(OutputStream.nullOutputStream()));

  private static List<Contender> named(String... names) {
    return Stream.of(names).<Contender>map(Named::new).toList();
  }

  @Test
  void each_round_begins_with_the_next_contender() throws Exception {
    Turns turns = new Turns("turns", 0, "a", "b", "c");

    interleaved.run(turns, named("a", "b", "c"), 4);

    assertThat(turns.taken()).isEqualTo("a b c b c a c a b a b c");
  }

  @Test
  void the_warm_up_takes_turns_too_and_is_not_measured() throws Exception {
    Turns turns = new Turns("turns", 1, "a", "b");

    Outcome outcome = interleaved.run(turns, named("a", "b"), 2).get(0);

    assertThat(turns.taken()).isEqualTo("a b b a a b");
    assertThat(outcome.figures().get("a").samples()).containsExactly(4.0, 5.0);
    assertThat(outcome.figures().get("b").samples()).containsExactly(3.0, 6.0);
  }

  @Test
  void figures_stand_in_the_order_of_the_contenders_whoever_began() throws Exception {
    Turns turns = new Turns("turns", 1, "a", "b", "c");

    Outcome outcome = interleaved.run(turns, named("a", "b", "c"), 1).get(0);

    assertThat(outcome.figures().keySet()).containsExactly("a", "b", "c");
  }
}
