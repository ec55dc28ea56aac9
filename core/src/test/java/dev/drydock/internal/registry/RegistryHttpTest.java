package dev.drydock.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.registry.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that answer as no real registry can be made to: what the client shows and follows. */
@Timeout(30)
class RegistryHttpTest {

  private static final RegistryCredentials ANN = RegistryCredentials.of("ann", "s3cret");
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("ann:s3cret".getBytes(StandardCharsets.UTF_8));

  /** One that writes down what was asked, and with which login. */
  private final class Stand {

    final List<String> seen = new CopyOnWriteArrayList<>();
    final HttpServer server;

    Stand() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.start();
      stands.add(this);
    }

    String host() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
      return "http://" + host() + path;
    }

    void on(String path, Answer answer) {
      server.createContext(
          path,
          exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            seen.add(exchange.getRequestURI() + (login == null ? "" : " " + login));
            try (exchange) {
              answer.to(exchange);
            }
          });
    }

    void onLogin(String path, Answer answer) {
      on(
          path,
          exchange -> {
            if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
              header(exchange, "WWW-Authenticate", "Basic realm=\"test\"");
              say(exchange, 401, "");
            } else {
              answer.to(exchange);
            }
          });
    }
  }

  /** What is answered. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Stand> stands = new CopyOnWriteArrayList<>();
  private final Stand registry;

  RegistryHttpTest() throws IOException {
    registry = new Stand();
    registry.on("/", exchange -> say(exchange, 200, "{}"));
  }

  @AfterEach
  void stop() {
    stands.forEach(each -> each.server.stop(0));
    threads.shutdownNow();
  }

  private static void header(HttpExchange exchange, String name, String value) {
    exchange.getResponseHeaders().add(name, value);
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Answer sendsTo(String location) {
    return exchange -> {
      header(exchange, "Location", location);
      say(exchange, 307, "");
    };
  }

  private static Answer says(String body) {
    return exchange -> say(exchange, 200, body);
  }

  private RegistryClient client() {
    return RegistryClient.of(registry.host()).withCredentials(ANN);
  }

  private RegistryHttp http(RegistryCredentials known) {
    return new RegistryHttp(
        registry.host(), () -> Optional.ofNullable(known), null, Duration.ofSeconds(5));
  }

  private void refused(Reason reason, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ImageException.class))
        .satisfies(
            thrown -> {
              String text = thrown.getMessage().replace(registry.host(), "REGISTRY");
              for (Stand each : stands) {
                text = text.replace(each.host(), "ELSEWHERE");
              }
              assertThat(text).isEqualTo(message);
            },
            thrown -> assertThat(thrown.reason()).isEqualTo(reason));
  }

  @Test
  void a_login_is_shown_to_no_other_host_however_often_that_sends_on() throws IOException {
    Stand other = new Stand();
    registry.onLogin("/v2/a/tags/list", sendsTo(other.url("/one")));
    other.on("/one", sendsTo(other.url("/two")));
    other.on("/two", sendsTo(registry.url("/back")));
    registry.on("/back", says("{\"tags\":[\"1\"]}"));
    assertThat(client().tags("a")).containsExactly("1");
    assertThat(other.seen).containsExactly("/one", "/two");
    assertThat(registry.seen).contains("/v2/a/tags/list?n=500 " + BASIC).endsWith("/back");
  }

  @Test
  void a_login_stays_on_the_way_within_the_registry() {
    registry.onLogin("/v2/a/tags/list", sendsTo("/moved"));
    registry.onLogin("/moved", says("{\"tags\":[\"1\"]}"));
    RegistryClient client = client();
    assertThat(client.tags("a")).containsExactly("1");
    registry.seen.clear();
    assertThat(client.tags("a")).containsExactly("1");
    assertThat(registry.seen).containsExactly("/v2/a/tags/list?n=500 " + BASIC, "/moved " + BASIC);
  }

  @Test
  void a_login_wanted_only_after_a_redirect_within_the_registry_is_given() {
    registry.on("/v2/a/tags/list", sendsTo("/moved"));
    registry.onLogin("/moved", says("{\"tags\":[\"1\"]}"));
    assertThat(client().tags("a")).containsExactly("1");
  }

  @Test
  void another_host_that_wants_a_login_gets_none() throws IOException {
    Stand other = new Stand();
    registry.onLogin("/v2/a/tags/list", sendsTo(other.url("/one")));
    other.onLogin("/one", says("{}"));
    refused(
        Reason.DENIED,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, sends on to 127.0.0.1, which wants a"
            + " login; none is shown to another host.");
    assertThat(other.seen).containsExactly("/one");
  }

  @Test
  void an_address_that_is_none_is_told() {
    registry.on("/v2/a/tags/list", sendsTo("http://not an address"));
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, sends on to \"http://not an address\","
            + " which is no address.");
  }

  @Test
  void a_login_of_the_wrong_kind_is_told_as_that() {
    registry.onLogin("/v2/a/tags/list", says("{}"));
    refused(
        Reason.DENIED,
        () ->
            RegistryClient.of(registry.host())
                .withCredentials(RegistryCredentials.identityToken("t0k3n"))
                .tags("a"),
        "Registry REGISTRY refuses to list the tags of a: it wants a login of another kind than"
            + " the identity token, which is known for it. Say `docker login REGISTRY`, or give"
            + " withCredentials.");
  }

  @Test
  void a_list_is_not_followed_to_another_host() throws IOException {
    Stand other = new Stand();
    registry.onLogin(
        "/v2/a/tags/list",
        exchange -> {
          header(exchange, "Link", "<" + other.url("/v2/a/tags/list?last=1") + ">; rel=\"next\"");
          say(exchange, 200, "{\"tags\":[\"1\"]}");
        });
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, says that the list goes on at ELSEWHERE."
            + " A list is not followed to another host.");
    assertThat(other.seen).isEmpty();
  }

  @Test
  void a_link_may_name_the_registry_itself() {
    registry.on(
        "/v2/a/tags/list",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().equals("n=500");
          if (first) {
            header(
                exchange, "Link", "<" + registry.url("/v2/a/tags/list?last=1") + ">; rel=\"next\"");
          }
          say(exchange, 200, first ? "{\"tags\":[\"1\"]}" : "{\"tags\":[\"2\"]}");
        });
    assertThat(client().tags("a")).containsExactly("1", "2");
  }

  @Test
  void a_list_that_goes_on_with_itself_ends() {
    registry.on(
        "/v2/a/tags/list",
        exchange -> {
          header(exchange, "Link", "</v2/a/tags/list?n=500>; rel=\"next\"");
          say(exchange, 200, "{\"tags\":[\"1\"]}");
        });
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, says the same page again and again.");
  }

  @Test
  void a_body_that_does_not_come_is_waited_for_no_longer_than_told() {
    registry.on("/v2/a/tags/list", RegistryHttpTest::stall);
    refused(
        Reason.INTERRUPTED,
        () -> client().withTimeout(Duration.ofMillis(300)).tags("a"),
        "Registry REGISTRY, asked to list the tags of a, broke the connection or did not answer"
            + " within 300 ms: request timed out");
  }

  @Test
  void an_interrupt_ends_the_wait_for_a_body() {
    Thread waiting = Thread.currentThread();
    registry.on(
        "/v2/a/tags/list",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().flush();
          waiting.interrupt();
          stall();
        });
    assertThatThrownBy(() -> client().tags("a")).isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100);
    exchange.getResponseBody().flush();
    stall();
  }

  private static void stall() throws IOException {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void a_token_server_that_stalls_is_waited_for_no_longer_than_told() throws IOException {
    tokensAt("/token", RegistryHttpTest::stall);
    assertThatThrownBy(() -> client().withTimeout(Duration.ofMillis(300)).tags("a"))
        .hasMessageEndingWith("for a token, which fails: request timed out");
  }

  private void tokensAt(String path, Answer answer) throws IOException {
    Stand tokens = new Stand();
    tokens.on("/token", answer);
    registry.on(
        "/v2/a/tags/list",
        exchange -> {
          header(exchange, "WWW-Authenticate", "Bearer realm=\"" + tokens.url(path) + "\"");
          say(exchange, 401, "");
        });
  }

  @Test
  void what_a_token_server_does_not_have_is_not_what_the_registry_does_not_have()
      throws IOException {
    tokensAt("/token", exchange -> say(exchange, 404, ""));
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, sends to http://ELSEWHERE/token for a"
            + " token, which answers with status 404.");
  }

  @Test
  void a_realm_that_is_no_address_is_told() throws IOException {
    tokensAt("/to ken", says("{}"));
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, sends to http://ELSEWHERE/to ken for a"
            + " token, which is no address with TLS.");
  }

  @Test
  void a_token_that_no_header_can_hold_is_none() throws IOException {
    tokensAt("/token", says("{\"token\":\"a\\nb\"}"));
    refused(
        Reason.OTHER,
        () -> client().tags("a"),
        "Registry REGISTRY, asked to list the tags of a, sends for a token to a server that gives"
            + " none.");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.1.2.3:5000, true",
    "localhost:5000, true",
    "[::1]:5000, true",
    "127.0.0.1.example.org, false",
    "127.example.org:5000, false",
    "128.0.0.1, false"
  })
  void only_addresses_of_this_machine_may_lack_tls(String registry, boolean may) {
    assertThat(RegistryHttp.isLoopback(registry)).isEqualTo(may);
  }

  @Test
  void a_connection_that_breaks_once_does_not_make_a_plain_registry_one_with_tls()
      throws IOException {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      threads.execute(
          () -> {
            while (!server.isClosed()) {
              try (Socket each = server.accept()) {
                boolean tls = each.getInputStream().read() == 22;
                if (connections.getAndIncrement() == 0) {
                  // What breaks before its first byte the JDK's client asks again by itself.
                  each.getOutputStream().write("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII));
                } else {
                  each.getOutputStream()
                      .write(
                          (tls
                                  ? "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                  : "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                      + "Content-Length: 2\r\n\r\n{}")
                              .getBytes(StandardCharsets.US_ASCII));
                  each.shutdownOutput();
                  each.getInputStream().readNBytes(1000);
                }
              } catch (IOException e) {
                // The next one, or none.
              }
            }
          });
      RegistryClient.of("127.0.0.1:" + server.getLocalPort()).checkLogin();
    }
    assertThat(connections).hasValueGreaterThan(2);
  }

  @Test
  void a_certificate_file_that_is_none_is_left_out(@TempDir Path directory) throws IOException {
    Path own = Files.createDirectories(directory.resolve("here"));
    Files.writeString(own.resolve("broken.crt"), "no certificate");
    assertThat(Trust.ofEngines(directory, "here")).isNull();
    assertThat(Trust.ofEngines(directory, "there")).isNull();
  }

  @Test
  void a_registry_that_no_directory_can_be_called_after_has_no_authorities(
      @TempDir Path directory) {
    // As a colon on Windows: here only this character is in no name.
    assertThat(Trust.ofEngines(directory, "here\0:5000")).isNull();
  }

  @Test
  void what_a_registry_does_not_have_is_absent_and_what_cannot_be_asked_is_not() {
    registry.on("/v2/team/gone/", exchange -> say(exchange, 404, ""));
    registry.on("/v2/team/there/", exchange -> say(exchange, 200, ""));
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    assertThat(TagDigest.isAbsent(ImageName.parse(registry.host() + "/team/gone@" + digest)))
        .isTrue();
    assertThat(TagDigest.isAbsent(ImageName.parse(registry.host() + "/team/there@" + digest)))
        .isFalse();
    assertThat(TagDigest.isAbsent(ImageName.parse("127.0.0.1:1/team/there@" + digest))).isFalse();
    assertThat(registry.seen).contains("/v2/team/gone/manifests/" + digest);
  }

  @Test
  void a_report_goes_without_a_digest_that_cannot_be_had() {
    assertThat(TagDigest.now(ImageName.parse("reg.123:5000/a:1"))).isNull();
  }

  @Test
  void a_registry_whose_name_no_host_can_have_is_told() {
    refused(
        Reason.UNREACHABLE,
        () -> RegistryClient.of("reg.123:5000").checkLogin(),
        "Registry reg.123:5000 cannot be asked: its name is not one that a host may have.");
  }

  @Test
  void what_needs_no_login_is_had_without_one() {
    assertThat(http(null).send("GET", "/v2/", "", "log in").body()).hasSize(2);
  }
}
