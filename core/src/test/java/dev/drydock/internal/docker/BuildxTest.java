package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.internal.build.BuildInputs;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How another program is told which engine is meant. */
class BuildxTest {

  private static BuildPlan plan() {
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from("scratch").run("--mount=type=secret,id=token cat /secret"));
    return BuildInputs.read(spec, UnaryOperator.identity(), () -> Platform.parse("linux/amd64"))
        .plan(ImageName.parse("shop:1"), Map.of(), () -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://engine, tcp://engine:2375",
    "tcp://[::1]:5, tcp://[::1]:5",
    "ssh://me@host:22/run/a.sock, ssh://me@host:22/run/a.sock",
    "unix:///run/a.sock, unix:///run/a.sock"
  })
  void it_is_told_the_address_with_its_port(String address, String host) {
    assertThat(Buildx.variables(EngineAddress.parse(address)))
        .isEqualTo(Map.of("DOCKER_HOST", host));
  }

  @Test
  void with_TLS_it_is_told_the_port_that_Drydock_uses() {
    EngineAddress address = EngineAddress.parse("tcp://engine");
    assertThat(Buildx.variables(address.withTls(new TlsFiles(Path.of("/certs"), true))))
        .isEqualTo(
            Map.of(
                "DOCKER_HOST", "tcp://engine:2376",
                "DOCKER_CERT_PATH", "/certs",
                "DOCKER_TLS_VERIFY", "1"));
    assertThat(Buildx.variables(address.withTls(new TlsFiles(Path.of("/certs"), false))))
        .containsEntry("DOCKER_TLS", "1")
        .doesNotContainKey("DOCKER_TLS_VERIFY");
  }

  @Test
  void an_address_that_docker_would_refuse_is_refused() {
    EngineAddress address = EngineAddress.parse("ssh://build-host?config=/my/config");
    assertThatThrownBy(() -> new Buildx(address, plan()))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The image of a Dockerfile in Java could not be built: RUN in line 2 mounts a secret,"
                + " which only `docker buildx` can, and docker takes no configuration of ssh in an"
                + " address.\n"
                + "  Hint:       name the host in ~/.ssh/config, and leave out ?config=/my/config");
  }
}
