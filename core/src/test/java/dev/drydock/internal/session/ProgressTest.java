package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.LayerProgress.Stage;
import dev.drydock.engine.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final AtomicLong clock = new AtomicLong();
  private final List<String> lines = new ArrayList<>();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static LayerProgress layer(String name, Stage stage) {
    return new LayerProgress(name, stage, 0, 0);
  }

  private static LayerProgress transfer(String name, long bytes, long total) {
    return new LayerProgress(name, Stage.TRANSFER, bytes, total);
  }

  private ProgressBoard board() {
    return new ProgressBoard(new PrintStream(screen, true, StandardCharsets.UTF_8), clock::get);
  }

  /** What a terminal shows at the end, line by line. */
  private List<String> shown() {
    List<String> rows = new ArrayList<>();
    int at = 0;
    String text = screen.toString(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u001b') {
        int end = i;
        while (!Character.isLetter(text.charAt(end))) {
          end++;
        }
        if (text.charAt(end) == 'A') {
          at -= Integer.parseInt(text, i + 2, end, 10);
        } else {
          rows.subList(at, rows.size()).clear();
        }
        i = end;
      } else if (c == '\n') {
        at++;
      } else if (c != '\r') {
        while (rows.size() <= at) {
          rows.add("");
        }
        rows.set(at, rows.get(at) + c);
      }
    }
    return rows;
  }

  @Test
  void without_a_terminal_there_is_a_line_every_three_seconds() {
    Progress.Transfer pull =
        new ProgressLines(lines::add, clock::get).begin("Pulling", "Pulled", "postgres:17");
    pull.accept(layer("a", Stage.WAITING));
    pull.accept(layer("b", Stage.DONE));
    pull.accept(layer("c", Stage.WAITING));
    pull.accept(transfer("a", 1_500_000, 4_000_000));
    pass(2999);
    pull.accept(transfer("c", 100_000, 6_000_000));
    pass(1);
    pull.accept(transfer("c", 500_000, 6_000_000));
    pull.accept(layer("a", Stage.UNPACKING));
    pass(3000);
    pull.accept(layer("a", Stage.DONE));
    pull.arrived();
    assertThat(lines)
        .containsExactly(
            "Pulling postgres:17",
            "Pulling postgres:17: 1 of 3 layers, 2.0 of 10.0 MB",
            "Pulling postgres:17: 2 of 3 layers, 4.5 of 10.0 MB",
            "Pulled postgres:17 in 6.0 s");
  }

  @Test
  void a_quick_pull_is_two_lines() {
    Progress.Transfer pull =
        new ProgressLines(lines::add, clock::get).begin("Pulling", "Pulled", "shop:1");
    pull.accept(layer("a", Stage.DONE));
    pull.arrived();
    assertThat(lines).containsExactly("Pulling shop:1", "Pulled shop:1 in 0.0 s");
  }

  @Test
  void a_terminal_shows_a_bar_for_each_layer() {
    Progress.Transfer pull = board().begin("Pulling", "Pulled", "postgres:17");
    pull.accept(layer("aaaaaaaaaaaa", Stage.DONE));
    pull.accept(layer("bbbbbbbbbbbb", Stage.WAITING));
    pull.accept(layer("cccccccccccc", Stage.UNPACKING));
    pass(100);
    pull.accept(transfer("dddddddddddd", 1_000_000, 4_000_000));
    assertThat(shown())
        .containsExactly(
            "Pulling postgres:17: 1 of 4 layers, 1.0 of 4.0 MB",
            "  aaaaaaaaaaaa [==============================] done",
            "  bbbbbbbbbbbb [                              ] waiting",
            "  cccccccccccc [                              ] unpacking",
            "  dddddddddddd [=======                       ] 1.0 of 4.0 MB");
  }

  @Test
  void what_has_arrived_becomes_a_line_above_the_bars_of_the_others() {
    ProgressBoard board = board();
    Progress.Transfer first = board.begin("Pulling", "Pulled", "postgres:17");
    Progress.Transfer second = board.begin("Pushing", "Pushed", "shop:1");
    first.accept(layer("aaaaaaaaaaaa", Stage.DONE));
    second.accept(layer("bbbbbbbbbbbb", Stage.WAITING));
    pass(1500);
    first.arrived();
    first.close();
    assertThat(shown())
        .containsExactly(
            "Pulled postgres:17 in 1.5 s",
            "Pushing shop:1: 0 of 1 layers, 0.0 of 0.0 MB",
            "  bbbbbbbbbbbb [                              ] waiting");
    second.close();
    assertThat(shown()).containsExactly("Pulled postgres:17 in 1.5 s");
  }

  @Test
  void a_terminal_is_not_drawn_on_more_than_ten_times_a_second() {
    Progress.Transfer pull = board().begin("Pulling", "Pulled", "shop:1");
    int before = screen.size();
    pass(99);
    pull.accept(transfer("a", 1, 4));
    assertThat(screen.size()).isEqualTo(before);
    pass(1);
    pull.accept(transfer("a", 2, 4));
    assertThat(screen.size()).isGreaterThan(before);
  }

  @Test
  void more_layers_than_a_terminal_has_rows_are_counted() {
    Progress.Transfer pull = board().begin("Pulling", "Pulled", "shop:1");
    for (int i = 0; i < 30; i++) {
      pull.accept(layer("layer-" + i, Stage.WAITING));
    }
    pass(100);
    pull.accept(layer("layer-0", Stage.WAITING));
    assertThat(shown()).hasSize(23).last().isEqualTo("  and 9 more");
  }

  @Test
  void a_wrong_setting_is_refused() {
    assertThatThrownBy(
            () ->
                Terminal.progress(
                    Settings.of(key -> Optional.empty()).with("drydock.progress", "fireworks")))
        .hasMessage("drydock.progress must be bars or lines, was fireworks");
  }

  @Test
  void a_terminal_that_cannot_move_its_cursor_gets_no_bars() {
    assertThat(Terminal.knowsCursors(Map.of("TERM", "xterm-256color"))).isTrue();
    assertThat(Terminal.knowsCursors(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.knowsCursors(Map.of())).isFalse();
  }
}
