package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Storage that the engine of this machine does not have, or that would be left in it. */
@Tag("engines")
@Timeout(180)
class StorageOnOtherEnginesTest {

  private static final String IMAGE = "drydock-test/busybox:1";

  @TempDir Path directory;

  private static ExecResult run(Session session, Mount mount, String line) {
    return session.run(
        ContainerSpec.of(IMAGE).withCommand("sh", "-c", "exec 2>&1; " + line).withMount(mount));
  }

  @Nested
  class Docker28Tcp {
    @Test
    void the_files_of_a_volume_are_reached_on_an_engine_without_images() throws Exception {
      try (EngineUnderTest under = EngineUnderTest.docker("28", "tcp");
          Engine engine = under.connect();
          Drydock drydock = Drydock.connect(under.address())) {
        engine.images().present().forEach(each -> engine.images().remove(each.toString()));
        assertThat(engine.images().present()).isEmpty();
        try (Session session = drydock.openSession()) {
          Volume volume = session.volume(VolumeSpec.of().withFile("/a", FileContent.text("alone")));
          assertThat(volume.readFile("/a")).asString().isEqualTo("alone");
        }
        assertThat(engine.images().present()).isEmpty();
      }
    }
  }

  @Nested
  class Docker26Tcp {
    @Test
    void a_volume_of_another_driver_is_made_filled_used_and_removed_by_it() throws Exception {
      try (EngineUnderTest engine = EngineUnderTest.docker("26", "tcp")) {
        Process plugin = plugin();
        try {
          await().until(() -> Files.exists(directory.resolve("port")) || !plugin.isAlive());
          String port = Files.readString(directory.resolve("port"));
          engine.beside(
              "mkdir -p /etc/docker/plugins; gateway=$(ip route | sed -n 's/default via \\([^ ]*\\).*/\\1/p');"
                  + " echo tcp://$gateway:"
                  + port
                  + " >/etc/docker/plugins/shelves.spec");
          useDriver(engine.address());
        } finally {
          plugin.destroyForcibly().waitFor();
        }
      }
    }
  }

  private Process plugin() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            VolumePlugin.class.getName(),
            directory.toString())
        .inheritIO()
        .start();
  }

  private void useDriver(EngineAddress engine) throws IOException {
    String name;
    try (Drydock drydock = Drydock.connect(engine);
        Session session = drydock.openSession()) {
      Volume volume =
          session.volume(
              VolumeSpec.of()
                  .withDriver("shelves")
                  .withDriverOption("shelf", "top")
                  .withFile("/seed", FileContent.text("seed\n")));
      name = volume.name();
      assertThat(directory.resolve(name + ".shelf")).hasContent("top");
      assertThat(directory.resolve("volumes/" + name + "/seed")).hasContent("seed\n");
      assertThat(run(session, Mount.volume(volume, "/v"), "cat /v/seed; echo 2 >/v/two").stdout())
          .isEqualTo("seed\n");
      assertThat(directory.resolve("volumes/" + name + "/two")).hasContent("2\n");
      Volume snapshot = volume.snapshot();
      var unused = run(session, Mount.volume(volume, "/v"), "rm /v/seed; touch /v/.more");
      volume.restore(snapshot);
      assertThat(volume.list()).containsExactly("/seed", "/two");
      assertThatThrownBy(() -> session.volume(VolumeSpec.of().withDriver("shelves")))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("the option shelf is missing");
      assertThatThrownBy(() -> session.volume(VolumeSpec.of().withDriver("none-such")))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("none-such");
    }
    assertThat(directory.resolve(name + ".gone")).isDirectory();
    try (Stream<String> asked = Files.lines(directory.resolve("asked"))) {
      assertThat(asked)
          .containsAll(
              List.of(
                  "VolumeDriver.Create " + name,
                  "VolumeDriver.Mount " + name,
                  "VolumeDriver.Unmount " + name,
                  "VolumeDriver.Remove " + name));
    }
  }
}
