package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

// docs: levels
@WithContainers
class LevelsIT {

  @Start static final ContainerSpec PAGES = ContainerSpec.of("nginx:1.27").withPort(80);

  // Another one for each test, with an empty cache.
  @Start final ContainerSpec browser = ContainerSpec.of("busybox:1").withCommand("sleep", "1000");

  @Test
  void reads_a_page(@From("browser") Container browser) {
    assertThat(browser.exec("wget", "-O", "-", "http://pages/").exitCode()).isZero();
  }

  @Nested
  class WithAnArchive {

    @Start static final ContainerSpec OLD_PAGES = ContainerSpec.of("nginx:1.22").withPort(80);

    @From("browser")
    Container browser;

    @BeforeEach
    void the_pages_are_still_there() {
      assertThat(browser.exec("wget", "-O", "-", "http://pages/").exitCode()).isZero();
    }

    @Test
    void reads_an_old_page() {
      assertThat(browser.exec("wget", "-O", "-", "http://old-pages/").exitCode()).isZero();
    }
  }
}
// docs: end
