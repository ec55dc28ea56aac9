package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTimeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-18T10:11:12.123456789Z",
        "2026-03-18T10:11:12Z",
        "2024-02-29T23:59:59.9Z",
        "2026-03-18T10:11:12.123456789+02:00",
        "2026-03-18T10:11:12.05-07:30",
        "1970-01-01T00:00:01Z"
      })
  void times_are_read_as_the_JDK_reads_them(String text) {
    assertThat(EngineTime.millis(text))
        .isEqualTo(OffsetDateTime.parse(text).toInstant().toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0001-01-01T00:00:00Z",
        "yesterday, a long time ago",
        "2026-13-18T10:11:12Z",
        "2026-03-18T10:11:12.12345678",
        "2026-03-18 10:11:12Z"
      })
  void what_is_no_time_is_never(String text) {
    assertThat(EngineTime.millis(text)).isZero();
  }
}
