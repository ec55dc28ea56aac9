package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectionPoolTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static ConnectionPool pool(StubEngine stub, Duration idle) {
    return new ConnectionPool(new ChannelDialer(stub.address()), Duration.ofSeconds(5), idle);
  }

  private static String text(Response response) throws IOException {
    return new String(response.bytes(), StandardCharsets.UTF_8);
  }

  private static String get(ConnectionPool pool, String path) throws IOException {
    try (Response response = pool.exchange(Request.get(path))) {
      return text(response);
    }
  }

  private static StubEngine echo() throws IOException {
    return new StubEngine(
        talk -> {
          for (String line = talk.request(); line != null; line = talk.request()) {
            talk.answer(200, line.split(" ", 3)[1]);
          }
        });
  }

  @Test
  void a_connection_is_used_again() throws IOException {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      for (int i = 0; i < 50; i++) {
        assertThat(get(pool, "/" + i)).isEqualTo("/" + i);
      }
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_with_a_chunked_answer_is_used_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  while (talk.request() != null) {
                    talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    talk.say("2\r\nde\r\n0\r\n\r\n");
                  }
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThat(get(pool, "/1")).isEqualTo("abcde");
      assertThat(get(pool, "/2")).isEqualTo("abcde");
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_answer_without_a_body_leaves_the_connection_usable() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  while (talk.request() != null) {
                    talk.say("HTTP/1.1 204 No Content\r\n\r\n");
                  }
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThat(get(pool, "/1")).isEmpty();
      assertThat(get(pool, "/2")).isEmpty();
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_that_was_not_read_to_its_end_is_not_used_again() throws IOException {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      pool.exchange(Request.get("/half")).close();
      assertThat(get(pool, "/whole")).isEqualTo("/whole");
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void a_connection_that_the_engine_wants_closed_is_not_used_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x", "Connection: close");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThat(get(pool, "/1") + get(pool, "/2")).isEqualTo("xx");
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_answer_without_a_length_ends_with_the_connection() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThat(get(pool, "/1")).isEqualTo("until the end");
      assertThat(get(pool, "/1")).isEqualTo("until the end");
    }
  }

  @Test
  void a_request_that_finds_its_connection_dead_is_sent_again_over_a_new_one() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      for (int i = 0; i < 10; i++) {
        assertThat(get(pool, "/" + i)).isEqualTo("x");
      }
      assertThat(stub.connections()).isEqualTo(10);
    }
  }

  @Test
  void a_request_that_must_not_be_done_twice_does_not_take_a_used_connection() throws IOException {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      try (Response response = pool.exchange(Request.post("/2").onFreshConnection())) {
        assertThat(text(response)).isEqualTo("/2");
      }
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void an_engine_that_hangs_up_on_a_new_connection_is_an_error() throws IOException {
    try (StubEngine stub = new StubEngine(StubEngine.Talk::request);
        ConnectionPool pool = pool(stub, LONG)) {
      assertThatThrownBy(() -> get(pool, "/")).isInstanceOf(UnsentException.class);
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_answer_that_breaks_off_is_not_asked_for_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Len");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      assertThatThrownBy(() -> get(pool, "/2")).isInstanceOf(ProtocolException.class);
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void an_answer_of_which_only_the_preamble_came_is_not_asked_for_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.request();
                  talk.say("HTTP/1.1 100 Continue\r\n\r\n");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      assertThatThrownBy(() -> get(pool, "/2"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(UnsentException.class);
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void what_is_asked_for_once_is_not_sent_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.request();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      assertThatThrownBy(() -> pool.exchange(Request.post("/start").once()))
          .isInstanceOf(UnsentException.class);
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void what_is_asked_for_once_does_not_take_a_connection_that_has_been_idle() throws IOException {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      long end = System.nanoTime();
      await().until(() -> System.nanoTime() - end > Duration.ofMillis(520).toNanos());
      try (Response response = pool.exchange(Request.post("/2").once())) {
        assertThat(text(response)).isEqualTo("/2");
      }
      assertThat(stub.connections()).isEqualTo(2);
      try (Response response = pool.exchange(Request.post("/3").once())) {
        assertThat(text(response)).isEqualTo("/3");
      }
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void what_comes_after_an_answer_is_not_taken_for_the_next_one() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n");
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThat(get(pool, "/1") + get(pool, "/2")).isEqualTo("xx");
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void the_source_of_a_long_body_may_take_longer_than_a_step() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      Request upload =
          Request.of("PUT", "/archive")
              .eachStepWithin(Duration.ofMillis(80))
              .body(
                  out -> {
                    for (int i = 0; i < 3; i++) {
                      long begin = System.nanoTime();
                      await()
                          .until(
                              () -> System.nanoTime() - begin > Duration.ofMillis(160).toNanos());
                      out.write(new byte[40_000]);
                    }
                  });
      try (Response response = pool.exchange(upload)) {
        assertThat(text(response)).isEqualTo("x");
      }
    }
  }

  @Test
  void an_answer_to_a_long_body_that_does_not_come_is_an_error_in_time() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      Request upload =
          Request.of("PUT", "/archive")
              .eachStepWithin(Duration.ofMillis(80))
              .body(out -> out.write(1));
      assertThatThrownBy(() -> pool.exchange(upload))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer within 80 ms");
    }
  }

  @Test
  void a_body_that_breaks_off_is_an_error() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      assertThatThrownBy(() -> get(pool, "/1")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_call_ends_when_its_time_is_over_and_is_not_sent_again() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.request();
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/1");
      assertThatThrownBy(() -> pool.exchange(Request.get("/2").within(Duration.ofMillis(100))))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer within 100 ms");
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void the_time_of_a_call_counts_its_body_too() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG);
        Response response = pool.exchange(Request.get("/").within(Duration.ofMillis(100)))) {
      assertThatThrownBy(response::bytes)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer within 100 ms");
    }
  }

  @Test
  void a_short_limit_is_kept_while_the_watch_sleeps_until_a_longer_one() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  if (talk.line().contains("hang")) {
                    talk.hang();
                  }
                  talk.answer(200, "x");
                  talk.hang();
                });
        ConnectionPool pool = pool(stub, LONG)) {
      get(pool, "/idle-for-a-minute");
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        Request request = Request.get("/hang").onFreshConnection().within(Duration.ofMillis(20));
        assertThatThrownBy(() -> pool.exchange(request)).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      }
    }
  }

  @Test
  void an_idle_connection_is_closed_after_its_time() throws IOException {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(200, "x");
                  talk.hang();
                  hungUp.countDown();
                });
        ConnectionPool pool = pool(stub, Duration.ofMillis(50))) {
      get(pool, "/1");
      await().until(() -> hungUp.getCount() == 0);
      get(pool, "/2");
      assertThat(stub.connections()).isEqualTo(2);
    }
  }

  @Test
  void the_watch_ends_with_the_last_connection() throws IOException {
    Leaks leaks = Leaks.count();
    try (StubEngine stub = echo()) {
      ConnectionPool pool = pool(stub, Duration.ofMillis(20));
      get(pool, "/1");
      await().until(() -> noWatch());
      get(pool, "/2");
      pool.close();
    }
    leaks.assertNone();
  }

  private static boolean noWatch() {
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().equals("drydock-engine-watch")) {
        return false;
      }
    }
    return true;
  }

  @Test
  void many_threads_share_the_connections() throws Exception {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String path = "/" + i;
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int n = 0; n < 200; n++) {
                      assertThat(get(pool, path)).isEqualTo(path);
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread each : threads) {
        each.join();
      }
      assertThat(failures).isEmpty();
      assertThat(stub.connections()).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void an_interrupted_thread_does_not_begin_and_keeps_its_flag() throws IOException {
    try (StubEngine stub = echo();
        ConnectionPool pool = pool(stub, LONG)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> get(pool, "/")).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(stub.connections()).isZero();
    }
  }

  @Test
  void an_engine_that_answers_before_it_has_read_a_long_body_is_heard() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.answer(404, "no such container");
                });
        ConnectionPool pool = pool(stub, LONG)) {
      Request upload =
          Request.of("PUT", "/archive")
              .body(
                  out -> {
                    for (int i = 0; i < 1000; i++) {
                      out.write(new byte[100_000]);
                    }
                  });
      try (Response response = pool.exchange(upload)) {
        assertThat(response.status()).isEqualTo(404);
        assertThat(text(response)).isEqualTo("no such container");
      }
    }
  }

  @Test
  void a_closed_pool_refuses() throws IOException {
    try (StubEngine stub = echo()) {
      ConnectionPool pool = pool(stub, LONG);
      get(pool, "/1");
      pool.close();
      pool.close();
      assertThatThrownBy(() -> get(pool, "/2")).hasMessageContaining("closed");
    }
  }

  @Test
  void a_connection_that_was_opened_while_the_pool_closed_is_closed_too() throws IOException {
    try (StubEngine stub = echo()) {
      AtomicReference<ConnectionPool> pool = new AtomicReference<>();
      ChannelDialer dialer = new ChannelDialer(stub.address());
      pool.set(
          new ConnectionPool(
              new Dialer() {
                @Override
                public Socket socket() throws IOException {
                  // After the pool was found open, and before it knows of the connection.
                  pool.get().close();
                  return dialer.socket();
                }

                @Override
                public void connect(Socket socket) throws IOException {
                  dialer.connect(socket);
                }

                @Override
                public String hostHeader() {
                  return dialer.hostHeader();
                }

                @Override
                public HostPorts hostPorts() {
                  return dialer.hostPorts();
                }
              },
              Duration.ofSeconds(5),
              LONG));
      assertThatThrownBy(() -> get(pool.get(), "/1")).isInstanceOf(IOException.class);
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void closing_the_pool_ends_a_call_that_is_going_on() throws Exception {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.hang();
            })) {
      ConnectionPool pool = pool(stub, LONG);
      Thread closer =
          new Thread(
              () -> {
                await().until(() -> !stub.requests().isEmpty());
                pool.close();
              });
      closer.start();
      assertThatThrownBy(() -> get(pool, "/")).isInstanceOf(IOException.class);
      closer.join();
    }
  }

  private static ConnectionPool impatient(StubEngine stub) {
    return new ConnectionPool(
        new ChannelDialer(stub.address()), Duration.ofSeconds(5), LONG, Duration.ofMillis(500));
  }

  /** A call is answered once the engine was asked whether it is there, which it answers so. */
  private static String longCall(StubEngine.Script pong) throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  if (talk.request().contains("/_ping")) {
                    asked.countDown();
                    pong.converse(talk);
                  } else {
                    asked.await();
                    talk.answer(200, "done");
                  }
                });
        ConnectionPool pool = impatient(stub);
        Response response = pool.exchange(Request.post("/work").within(LONG))) {
      return text(response);
    }
  }

  @Test
  void a_long_call_goes_on_while_the_engine_answers_others() throws IOException {
    assertThat(longCall(talk -> talk.answer(200, "OK"))).isEqualTo("done");
  }

  @Test
  void a_refused_question_is_an_answer() throws IOException {
    assertThat(longCall(talk -> {})).isEqualTo("done");
  }

  @Test
  void a_long_call_ends_soon_when_the_engine_answers_nobody() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  never.await();
                });
        ConnectionPool pool = impatient(stub)) {
      assertThatThrownBy(() -> pool.exchange(Request.post("/work").within(LONG)))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer any more");
    } finally {
      never.countDown();
    }
  }
}
