package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.EngineAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script with a curl, a clock and a pause that are made up; each call takes a minute of it. */
@Timeout(60)
class WatchdogScriptTest {

  private static final EngineAddress LOCAL = EngineAddress.parse("unix:///nowhere/docker.sock");

  @TempDir Path directory;

  @BeforeEach
  void standIns() throws IOException {
    Files.writeString(directory.resolve("clock"), "1000\n");
    program("date", "cat '%1$s/clock'");
    program("sleep", "exit 0");
  }

  private void program(String name, String script) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script.formatted(directory) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** A curl that writes down what it is asked for, and takes a minute for all but the first. */
  private void curl(String answer) throws IOException {
    program(
        "curl",
        """
        for word; do
          case $word in
            http://*/_ping) exit 0 ;;
            http://*) echo "${word#http://localhost/v1.51}" >>'%1$s/calls' ;;
          esac
        done
        read -r seconds <'%1$s/clock'
        echo $((seconds + 60)) >'%1$s/clock'
        """
            + answer);
  }

  private List<String> callsOfAWatchdog() throws Exception {
    Api api =
        new Api(
            LOCAL,
            new ConnectionPool(
                new ChannelDialer(LOCAL), Duration.ofSeconds(5), Duration.ofSeconds(5)),
            new Json(),
            new ApiVersion(1, 51));
    ProcessBuilder builder =
        new ProcessBuilder(WatchdogCommand.of(LOCAL, api, Map.of("a", "b"), directory.toString()));
    builder.environment().clear();
    builder.environment().put("PATH", directory + ":/usr/bin:/bin");
    Process watchdog =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(directory.resolve("trouble").toFile())
            .start();
    watchdog.getOutputStream().close();
    assertThat(watchdog.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(directory.resolve("trouble")).isEmptyFile();
    return Files.readAllLines(directory.resolve("calls"));
  }

  @Test
  void at_an_engine_that_hangs_it_stops_after_five_minutes() throws Exception {
    curl("exit 28");
    assertThat(callsOfAWatchdog()).hasSize(5);
  }

  @Test
  void in_a_round_in_which_the_containers_cannot_be_listed_nothing_else_is_asked()
      throws Exception {
    curl("exit 28");
    assertThat(callsOfAWatchdog()).allMatch(each -> each.startsWith("/containers/json?"));
  }

  @Test
  void an_engine_that_hangs_later_does_not_keep_it_in_its_round() throws Exception {
    curl("case $* in */containers/*) echo '[]' ;; *) exit 28 ;; esac");
    assertThat(callsOfAWatchdog()).hasSize(5);
  }
}
