package dev.drydock.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallValuesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65536, 70000})
  void a_container_port_out_of_range_is_refused(int number) {
    assertThatThrownBy(() -> ContainerPort.tcp(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("container port must be 1 to 65535, was " + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"80/tcp", "53/udp", "9/sctp"})
  void a_container_port_is_written_as_it_was_read(String text) {
    assertThat(ContainerPort.parse(text)).hasToString(text);
  }

  @Test
  void a_container_port_without_protocol_is_tcp() {
    assertThat(ContainerPort.parse("80")).isEqualTo(ContainerPort.tcp(80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "80/ipx", "", "80/"})
  void a_container_port_of_another_form_is_refused(String text) {
    assertThatThrownBy(() -> ContainerPort.parse(text))
        .hasMessage("container port must look like 80, 80/tcp, 53/udp or 9/sctp, was " + text);
  }

  @Test
  void an_endpoint_is_fit_for_a_url() {
    assertThat("http://" + new Endpoint("localhost", 80)).isEqualTo("http://localhost:80");
    assertThat("http://" + new Endpoint("::1", 80)).isEqualTo("http://[::1]:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"512m", "2g", "64k", "1000", "0", "3t"})
  void a_data_size_is_written_as_it_was_read(String text) {
    assertThat(DataSize.parse(text)).hasToString(text);
  }

  @Test
  void data_sizes_grow_in_steps_of_1024() {
    assertThat(DataSize.parse("2gb")).isEqualTo(DataSize.ofBytes(2L * 1024 * 1024 * 1024));
    assertThat(DataSize.ofMebibytes(1024)).isEqualTo(DataSize.ofGibibytes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "1.5g", "12x", "-1"})
  void a_data_size_of_another_form_is_refused(String text) {
    assertThatThrownBy(() -> DataSize.parse(text))
        .hasMessage("data size must look like 1024, 64k, 512m or 2g, was " + text);
  }

  @Test
  void a_data_size_is_not_negative() {
    assertThatThrownBy(() -> DataSize.ofBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data size must be 0 bytes or more, was -1");
  }

  @Test
  void a_data_size_is_not_more_than_a_number_can_hold() {
    assertThat(DataSize.parse("8388607t").bytes()).isEqualTo(8388607L << 40);
    for (ThrowingCallable each :
        List.<ThrowingCallable>of(
            () -> DataSize.parse("99999999t"), () -> DataSize.ofGibibytes(Long.MAX_VALUE))) {
      assertThatThrownBy(each)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("data size must be less than 8 exbibytes, was \\d+[tg]");
    }
  }

  @Test
  void an_exec_result_reads_its_bytes_as_utf_8() {
    ExecResult result = ExecResult.of(3, "grün".getBytes(StandardCharsets.UTF_8), new byte[0]);
    assertThat(result.stdout()).isEqualTo("grün");
    assertThat(result.succeeded()).isFalse();
    assertThat(result)
        .isEqualTo(ExecResult.of(3, "grün".getBytes(StandardCharsets.UTF_8), new byte[0]));
  }
}
