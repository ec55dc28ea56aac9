package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.drydock.model.EngineException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class ApiTest {

  private static Api api(StubEngine stub, ConnectionPool pool) {
    return new Api(stub.address(), pool, new Json(), new ApiVersion(1, 41));
  }

  private static ConnectionPool pool(StubEngine stub) {
    return new ConnectionPool(
        new ChannelDialer(stub.address()), Duration.ofSeconds(5), ConnectionPool.IDLE);
  }

  private static StubEngine answering(int status, String body) throws IOException {
    return new StubEngine(
        talk -> {
          while (talk.request() != null) {
            talk.answer(status, body);
          }
        });
  }

  private static EngineException refusal(StubEngine stub) {
    try (ConnectionPool pool = pool(stub)) {
      return catchThrowableOfType(
          EngineException.class,
          () -> api(stub, pool).object(Request.get("/x").within(Duration.ofSeconds(1)), "do it"));
    }
  }

  @Test
  void a_call_goes_to_the_version_agreed_on() throws IOException {
    try (StubEngine stub = answering(200, "{\"a\":1}");
        ConnectionPool pool = pool(stub)) {
      assertThat(api(stub, pool).object(Request.get("/x?y=z"), "do it").number("a")).isEqualTo(1);
      assertThat(stub.requests()).containsExactly("GET /v1.41/x?y=z HTTP/1.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, '{\"message\":\"no such thing\"}', The engine refused to do it: no such thing",
    "500, '{\"message\":\"disk full\\n\"}', The engine failed to do it: disk full",
    "409, '{\"cause\":\"x\",\"message\":\"in use\",\"response\":409}',"
        + " The engine refused to do it: in use",
    "400, 'plain words', The engine refused to do it: plain words",
    "502, '', The engine failed to do it: HTTP status 502",
    "500, '{\"mess', The engine failed to do it: {\"mess"
  })
  void a_refusal_says_what_was_asked_and_what_the_engine_said(
      int status, String body, String message) throws IOException {
    try (StubEngine stub = answering(status, body)) {
      EngineException refusal = refusal(stub);
      assertThat(refusal).hasMessage(message);
      assertThat(refusal.status()).isEqualTo(status);
    }
  }

  @Test
  void an_answer_that_is_not_JSON_is_told() throws IOException {
    try (StubEngine stub = answering(200, "<html>")) {
      EngineException refusal = refusal(stub);
      assertThat(refusal.status()).isZero();
      assertThat(refusal)
          .hasMessageStartingWith(
              "The engine at " + stub.address() + ", asked to do it, answered what is not its API");
    }
  }

  @Test
  void an_engine_that_hangs_up_is_told() throws IOException {
    try (StubEngine stub = new StubEngine(StubEngine.Talk::request)) {
      assertThat(refusal(stub))
          .hasMessageStartingWith(
              "The engine at " + stub.address() + ", asked to do it, broke the connection: ");
    }
  }

  @Test
  void an_engine_that_hangs_is_told() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.hang();
            })) {
      assertThat(refusal(stub))
          .hasMessage(
              "The engine at " + stub.address() + ", asked to do it, gave no answer within 1 s");
    }
  }

  @Test
  void a_connection_stays_usable_after_a_refusal() throws IOException {
    try (StubEngine stub = answering(404, "{\"message\":\"no\"}");
        ConnectionPool pool = pool(stub)) {
      Api api = api(stub, pool);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> api.call(Request.get("/x"), "do it")).hasMessageContaining("no");
      }
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.44, client version 1.41 is too old. Minimum supported API version is 1.44",
    "1.40, client version 1.41 is too new. Maximum supported API version is 1.40"
  })
  void the_version_is_changed_once_when_the_engine_demands_it(String demanded, String message)
      throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  for (String line = talk.request(); line != null; line = talk.request()) {
                    if (line.contains("/v" + demanded + "/")) {
                      talk.answer(200, "{}");
                    } else {
                      talk.answer(400, "{\"message\":\"" + message + "\"}");
                    }
                  }
                });
        ConnectionPool pool = pool(stub)) {
      Api api = api(stub, pool);
      api.call(Request.get("/a"), "do it");
      api.call(Request.get("/b"), "do it");
      assertThat(api.version()).hasToString(demanded);
      assertThat(stub.requests())
          .containsExactly(
              "GET /v1.41/a HTTP/1.1",
              "GET /v" + demanded + "/a HTTP/1.1",
              "GET /v" + demanded + "/b HTTP/1.1");
    }
  }

  @Test
  void an_engine_that_refuses_even_the_version_it_demands_is_told_with_a_way_out()
      throws IOException {
    String refusal = "client version 1.41 is too old. Minimum supported API version is 1.60";
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  do {
                    talk.answer(400, "{\"message\":\"" + refusal + "\"}");
                  } while (talk.request() != null);
                });
        DockerEngine engine =
            DockerEngine.connect(stub.address(), null, DockerEngine.FIRST_ANSWER)) {
      assertThatThrownBy(() -> engine.find(Map.of()))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "The engine refused to list containers: "
                  + refusal
                  + ". Drydock knows the Engine API up to version 1.51; this engine demanded 1.60 and"
                  + " refused that too. Use a newer Drydock, or have the engine accept older"
                  + " versions: start it with DOCKER_MIN_API_VERSION=1.51.");
      assertThat(stub.requests()).hasSize(3);
    }
  }

  @Test
  void an_engine_that_demands_another_version_each_time_is_refused() throws IOException {
    try (StubEngine stub =
        answering(
            400,
            "{\"message\":\"client version 1.41 is too old. Minimum supported API version is"
                + " 1.99\"}")) {
      EngineException refusal = refusal(stub);
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(stub.requests()).hasSize(2);
    }
  }

  @Test
  void a_long_body_may_take_its_time_as_long_as_it_comes() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                  for (int i = 0; i < 5; i++) {
                    await().pollDelay(Duration.ofMillis(250)).until(() -> true);
                    talk.say("x");
                  }
                  talk.hang();
                });
        ConnectionPool pool = pool(stub);
        Response response =
            api(stub, pool)
                .open(Request.get("/x").eachStepWithin(Duration.ofSeconds(1)), "read it")) {
      assertThat(response.bytes()).asString().isEqualTo("xxxxx");
    }
  }

  @Test
  void a_long_body_that_stalls_ends_the_call() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx");
                  talk.freeze();
                });
        ConnectionPool pool = pool(stub);
        Response response =
            api(stub, pool)
                .open(Request.get("/x").eachStepWithin(Duration.ofMillis(300)), "read it")) {
      assertThatThrownBy(response::bytes)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer within 300 ms");
    }
  }

  @Test
  void what_the_reader_of_a_long_body_does_is_not_counted() throws Exception {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nxy");
                  talk.hang();
                });
        ConnectionPool pool = pool(stub);
        Response response =
            api(stub, pool)
                .open(Request.get("/x").eachStepWithin(Duration.ofMillis(200)), "read it")) {
      assertThat(response.body().read()).isEqualTo('x');
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
      assertThat(response.body().read()).isEqualTo('y');
    }
  }

  @Test
  void an_engine_that_stops_reading_a_long_body_ends_the_call() throws IOException {
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  talk.freeze();
                });
        ConnectionPool pool = pool(stub)) {
      Request request =
          Request.of("PUT", "/x")
              .body(
                  out -> {
                    byte[] some = new byte[64 * 1024];
                    while (true) {
                      out.write(some, 0, some.length);
                    }
                  })
              .eachStepWithin(Duration.ofMillis(300));
      assertThatThrownBy(() -> api(stub, pool).call(request, "send it"))
          .isInstanceOf(EngineException.class)
          .hasMessage(
              "The engine at "
                  + stub.address()
                  + ", asked to send it, gave no answer within 300 ms");
    }
  }
}
