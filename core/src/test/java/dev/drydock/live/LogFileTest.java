package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.model.ContainerStartException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.container.LogDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are kept in files. */
@Timeout(60)
class LogFileTest {

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  /** Whether this process has it open. */
  private static boolean isOpen(Path file) throws IOException {
    for (Path each : files(Path.of("/proc/self/fd"))) {
      try {
        if (Files.readSymbolicLink(each).equals(file)) {
          return true;
        }
      } catch (NoSuchFileException e) {
        // It was closed meanwhile.
      }
    }
    return false;
  }

  @Test
  void a_file_has_the_lines_of_every_run_and_is_closed_with_its_container() throws IOException {
    Path file = directory.toRealPath().resolve("app.log");
    Container app =
        live.session()
            .start(
                Live.shell("test -e /ran && echo again; touch /ran; echo up; exec sleep 1000")
                    .withReadiness(Readiness.logLine("up"))
                    .withLogFile(file));
    app.restart(Duration.ZERO);
    app.stop(Duration.ZERO);
    app.start();
    assertThat(isOpen(file)).isTrue();
    app.close();
    assertThat(isOpen(file)).isFalse();
    assertThat(Files.readAllLines(file))
        .extracting(line -> line.replaceFirst("\\S+ ", ""))
        .containsExactly("stdout up", "stdout again", "stdout up", "stdout again", "stdout up");
  }

  @Test
  void a_directory_for_all_logs_is_none_for_a_container_that_keeps_no_log() throws IOException {
    try (Drydock drydock =
            Drydock.connect(Live.settings().with("drydock.logs.dir", directory.toString()));
        Session session = drydock.openSession()) {
      session.start(Live.sleeper().withLogDriver(LogDriver.none()));
      assertThat(files(directory)).isEmpty();
      Container other = session.start(Live.sleeper());
      assertThat(files(directory)).containsExactly(directory.resolve(other.name() + ".log"));
    }
  }

  @Test
  void a_file_is_closed_when_there_is_no_log_to_read() throws IOException {
    Path file = directory.toRealPath().resolve("app.log");
    ContainerSpec spec =
        Live.sleeper()
            .withEngineOption(
                DockerOption.createBody(
                    body -> body.put("HostConfig", Map.of("LogConfig", Map.of("Type", "none")))))
            .withLogFile(file);
    assertThatThrownBy(() -> live.session().start(spec))
        .isInstanceOf(ContainerStartException.class)
        .hasMessageContaining("its log driver keeps nothing that the engine can read");
    assertThat(isOpen(file)).isFalse();
  }

  @Test
  void a_directory_for_all_logs_fails_no_container_whose_log_cannot_be_read() throws IOException {
    try (Drydock drydock =
            Drydock.connect(Live.settings().with("drydock.logs.dir", directory.toString()));
        Session session = drydock.openSession()) {
      Container silent =
          session.start(
              Live.sleeper()
                  .withEngineOption(
                      DockerOption.createBody(
                          body ->
                              body.put(
                                  "HostConfig", Map.of("LogConfig", Map.of("Type", "none"))))));
      assertThat(silent.state().isAlive()).isTrue();
      assertThat(directory.resolve(silent.name() + ".log")).isEmptyFile();
    }
  }
}
