package dev.drydock.internal.docker;

import static dev.drydock.model.LogSource.STDERR;
import static dev.drydock.model.LogSource.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {

  private final Queue<LogLine> ready = new ArrayDeque<>();
  private final LineAssembler lines = new LineAssembler(ready);

  private LineAssemblerTest add(LogSource source, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    lines.add(source, bytes, bytes.length);
    return this;
  }

  private static LogLine out(String text) {
    return new LogLine(STDOUT, text);
  }

  private static LogLine err(String text) {
    return new LogLine(STDERR, text);
  }

  @Test
  void a_line_may_come_in_pieces() {
    add(STDOUT, "one ").add(STDOUT, "line").add(STDOUT, "\n");
    assertThat(ready).containsExactly(out("one line"));
  }

  @Test
  void a_piece_may_hold_several_lines() {
    add(STDOUT, "a\n\nb\nc");
    assertThat(ready).containsExactly(out("a"), out(""), out("b"));
  }

  @Test
  void lines_of_both_streams_come_in_the_order_of_their_ends() {
    add(STDOUT, "out ").add(STDERR, "err\n").add(STDOUT, "end\n");
    assertThat(ready).containsExactly(err("err"), out("out end"));
  }

  @Test
  void a_carriage_return_before_the_end_is_not_text() {
    add(STDOUT, "a\r\nb\rc\r").add(STDOUT, "\n");
    assertThat(ready).containsExactly(out("a"), out("b\rc"));
  }

  @Test
  void a_last_line_without_an_end_is_a_line() {
    add(STDOUT, "a\nlast");
    lines.end();
    assertThat(ready).containsExactly(out("a"), out("last"));
  }

  @Test
  void the_stream_that_wrote_last_ends_last() {
    add(STDOUT, "first").add(STDERR, "second").add(STDOUT, " more");
    lines.end();
    assertThat(ready).containsExactly(err("second"), out("first more"));
  }

  @Test
  void a_character_torn_between_pieces_comes_out_right() {
    byte[] bytes = "日é€𝄞\n".getBytes(StandardCharsets.UTF_8);
    for (byte each : bytes) {
      lines.add(STDOUT, new byte[] {each}, 1);
    }
    assertThat(ready).containsExactly(out("日é€𝄞"));
  }

  @Test
  void a_torn_character_survives_bytes_of_the_other_stream() {
    byte[] bytes = "é\n".getBytes(StandardCharsets.UTF_8);
    lines.add(STDOUT, new byte[] {bytes[0]}, 1);
    add(STDERR, "x\n");
    lines.add(STDOUT, new byte[] {bytes[1], bytes[2]}, 2);
    assertThat(ready).containsExactly(err("x"), out("é"));
  }

  @Test
  void a_line_of_just_a_mebibyte_is_one_line() {
    String text = "x".repeat(LineAssembler.LONGEST);
    add(STDOUT, text).add(STDOUT, "\n");
    assertThat(ready).containsExactly(out(text));
  }

  @Test
  void a_longer_line_is_cut_between_characters() {
    for (int shift = 0; shift < 4; shift++) {
      ready.clear();
      String text = "x".repeat(shift) + "𝄞".repeat(LineAssembler.LONGEST / 4 + 1);
      add(STDOUT, text).add(STDOUT, "\n");
      StringBuilder whole = new StringBuilder();
      for (LogLine each : ready) {
        assertThat(each.text()).doesNotContain("\uFFFD");
        whole.append(each.text());
      }
      assertThat(ready).hasSize(2);
      assertThat(whole).hasToString(text);
    }
  }

  @Test
  void bytes_that_are_no_text_do_no_harm() {
    byte[] garbage = new byte[3 * LineAssembler.LONGEST];
    java.util.Arrays.fill(garbage, (byte) 0x80);
    lines.add(STDOUT, garbage, garbage.length);
    lines.end();
    assertThat(ready).hasSize(3);
  }
}
