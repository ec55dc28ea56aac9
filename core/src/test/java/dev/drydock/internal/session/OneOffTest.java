package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.spec.ContainerSpec;
import org.junit.jupiter.api.Test;

class OneOffTest {

  @Test
  void a_task_beside_a_container_publishes_no_port() {
    ContainerSpec task =
        OneOff.beside(ContainerSpec.of("shop:1").withPort(80).withImagePorts(), "true");
    assertThat(task.ports()).isEmpty();
    assertThat(task.imagePorts()).isFalse();
  }
}
