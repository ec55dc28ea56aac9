package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.Diagnosis;
import dev.drydock.engine.Settings;
import dev.drydock.internal.docker.discovery.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();

  private Diagnosis diagnosis() {
    return Doctor.examine(
        Settings.of(key -> Optional.ofNullable(settings.get(key))),
        new Surroundings(
            variables::get, directory.resolve("home"), directory.resolve("root"), "Linux"));
  }

  private void program(String name) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    variables.put("PATH", bin.toString());
    assertThat(
            Files.writeString(bin.resolve(name), "#!/bin/sh\nexit 1\n")
                .toFile()
                .setExecutable(true))
        .isTrue();
  }

  @Test
  @Tag("engine")
  void an_engine_that_runs_is_described() {
    settings.put("drydock.engine", "unix:///var/run/docker.sock");
    Diagnosis diagnosis = diagnosis();
    assertThat(diagnosis.healthy()).isTrue();
    assertThat(diagnosis.text().lines().map(line -> line.replaceFirst(": .*", ":")))
        .contains(
            "A container engine answers.",
            "  Engine:",
            "  Edition:",
            "  API:",
            "  Containers:",
            "  Host:",
            "  Storage:",
            "  Leftovers:",
            "  Can:",
            "  Next:");
    assertThat(diagnosis.text())
        .contains(" at unix:///var/run/docker.sock, named by drydock.engine\n")
        .containsPattern("API: +1\\.\\d\\d is used; it speaks 1\\.\\d\\d to 1\\.\\d\\d\n")
        .containsPattern("Containers: +linux/(amd64|arm64)\n");
  }

  @Test
  void where_there_is_none_it_says_so() {
    assertThat(diagnosis().healthy()).isFalse();
    assertThat(diagnosis().text()).startsWith("No container engine answered.\n  Tried: ");
  }

  @Test
  void a_setting_that_is_no_address_is_named() {
    settings.put("drydock.engine", "gopher://x");
    assertThat(diagnosis().text()).startsWith("drydock.engine: engine address must look like ");
  }

  @Test
  void an_engine_that_is_installed_and_not_started_is_named() throws IOException {
    program("dockerd");
    assertThat(diagnosis().text())
        .contains(
            "  Here:       dockerd is installed: start its service, for example with systemctl"
                + " start docker\n");
  }

  @Test
  void a_client_without_an_engine_is_named() throws IOException {
    program("docker");
    assertThat(diagnosis().text())
        .contains("the docker command is installed, but it is only a client: it needs an engine\n");
  }

  @Test
  void podman_that_must_not_be_started_is_named() throws IOException {
    settings.put("drydock.engine", "never");
    program("podman");
    assertThat(diagnosis().text())
        .contains(
            "podman is installed: start its service with systemctl --user start podman.socket");
  }

  @Test
  void podman_that_does_not_come_up_is_told() throws IOException {
    program("podman");
    Files.writeString(
        directory.resolve("bin/podman"),
        "#!/bin/sh\necho \"Error: no space left\" >&2\nexit 125\n");
    assertThat(diagnosis().text())
        .contains(
            "a service of podman's for this run: podman system service did not come up: Error: no"
                + " space left\n");
  }

  @Test
  void a_private_podman_where_there_is_none_is_told() {
    settings.put("drydock.engine", "private");
    assertThat(diagnosis().text())
        .startsWith(
            """
            No container engine answered.
              Tried:      a service of podman's for this run
              Why not:    podman is not installed
            """);
  }

  private Path socket(String path) throws IOException {
    Path socket = directory.resolve("root").resolve(path);
    Files.createDirectories(socket.getParent());
    return Files.createFile(socket);
  }

  @Test
  void PouchContainer_alone_is_explained() throws IOException {
    Path socket = socket("var/run/pouchd.sock");
    assertThat(diagnosis().text())
        .contains(
            "there is "
                + socket
                + "; PouchContainer speaks version 1.24 of the Engine API, and Drydock needs 1.40:"
                + " install Docker or Podman\n");
  }

  @Test
  void containerd_alone_is_explained() throws IOException {
    Path socket = socket("run/containerd/containerd.sock");
    assertThat(diagnosis().text())
        .contains(
            "there is "
                + socket
                + "; containerd does not speak the Docker Engine API, nor does nerdctl: install"
                + " Docker or Podman beside it\n");
  }

  @Test
  void rootless_containerd_is_explained_as_the_systems_is() throws IOException {
    variables.put("XDG_RUNTIME_DIR", directory.resolve("root/run/user/1").toString());
    Path socket = socket("run/user/1/containerd/containerd.sock");
    program("nerdctl");
    assertThat(diagnosis().text())
        .contains(
            "  Here:       there is "
                + socket
                + "; containerd does not speak the Docker Engine API, nor does nerdctl: install"
                + " Docker or Podman beside it\n  Hint:");
  }

  @Test
  void nerdctl_alone_is_explained() throws IOException {
    program("nerdctl");
    assertThat(diagnosis().text())
        .contains(
            "  Here:       nerdctl is installed; it does not speak the Docker Engine API, nor does"
                + " containerd: install Docker or Podman beside it\n  Hint:");
  }
}
