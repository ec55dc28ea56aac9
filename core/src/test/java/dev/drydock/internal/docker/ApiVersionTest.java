package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

  @Test
  void versions_compare_by_number_and_not_by_text() {
    assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 41));
    assertThat(new ApiVersion(1, 51)).isLessThan(new ApiVersion(2, 0));
    assertThat(new ApiVersion(1, 44).isAtLeast(new ApiVersion(1, 44))).isTrue();
  }

  @Test
  void a_version_is_read() {
    assertThat(ApiVersion.parse("1.41")).isEqualTo(new ApiVersion(1, 41));
    assertThat(ApiVersion.parse("1.41")).hasToString("1.41");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "1.", ".41", "v1.41", "1.41.0", "1.x", "-1.2", "1.99999", "1 .4"})
  void what_is_no_version_is_not_read(String text) {
    assertThat(ApiVersion.parse(text)).isNull();
  }

  @Test
  void the_version_that_an_engine_demands_is_found() {
    assertThat(
            ApiVersion.demandedBy(
                "client version 1.32 is too old. Minimum supported API version is 1.44, please"
                    + " upgrade your client to a newer version"))
        .isEqualTo(new ApiVersion(1, 44));
    assertThat(
            ApiVersion.demandedBy(
                "client version 1.44 is too new. Maximum supported API version is 1.41"))
        .isEqualTo(new ApiVersion(1, 41));
    assertThat(
            ApiVersion.demandedBy(
                "client version 1.2 is too new. Maximum supported API" + " version is 1.41."))
        .isEqualTo(new ApiVersion(1, 41));
  }

  @Test
  void other_messages_demand_no_version() {
    assertThat(ApiVersion.demandedBy("invalid reference format")).isNull();
    assertThat(ApiVersion.demandedBy("Minimum supported API version is 1.44")).isNull();
    assertThat(ApiVersion.demandedBy("client version x, supported API version is ")).isNull();
  }
}
