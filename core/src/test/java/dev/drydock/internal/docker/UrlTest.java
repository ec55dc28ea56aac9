package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UrlTest {

  @Test
  void parts_and_parameters_are_encoded() {
    String url =
        Url.of("/containers/")
            .part("a b?c")
            .then("/x")
            .with("k", "1&2=ü+%")
            .with("l", "z")
            .toString();
    assertThat(url).isEqualTo("/containers/a%20b%3Fc/x?k=1%262%3D%C3%BC%2B%25&l=z");
  }

  @Test
  void labels_become_the_filter_that_engines_read() {
    String url =
        Url.of("/v").withLabels(new Json(), Map.of("dev.drydock", "it's \"so\"")).toString();
    assertThat(URLDecoder.decode(url, StandardCharsets.UTF_8))
        .isEqualTo("/v?filters={\"label\":[\"dev.drydock=it's \\\"so\\\"\"]}");
    assertThat(url).matches("[A-Za-z0-9/?=%._~-]+");
  }
}
