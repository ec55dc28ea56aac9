package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Consumers of a log that are slow, throw, or do not come back. */
@Tag("engine")
@Timeout(60)
class LogConsumerTest {

  @RegisterExtension private final Live live = new Live();

  private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
  private Logger logger;

  @BeforeEach
  void listen() {
    logger = (Logger) LoggerFactory.getLogger("dev.drydock.internal.session.LogPump");
    warnings.start();
    logger.addAppender(warnings);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(warnings);
  }

  /** A consumer that is called so when it is told of. */
  private record Named(String name, Consumer<LogLine> consumer) implements Consumer<LogLine> {
    @Override
    public void accept(LogLine line) {
      consumer.accept(line);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private Container counting(int lines, Consumer<LogLine> consumer) {
    return live.session()
        .start(
            Live.shell(
                    "i=0; while [ $i -lt "
                        + lines
                        + " ]; do echo $i; i=$((i+1)); done; echo up; sleep 99")
                .withName("app-" + System.nanoTime())
                .withLogConsumer(new Named("the test's", consumer))
                .withReadiness(Readiness.logLine("^up$")));
  }

  private Iterable<String> told(Container container) {
    return warnings.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .map(each -> each.replace(container.toString(), "app"))
        .toList();
  }

  private static void pause(long millis) {
    try {
      // An await of what does not come, as a consumer that writes to a slow disk.
      var unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is closed: one container, or all there is. */
  enum End {
    CONTAINER,
    SESSION
  }

  private void close(End end, Container app) {
    if (end == End.CONTAINER) {
      app.close();
    } else {
      live.session().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_that_is_slow_gets_every_line_in_order(End end) {
    Queue<String> got = new ConcurrentLinkedQueue<>();
    Container app =
        counting(
            200,
            line -> {
              pause(2);
              got.add(line.text());
            });
    close(end, app);
    assertThat(got).hasSize(201).startsWith("0", "1").endsWith("199", "up");
    assertThat(told(app)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void one_that_is_behind_at_the_end_is_told_of(End end) {
    Queue<String> got = new ConcurrentLinkedQueue<>();
    Container app =
        counting(
            1_000,
            line -> {
              got.add(line.text());
              pause(50);
            });
    await().until(() -> !got.isEmpty());
    close(end, app);
    assertThat(got).hasSizeLessThan(1_000);
    assertThat(told(app))
        .containsExactly(
            "The log consumer the test's of app lacks lines: it was behind by more than 1000 ms at"
                + " the end.");
  }

  @Test
  void one_that_does_not_come_back_is_told_of() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch there = new CountDownLatch(1);
    Container app =
        counting(
            10,
            line -> {
              there.countDown();
              await().forever().until(() -> never.getCount() == 0);
            });
    await().until(() -> there.getCount() == 0);
    app.close();
    assertThat(told(app))
        .containsExactly(
            "The log consumer the test's of app still has its line after 1000 ms; it is left"
                + " alone.");
    never.countDown();
  }

  @Test
  void one_that_throws_gets_the_next_line_and_is_told_of_once() {
    Queue<String> got = new ConcurrentLinkedQueue<>();
    Container app =
        counting(
            5,
            line -> {
              got.add(line.text());
              throw new IllegalStateException("no");
            });
    await().until(() -> got.contains("up"));
    app.close();
    assertThat(got).hasSize(6);
    assertThat(told(app))
        .containsExactly(
            "The log consumer the test's of app failed on the line \"0\"; it gets the next one.",
            "The log consumer the test's of app failed on 6 lines.");
  }
}
