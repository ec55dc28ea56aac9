package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Log and event streams of an engine that behaves as it should not. */
@Timeout(20)
@SuppressWarnings("try") // closing once more is what some tests are about
class StreamsTest {

  private static final String RAW = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

  private static DockerEngine connect(StubEngine stub) {
    return DockerEngine.connect(stub.address(), null, Duration.ofSeconds(5));
  }

  @Test
  void a_log_that_breaks_off_within_a_frame_is_an_error_after_its_lines() throws IOException {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n");
                  talk.say(new byte[] {1, 0, 0, 0, 0, 0, 0, 9});
                  talk.say("a\nbc");
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().logs("x", false, -1, true)) {
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDOUT, "a"));
      assertThatThrownBy(log::next)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("asked to read the log of container \"x\", broke the connection");
    }
  }

  @Test
  void the_engines_word_that_there_are_frames_beats_the_terminal() throws IOException {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n");
                  talk.say("Content-Type: application/vnd.docker.multiplexed-stream\r\n\r\n");
                  talk.say(new byte[] {2, 0, 0, 0, 0, 0, 0, 2, 'a', '\n'});
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().attach("x", true)) {
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDERR, "a"));
      assertThat(log.next()).isNull();
    }
  }

  private static byte[] frame(int source, String text) {
    byte[] bytes = new byte[8 + text.length()];
    bytes[0] = (byte) source;
    bytes[7] = (byte) text.length();
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 8, text.length());
    return bytes;
  }

  @Test
  void what_an_engine_left_out_at_the_end_of_a_followed_log_is_fetched() throws IOException {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n");
                  if (talk.line().contains("follow=1")) {
                    talk.say(frame(1, "one\nt"));
                    talk.say(frame(2, "err\n"));
                  } else {
                    talk.say(frame(1, "one\n"));
                    talk.say(frame(2, "err\n"));
                    talk.say(frame(1, "two\n"));
                    talk.say(frame(2, "more"));
                  }
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().logs("x", false, -1, true)) {
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDOUT, "one"));
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDERR, "err"));
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDOUT, "two"));
      assertThat(log.next()).isEqualTo(new LogLine(LogSource.STDERR, "more"));
      assertThat(log.next()).isNull();
      assertThat(stub.requests()).hasSize(3);
    }
  }

  @Test
  void a_followed_log_ends_when_its_container_is_gone() throws IOException {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  if (talk.line().contains("follow=1")) {
                    talk.say("HTTP/1.1 200 OK\r\n\r\n");
                    talk.say(frame(1, "one\ntwo"));
                  } else {
                    talk.answer(404, "{\"message\":\"No such container: x\"}");
                  }
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().logs("x", false, -1, true)) {
      assertThat(log.next().text()).isEqualTo("one");
      assertThat(log.next().text()).isEqualTo("two");
      assertThat(log.next()).isNull();
    }
  }

  @Test
  void a_followed_log_goes_on_past_what_has_come() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n");
                  talk.say(frame(1, "one\ntorn"));
                  if (requests.incrementAndGet() > 2) {
                    talk.say(frame(1, "two\n"));
                  }
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().logs("x", false, -1, true)) {
      assertThat(log.next().text()).isEqualTo("one");
      assertThat(log.next().text()).isEqualTo("torn");
      assertThat(log.next()).isNull();
      assertThat(log.goOn()).isTrue();
      assertThat(log.next().text()).isEqualTo("two");
      assertThat(log.next()).isNull();
    }
  }

  @Test
  void closing_a_log_lets_its_reader_go_at_once() throws Exception {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say(RAW + "first\n");
                  talk.hang();
                });
        DockerEngine engine = connect(stub)) {
      LogStream log = engine.containers().attach("x", true);
      assertThat(log.next().text()).isEqualTo("first");
      Thread reader = Thread.currentThread();
      long[] closedAt = new long[1];
      Thread closer =
          new Thread(
              () -> {
                await().until(() -> isReading(reader));
                closedAt[0] = System.nanoTime();
                log.close();
              });
      closer.start();
      assertThat(log.next()).isNull();
      assertThat(Duration.ofNanos(System.nanoTime() - closedAt[0]))
          .isLessThan(Duration.ofMillis(500));
      closer.join();
      assertThat(log.next()).isNull();
    }
  }

  private static boolean isReading(Thread thread) {
    for (StackTraceElement each : thread.getStackTrace()) {
      if (each.getClassName().equals(FrameReader.class.getName())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void an_interrupted_reader_of_a_log_keeps_its_flag() throws Exception {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say(RAW);
                  talk.hang();
                });
        DockerEngine engine = connect(stub);
        LogStream log = engine.containers().attach("x", true)) {
      Thread reader = Thread.currentThread();
      Thread interrupter =
          new Thread(
              () -> {
                await().until(() -> isReading(reader));
                reader.interrupt();
              });
      interrupter.start();
      assertThatThrownBy(log::next).isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
      interrupter.join();
    }
  }

  private static final String EVENT =
      "{\"Type\":\"container\",\"Action\":\"%s\",\"Actor\":{\"ID\":\"c1\","
          + "\"Attributes\":{\"exitCode\":\"3\"}}}\n";

  @Test
  void events_are_read_by_action_and_actor() throws IOException {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    AtomicInteger broken = new AtomicInteger();
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n");
                  talk.say(String.format(EVENT, "health_status: healthy"));
                  talk.say(String.format(EVENT, "health_status: unhealthy"));
                  talk.say(String.format(EVENT, "health_status: starting"));
                  talk.say(String.format(EVENT, "oom") + String.format(EVENT, "die"));
                  talk.hang();
                });
        DockerEngine engine = connect(stub);
        Subscription subscription =
            engine.events(Map.of("a", "b"), events::add, broken::incrementAndGet)) {
      await().until(() -> events.size() == 4);
      assertThat(events)
          .containsExactly(
              new EngineEvent("c1", EngineEvent.Kind.HEALTHY, 0),
              new EngineEvent("c1", EngineEvent.Kind.UNHEALTHY, 0),
              new EngineEvent("c1", EngineEvent.Kind.OUT_OF_MEMORY, 0),
              new EngineEvent("c1", EngineEvent.Kind.DIED, 3));
      subscription.close();
    }
    assertThat(broken).hasValue(0);
  }

  @Test
  void a_broken_event_stream_is_told_once() throws IOException {
    AtomicInteger broken = new AtomicInteger();
    for (String end : List.of("", "{\"Type\":", "<html>")) {
      broken.set(0);
      try (StubEngine stub = StubEngine.after(talk -> talk.say("HTTP/1.1 200 OK\r\n\r\n" + end));
          DockerEngine engine = connect(stub);
          Subscription subscription =
              engine.events(Map.of(), event -> {}, broken::incrementAndGet)) {
        await().until(() -> broken.get() > 0);
        subscription.close();
        assertThat(broken).hasValue(1);
      }
    }
  }

  @Test
  void closing_a_subscription_waits_for_the_delivery_that_is_going_on() throws Exception {
    CountDownLatch delivering = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger delivered = new AtomicInteger();
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n" + String.format(EVENT, "die").repeat(5));
                  talk.hang();
                });
        DockerEngine engine = connect(stub)) {
      Subscription subscription =
          engine.events(
              Map.of(),
              event -> {
                delivering.countDown();
                awaitUninterruptibly(goOn);
                delivered.incrementAndGet();
              },
              () -> {});
      delivering.await();
      Thread closer = new Thread(subscription::close);
      closer.start();
      await().until(() -> closer.getState() == Thread.State.WAITING);
      goOn.countDown();
      closer.join();
      assertThat(delivered).hasValue(1);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_subscription_may_be_closed_by_its_own_listener() throws IOException {
    Leaks leaks = Leaks.count();
    AtomicInteger delivered = new AtomicInteger();
    Subscription[] self = new Subscription[1];
    CountDownLatch set = new CountDownLatch(1);
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  talk.say("HTTP/1.1 200 OK\r\n\r\n" + String.format(EVENT, "die").repeat(5));
                  talk.hang();
                });
        DockerEngine engine = connect(stub)) {
      self[0] =
          engine.events(
              Map.of(),
              event -> {
                awaitUninterruptibly(set);
                delivered.incrementAndGet();
                self[0].close();
              },
              () -> {});
      set.countDown();
      await().until(() -> delivered.get() > 0);
    }
    leaks.assertNone();
    assertThat(delivered).hasValue(1);
  }
}
