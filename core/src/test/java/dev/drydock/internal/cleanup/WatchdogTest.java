package dev.drydock.internal.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(30)
class WatchdogTest {

  @TempDir Path directory;

  private long starts() throws IOException {
    Path file = directory.resolve("starts");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void one_that_ends_by_itself_is_given_up_with_one_warning() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    String line = "echo x >>" + directory.resolve("starts") + "; exit 3";
    Watchdog watchdog = new Watchdog(List.of("/bin/sh", "-c", line));
    try {
      Awaitility.await()
          .until(
              () -> {
                watchdog.ensureRunning();
                return !appender.list.isEmpty();
              });
      watchdog.ensureRunning();
      watchdog.dismiss();
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(starts()).isEqualTo(3);
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "No watchdog could be started (it ends at once, with exit code 3): if this process is"
                + " killed, its containers stay until the next run on this machine.");
  }
}
