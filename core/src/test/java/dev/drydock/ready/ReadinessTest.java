package dev.drydock.ready;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private static final Readiness READY = Readiness.custom("one", target -> Verdict.ready());
  private static final Readiness NOT_YET =
      Readiness.custom("two", target -> Verdict.notYet("dull"));
  private static final Readiness NEVER = Readiness.custom("three", target -> Verdict.never("gone"));
  private static final Readiness THROWS =
      Readiness.custom(
          "four",
          target -> {
            throw new IOException("no route");
          });

  private final FakeTarget target = new FakeTarget();

  private Verdict look(Readiness readiness) throws Exception {
    return readiness.begin(target).look(target);
  }

  @Test
  void all_is_ready_when_each_is() throws Exception {
    assertThat(look(Readiness.all(READY, READY))).isEqualTo(Verdict.ready());
  }

  @Test
  void all_says_what_the_first_that_lacks_says() throws Exception {
    assertThat(look(Readiness.all(READY, NOT_YET, THROWS))).isEqualTo(Verdict.notYet("dull"));
  }

  @Test
  void all_is_never_when_one_is() throws Exception {
    assertThat(look(Readiness.all(NOT_YET, NEVER))).isEqualTo(Verdict.never("gone"));
  }

  @Test
  void a_failure_among_all_is_looked_for_before_the_others() throws Exception {
    Readiness hangs =
        Readiness.custom(
            "hangs",
            target -> {
              throw new AssertionError("looked at");
            });
    assertThat(look(Readiness.all(hangs, Readiness.failIf(READY))))
        .isInstanceOf(Verdict.Never.class);
  }

  @Test
  void all_does_not_look_again_at_what_has_held_once() throws Exception {
    AtomicReference<Verdict> first = new AtomicReference<>(Verdict.ready());
    AtomicReference<Verdict> second = new AtomicReference<>(Verdict.notYet("second"));
    Look look =
        Readiness.all(
                Readiness.custom("first", each -> first.get()),
                Readiness.custom("second", each -> second.get()))
            .begin(target);
    assertThat(look.look(target)).isEqualTo(Verdict.notYet("second"));
    first.set(Verdict.notYet("first"));
    second.set(Verdict.ready());
    assertThat(look.look(target)).isEqualTo(Verdict.ready());
  }

  @Test
  void any_is_ready_when_one_is_though_another_throws() throws Exception {
    assertThat(look(Readiness.any(THROWS, NEVER, READY))).isEqualTo(Verdict.ready());
  }

  @Test
  void any_quotes_all_reasons() throws Exception {
    assertThat(look(Readiness.any(NOT_YET, THROWS))).isEqualTo(Verdict.notYet("dull; no route"));
  }

  @Test
  void any_is_never_when_none_can_hold_any_more() throws Exception {
    assertThat(look(Readiness.any(NEVER, NEVER))).isEqualTo(Verdict.never("gone; gone"));
  }

  @Test
  void fail_if_ends_the_wait_once_its_condition_holds() throws Exception {
    Look look = Readiness.all(Readiness.failIf(Readiness.logLine("panic")), NOT_YET).begin(target);
    assertThat(look.look(target)).isEqualTo(Verdict.notYet("dull"));
    target.writes("kernel panic");
    assertThat(look.look(target)).isEqualTo(Verdict.never("a log line matches panic"));
  }

  @Test
  void fail_if_does_not_hold_an_all_open() throws Exception {
    assertThat(look(Readiness.all(READY, Readiness.failIf(NOT_YET)))).isEqualTo(Verdict.ready());
  }

  @Test
  void log_lines_are_counted_by_match() throws Exception {
    Look look = Readiness.logLine("ready to accept", 2).begin(target);
    target.writes("now ready to accept connections");
    target.writes("something else");
    assertThat(look.look(target)).isEqualTo(Verdict.notYet("1 of 2 lines matched"));
    target.writes("ready to accept again");
    assertThat(look.look(target)).isEqualTo(Verdict.ready());
  }

  @Test
  void a_failing_command_quotes_its_exit_code_and_first_line() throws Exception {
    target.exec =
        ExecResult.of(2, new byte[0], "no such table\nmore".getBytes(StandardCharsets.UTF_8));
    assertThat(look(Readiness.command("check")))
        .isEqualTo(Verdict.notYet("exit code 2: no such table"));
  }

  @Test
  void a_job_is_ready_when_it_exits_as_wanted() throws Exception {
    assertThat(look(Readiness.exited(0))).isEqualTo(Verdict.notYet("running"));
    target.state = new ContainerState.Exited(0, false);
    assertThat(look(Readiness.exited(0))).isEqualTo(Verdict.ready());
    assertThat(look(Readiness.exited(1))).isEqualTo(Verdict.never("it exited with code 0"));
  }

  @Test
  void http_looks_at_status_header_and_body() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean asked = "yes".equals(exchange.getRequestHeaders().getFirst("X-Asked"));
          byte[] body = "{\"status\":\"UP\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asked ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      target.endpoint = new Endpoint("127.0.0.1", server.getAddress().getPort());
      HttpReadiness http = Readiness.http(80, "/health");
      assertThat(look(http)).isEqualTo(Verdict.notYet("status 503"));
      assertThat(look(http.withStatus(503))).isEqualTo(Verdict.ready());
      HttpReadiness asking = http.withHeader("X-Asked", "yes");
      assertThat(look(asking)).isEqualTo(Verdict.ready());
      assertThat(look(asking.withBody("says UP", body -> body.contains("UP"))))
          .isEqualTo(Verdict.ready());
      assertThat(look(asking.withBody("says DOWN", body -> body.contains("DOWN"))))
          .isEqualTo(Verdict.notYet("status 200, but not a body that says DOWN"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void conditions_describe_themselves() {
    assertThat(
            Readiness.all(
                    Readiness.port(80),
                    Readiness.any(Readiness.logLine("up", 2), Readiness.healthy()),
                    Readiness.failIf(Readiness.logLine("panic")))
                .describe())
        .isEqualTo(
            "port 80/tcp accepts connections, and a log line matches up, 2 times, or the healthcheck"
                + " succeeds, and not that a log line matches panic");
    assertThat(Readiness.http(80, "/x").withStatus(200).withStatus(204).describe())
        .isEqualTo("GET http://…:80/x answers with status 200 or 204");
  }

  @Test
  void conditions_name_the_ports_they_look_at() {
    assertThat(Readiness.all(Readiness.port(80), Readiness.http(81, "/")).ports())
        .containsExactlyInAnyOrder(ContainerPort.tcp(80), ContainerPort.tcp(81));
  }
}
