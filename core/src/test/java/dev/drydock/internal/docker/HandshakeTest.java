package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Capability;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HandshakeTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path directory;

  private static StubEngine engine(String... headers) throws IOException {
    return new StubEngine(
        talk -> {
          while (talk.request() != null) {
            talk.answer(200, "OK", headers);
          }
        });
  }

  private static String refusal(StubEngine stub, String wanted, Duration limit) {
    try (DockerEngine engine = DockerEngine.connect(stub.address(), wanted, limit)) {
      return "connected to " + engine.info();
    } catch (NoEngineException e) {
      return e.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.40, 1.40", "1.41, 1.41", "1.51, 1.51", "1.52, 1.51", "1.56, 1.51", "2.0, 1.51"})
  void the_newest_version_that_both_speak_is_agreed_on(String announced, String agreed)
      throws IOException {
    try (StubEngine stub = engine("Api-Version: " + announced, "Server: Docker/x (linux)");
        DockerEngine engine = DockerEngine.connect(stub.address(), null, SOON)) {
      assertThat(engine.info().apiVersion()).isEqualTo(agreed);
      // What the engine has not said itself is tried before anything is planned by it.
      assertThat(stub.requests())
          .isEqualTo(
              announced.equals(agreed)
                  ? List.of("GET /_ping HTTP/1.1")
                  : List.of("GET /_ping HTTP/1.1", "GET /v" + agreed + "/_ping HTTP/1.1"));
    }
  }

  @Test
  void the_engine_is_known_by_its_own_words() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.44", "Server: Docker/25.0.0 (linux)");
        DockerEngine engine = DockerEngine.connect(stub.address(), null, SOON)) {
      assertThat(engine.info().kind()).isEqualTo("docker");
      assertThat(engine.info().product()).isEqualTo("Docker/25.0.0 (linux)");
      assertThat(engine.info().address()).isEqualTo(stub.address());
      assertThat(engine.info().capabilities())
          .contains(Capability.LOCAL_FILES, Capability.SEVERAL_NETWORKS_AT_CREATE);
    }
  }

  @Test
  void an_older_engine_cannot_make_a_container_on_several_networks() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.43");
        DockerEngine engine = DockerEngine.connect(stub.address(), null, SOON)) {
      assertThat(engine.info().capabilities())
          .doesNotContain(Capability.SEVERAL_NETWORKS_AT_CREATE);
      assertThat(engine.info().product()).isEqualTo("an engine without a name");
    }
  }

  @Test
  void a_version_that_is_asked_for_is_used() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.56");
        DockerEngine engine = DockerEngine.connect(stub.address(), " 1.54 ", SOON)) {
      assertThat(engine.info().apiVersion()).isEqualTo("1.54");
    }
  }

  @Test
  void a_version_that_was_wished_for_and_is_refused_is_given_up_before_anything_is_planned()
      throws IOException {
    try (StubEngine stub =
            StubEngine.after(
                talk -> {
                  do {
                    if (talk.line().contains("/v1.41/")) {
                      talk.answer(200, "OK");
                    } else {
                      talk.answer(
                          400,
                          "{\"message\":\"client version 1.51 is too new. Maximum supported API"
                              + " version is 1.41\"}");
                    }
                  } while (talk.request() != null);
                });
        DockerEngine engine =
            DockerEngine.connect(stub.address(), "1.51", DockerEngine.FIRST_ANSWER)) {
      assertThat(engine.info().apiVersion()).isEqualTo("1.41");
      assertThat(engine.watchdogCommand(Map.of("a", "b")).toString())
          .contains("/v1.41")
          .doesNotContain("1.51");
    }
  }

  @Test
  void a_version_that_is_asked_for_in_other_words_is_refused() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.56")) {
      assertThat(refusal(stub, "latest", SOON))
          .isEqualTo("DOCKER_API_VERSION must look like 1.41, was latest");
    }
  }

  @Test
  void a_version_that_is_too_old_is_refused() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.41")) {
      assertThat(refusal(stub, "1.24", SOON))
          .isEqualTo(
              "DOCKER_API_VERSION asks for version 1.24 of the Engine API; Drydock needs 1.40 or"
                  + " newer (Docker 19.03, Podman 4.0)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.39", "1.38", "1.24"})
  void an_engine_that_is_too_old_is_refused(String version) throws IOException {
    try (StubEngine stub = engine("Api-Version: " + version, "Server: Docker/18.09.1 (linux)")) {
      assertThat(refusal(stub, null, SOON))
          .isEqualTo(
              "Docker/18.09.1 (linux) speaks version "
                  + version
                  + " of the Engine API; Drydock needs 1.40 or newer (Docker 19.03, Podman 4.0)");
    }
  }

  @Test
  void an_engine_that_is_too_old_is_refused_whatever_version_is_asked_for() throws IOException {
    try (StubEngine stub = engine("Api-Version: 1.38", "Server: Docker/18.06.0 (linux)")) {
      assertThat(refusal(stub, "1.41", SOON))
          .isEqualTo(
              "Docker/18.06.0 (linux) speaks version 1.38 of the Engine API; Drydock needs 1.40 or"
                  + " newer (Docker 19.03, Podman 4.0)");
    }
  }

  @Test
  void an_engine_that_does_not_tell_its_version_is_refused() throws IOException {
    try (StubEngine stub = engine()) {
      assertThat(refusal(stub, null, SOON))
          .isEqualTo(
              "it is there, and does not tell which version of the Engine API it speaks, as"
                  + " PouchContainer does not, which speaks 1.24; Drydock needs 1.40 or newer (Docker"
                  + " 19.03, Podman 4.0)");
    }
  }

  @Test
  void a_server_of_another_kind_is_refused() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.answer(200, "<html>", "Server: nginx");
              talk.hang();
            })) {
      assertThat(refusal(stub, null, SOON))
          .isEqualTo(
              "what answers there is not a container engine: it does not tell its API version");
    }
  }

  @Test
  void a_server_that_does_not_speak_HTTP_is_refused() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.say("-ERR unknown command 'GET'\r\n");
              talk.hang();
            })) {
      assertThat(refusal(stub, null, SOON))
          .startsWith("what answers there is not a container engine: ")
          .contains("-ERR unknown command");
    }
  }

  @Test
  void a_refusing_proxy_is_told() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.answer(403, "Forbidden");
            })) {
      assertThat(refusal(stub, null, SOON))
          .isEqualTo("it answered GET /_ping with HTTP status 403");
    }
  }

  @Test
  void an_engine_that_hangs_up_is_told() throws IOException {
    try (StubEngine stub = new StubEngine(StubEngine.Talk::request)) {
      assertThat(refusal(stub, null, SOON))
          .isEqualTo("it took the connection and closed it without an answer");
    }
  }

  @Test
  void an_engine_that_accepts_and_never_answers_is_told_in_time() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.hang();
            })) {
      assertThat(refusal(stub, null, Duration.ofMillis(150)))
          .isEqualTo("it took the connection, but gave no answer within 150 ms");
    }
  }

  @Test
  void an_engine_that_stops_within_its_answer_is_told_in_time() throws IOException {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.say("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nO");
              talk.hang();
            })) {
      assertThat(refusal(stub, null, Duration.ofMillis(150)))
          .isEqualTo("it took the connection, but gave no answer within 150 ms");
    }
  }

  @Test
  void a_socket_whose_queue_is_full_is_told_in_time() throws IOException {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      EngineAddress address = EngineAddress.unix(socket);
      // Nobody accepts: the first two fill the queue, the third cannot even connect.
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> DockerEngine.connect(address, null, Duration.ofMillis(100)))
            .isInstanceOf(NoEngineException.class)
            .hasMessage(
                i < 2
                    ? "it took the connection, but gave no answer within 100 ms"
                    : "it did not take the connection: no connection within 100 ms");
      }
    }
  }

  @Test
  void an_absent_socket_is_told() {
    EngineAddress address = EngineAddress.unix(directory.resolve("absent"));
    assertThatThrownBy(() -> DockerEngine.connect(address, null, SOON))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("there is no such socket");
  }

  @Test
  void a_socket_behind_which_nobody_listens_is_told() throws IOException {
    Path socket = directory.resolve("s");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();
    assertThatThrownBy(() -> DockerEngine.connect(EngineAddress.unix(socket), null, SOON))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("nobody listens at the socket (connection refused)");
  }

  @Test
  void a_host_that_does_not_exist_is_told() {
    EngineAddress address = EngineAddress.parse("tcp://engine.invalid:2375");
    assertThatThrownBy(() -> DockerEngine.connect(address, null, SOON))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("there is no host of that name: engine.invalid");
  }

  @Test
  void nothing_is_left_of_an_engine_that_is_not_there() throws Exception {
    try (StubEngine stub =
        new StubEngine(
            talk -> {
              talk.request();
              talk.hang();
            })) {
      Leaks leaks = Leaks.count();
      refusal(stub, null, Duration.ofMillis(50));
      leaks.assertNone();
    }
  }
}
