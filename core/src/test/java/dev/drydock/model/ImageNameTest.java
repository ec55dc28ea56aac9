package dev.drydock.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

  private static final String DIGEST =
      "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres",
        "postgres:17",
        "team/shop:1.4",
        "localhost/shop",
        "localhost:5000/team/shop:1.4",
        "registry.example:5000/team/shop:1.4@" + DIGEST,
        "shop@" + DIGEST,
        "[::1]:5000/shop:1",
        "a__b/c-d--e.f:Tag_1.2-x"
      })
  void a_name_is_written_as_it_was_read(String text) {
    assertThat(ImageName.parse(text)).hasToString(text);
  }

  @Test
  void all_four_parts_are_told_apart() {
    ImageName name = ImageName.parse("registry.example:5000/team/shop:1.4@" + DIGEST);
    assertThat(name.registry()).contains("registry.example:5000");
    assertThat(name.repository()).isEqualTo("team/shop");
    assertThat(name.tag()).contains("1.4");
    assertThat(name.digest()).contains(DIGEST);
  }

  @Test
  void a_first_part_without_dot_or_colon_is_no_registry() {
    assertThat(ImageName.parse("team/shop").registry()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Postgres:17|not an image name: \"Postgres:17\"; its repository must be lower-case letters and"
            + " digits, parted by '/', '.', '_' or '-'",
        "postgres:|not an image name: \"postgres:\"; its tag must be 1 to 128 letters, digits, '_', '.'"
            + " or '-', and not begin with '.' or '-'",
        "postgres@latest|not an image name: \"postgres@latest\"; its digest must look like sha256:<64"
            + " lower-case hex digits>",
        "''|not an image name: \"\"; its repository must be lower-case letters and digits, parted by"
            + " '/', '.', '_' or '-'",
        "reg.example:x/shop|not an image name: \"reg.example:x/shop\"; its registry must look like host"
            + " or host:port, with a port of 1 to 65535",
        "reg.example:70000/shop|not an image name: \"reg.example:70000/shop\"; its registry must look"
            + " like host or host:port, with a port of 1 to 65535"
      })
  void a_malformed_name_is_refused_with_the_rule(String text, String message) {
    assertThatThrownBy(() -> ImageName.parse(text)).hasMessage(message);
  }

  @Test
  void names_with_the_same_parts_are_equal() {
    assertThat(ImageName.parse("a/b:1")).isEqualTo(ImageName.parse("a/b").withTag("1"));
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, docker.io/library/postgres:latest",
    "docker.io/postgres:17, docker.io/library/postgres:17",
    "index.docker.io/library/postgres, docker.io/library/postgres:latest",
    "team/shop:1, docker.io/team/shop:1",
    "localhost:5000/shop, localhost:5000/shop:latest"
  })
  void names_of_the_same_image_have_one_canonical_form(String text, String canonical) {
    assertThat(ImageName.parse(text).canonical()).hasToString(canonical);
  }

  @Test
  void a_name_with_a_digest_gets_no_tag() {
    assertThat(ImageName.parse("shop").withDigest(DIGEST).canonical())
        .hasToString("docker.io/library/shop@" + DIGEST);
  }

  @Test
  void parts_are_replaced_and_left_out() {
    ImageName name = ImageName.parse("a/b:1").withRegistry("localhost:5000").withDigest(DIGEST);
    assertThat(name).hasToString("localhost:5000/a/b:1@" + DIGEST);
    assertThat(name.withoutTag()).hasToString("localhost:5000/a/b@" + DIGEST);
    assertThat(name.withoutDigest()).hasToString("localhost:5000/a/b:1");
  }

  @Test
  void a_digest_in_capitals_is_refused() {
    String capitals = "sha256:" + "A".repeat(64);
    assertThatThrownBy(() -> ImageName.parse("a/b").withDigest(capitals))
        .hasMessage(
            "not an image name: \"a/b@"
                + capitals
                + "\"; its digest must look like sha256:<64 lower-case hex digits>");
  }
}
