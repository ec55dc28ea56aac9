package dev.drydock.junit5;

import static dev.drydock.junit5.Busybox.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.Test;

// docs: fields
@WithContainers
class MirrorIT {

  @Start static final ContainerSpec PAGES = ContainerSpec.of("nginx:1.27").withPort(80);

  // Ends at once when it cannot fetch the page.
  @Start(after = "PAGES")
  static final ContainerSpec MIRROR =
      ContainerSpec.of("busybox:1")
          .withCommand(
              "sh", "-c", "wget -O /tmp/index.html http://pages/ && httpd -f -p 8080 -h /tmp")
          .withPort(8080);

  @From("MIRROR")
  static Container mirror;

  @Test
  void shows_the_same_page(@From("PAGES") Container pages) {
    assertThat(read(mirror.endpoint(8080))).isEqualTo(read(pages.endpoint(80)));
  }
}
// docs: end
