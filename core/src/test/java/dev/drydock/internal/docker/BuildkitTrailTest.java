package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages in an order in which only a busy builder sends them. */
class BuildkitTrailTest {

  private final List<String> log = new ArrayList<>();
  private final BuildkitTrail trail = new BuildkitTrail(log::add);

  private static byte[] number(int field, long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(field << 3);
    varint(out, value);
    return out.toByteArray();
  }

  private static byte[] bytes(int field, byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((field << 3) | 2);
    varint(out, value.length);
    out.writeBytes(value);
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    for (; rest > 127; rest >>= 7) {
      out.write((int) ((rest & 127) | 128));
    }
    out.write((int) rest);
  }

  /** Of one step; a second of 0 is left out, as what has not come yet. */
  private void tell(boolean cached, long started, long completed) {
    ByteArrayOutputStream vertex = new ByteArrayOutputStream();
    vertex.writeBytes(bytes(1, "digest".getBytes(StandardCharsets.UTF_8)));
    vertex.writeBytes(bytes(3, "[2/2] RUN make".getBytes(StandardCharsets.UTF_8)));
    vertex.writeBytes(number(4, cached ? 1 : 0));
    if (started > 0) {
      vertex.writeBytes(bytes(5, number(1, started)));
    }
    if (completed > 0) {
      vertex.writeBytes(bytes(6, number(1, completed)));
    }
    String aux = Base64.getEncoder().encodeToString(bytes(1, vertex.toByteArray()));
    trail.take(new JsonObject(Map.of("id", "moby.buildkit.trace", "aux", aux)));
  }

  private void tellTheEnd() {
    trail.take(new JsonObject(Map.of("id", "moby.image.id", "aux", Map.of("ID", "sha256:0"))));
  }

  @Test
  void a_step_from_the_cache_is_one_though_it_was_completed_before_that_was_known() {
    tell(false, 10, 10);
    tell(true, 12, 12);
    tellTheEnd();
    assertThat(trail.steps()).singleElement().satisfies(each -> assertThat(each.cached).isTrue());
    assertThat(log).containsExactly("[2/2] RUN make", "  from the cache");
  }

  @Test
  void a_step_takes_as_long_as_it_ran_and_not_as_its_preparation_took() {
    tell(false, 10, 10);
    tell(false, 12, 0);
    tell(false, 12, 15);
    tellTheEnd();
    assertThat(trail.steps())
        .singleElement()
        .satisfies(each -> assertThat(each.nanos).isEqualTo(3_000_000_000L));
    assertThat(log).containsExactly("[2/2] RUN make", "  done in 3.0 s");
  }
}
