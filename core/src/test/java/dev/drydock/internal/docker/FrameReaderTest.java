package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.LogSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  private FrameReaderTest frame(int source, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int n = bytes.length;
    wire.write(
        new byte[] {
          (byte) source, 0, 0, 0, (byte) (n >> 24), (byte) (n >> 16), (byte) (n >> 8), (byte) n
        });
    wire.write(bytes);
    return this;
  }

  /** Hands out a byte at a time, as a slow network may. */
  private static InputStream slow(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(1, length));
      }
    };
  }

  private static String all(FrameReader frames, LogSource source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[700];
    for (int n = frames.read(buffer); n >= 0; n = frames.read(buffer)) {
      if (frames.source() == source) {
        bytes.write(buffer, 0, n);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_streams_are_told_apart() throws IOException {
    frame(1, "out").frame(2, "err").frame(1, " more");
    assertThat(all(frames(), LogSource.STDOUT)).isEqualTo("out more");
    assertThat(all(frames(), LogSource.STDERR)).isEqualTo("err");
  }

  private FrameReader frames() {
    return new FrameReader(new ByteArrayInputStream(wire.toByteArray()), false);
  }

  @Test
  void frames_may_be_longer_than_the_buffer() throws IOException {
    String text = "0123456789".repeat(30_000);
    frame(1, text);
    assertThat(all(frames(), LogSource.STDOUT)).isEqualTo(text);
  }

  @Test
  void frames_may_be_empty() throws IOException {
    frame(1, "").frame(2, "").frame(1, "x");
    assertThat(all(frames(), LogSource.STDOUT)).isEqualTo("x");
  }

  @Test
  void frames_may_be_torn_at_any_byte() throws IOException {
    frame(1, "naïve").frame(2, "x").frame(1, "é");
    FrameReader frames = new FrameReader(slow(wire.toByteArray()), false);
    assertThat(all(frames, LogSource.STDOUT)).isEqualTo("naïveé");
  }

  @Test
  void a_raw_stream_is_not_looked_into() throws IOException {
    byte[] tricky = {1, 0, 0, 0, 0, 0, 0, 5, 'a', 'b', 'c'};
    FrameReader frames = new FrameReader(new ByteArrayInputStream(tricky), true);
    byte[] buffer = new byte[100];
    int count = frames.read(buffer);
    assertThat(Arrays.copyOf(buffer, count)).isEqualTo(tricky);
  }

  @Test
  void an_end_within_a_frame_is_an_error() throws IOException {
    frame(1, "hello");
    byte[] torn = Arrays.copyOf(wire.toByteArray(), 10);
    FrameReader frames = new FrameReader(new ByteArrayInputStream(torn), false);
    assertThatThrownBy(() -> all(frames, LogSource.STDOUT)).isInstanceOf(EOFException.class);
  }

  @Test
  void an_end_within_a_head_is_an_error() {
    FrameReader frames = new FrameReader(new ByteArrayInputStream(new byte[] {1, 0, 0}), false);
    assertThatThrownBy(() -> all(frames, LogSource.STDOUT)).isInstanceOf(EOFException.class);
  }

  @Test
  void what_is_no_frame_is_an_error() {
    byte[] text = "plain text, no frames".getBytes(StandardCharsets.UTF_8);
    FrameReader frames = new FrameReader(new ByteArrayInputStream(text), false);
    assertThatThrownBy(() -> all(frames, LogSource.STDOUT)).hasMessageContaining("not a frame");
  }
}
