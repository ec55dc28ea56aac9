package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.ready.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerSpecTest {

  private static final ContainerSpec PLAIN = ContainerSpec.of("shop:1.4");

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("container port must be 1 to 65535, was 0", s -> s.withPort(0)),
        refusal("container port must be 1 to 65535, was 70000", s -> s.withPort(70000)),
        refusal("host port must be 1 to 65535, was 70000", s -> s.withFixedPort(70000, 80)),
        refusal(
            "host port must be given once, was given to container ports 80/tcp and 81/tcp: 8080",
            s -> s.withFixedPort(8080, 80).withFixedPort(8080, 81)),
        refusal(
            "host path to mount does not exist: /no/such/path",
            s -> s.withMount(Mount.bind(Path.of("/no/such/path"), "/data"))),
        refusal(
            "mount path in the container must be absolute, was data",
            s -> s.withMount(Mount.tmpfs("data"))),
        refusal(
            "file to copy does not exist: /no/such/init.sql",
            s -> s.withFile("/init.sql", FileContent.path(Path.of("/no/such/init.sql")))),
        refusal(
            "class-path resource does not exist: no/such.sql",
            s -> s.withFile("/init.sql", FileContent.classPath("/no/such.sql"))),
        refusal(
            "file path in the container must be absolute, was init.sql",
            s -> s.withFile("init.sql", FileContent.text(""))),
        refusal(
            "environment variable name must not be empty or hold '=', was \"A=B\"",
            s -> s.withEnv("A=B", "c")),
        refusal(
            "label must not begin with dev.drydock, which is Drydock's own, was dev.drydock.x",
            s -> s.withLabel("dev.drydock.x", "y")),
        refusal(
            "container name must be two or more letters, digits, '_', '.' or '-', the first a letter"
                + " or digit, was /web",
            s -> s.withName("/web")),
        refusal("memory must be 6m or more, was 5m", s -> s.withMemory(DataSize.parse("5m"))),
        refusal("working directory must be absolute, was app", s -> s.withWorkingDirectory("app")),
        refusal(
            "start timeout must be more than 0, was PT0S", s -> s.withStartTimeout(Duration.ZERO)),
        refusal("start attempts must be 1 or more, was 0", s -> s.withStartAttempts(0)),
        refusal(
            "HTTP path must begin with '/', was health",
            s -> s.withReadiness(Readiness.http(80, "health"))),
        refusal(
            "log line must be wanted 1 time or more, was 0",
            s -> s.withReadiness(Readiness.logLine("up", 0))),
        refusal(
            "all must have at least one condition, had none",
            s -> s.withReadiness(Readiness.all())));
  }

  private static Arguments refusal(String message, UnaryOperator<ContainerSpec> with) {
    return Arguments.of(message, with);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void a_wrong_value_is_refused_at_the_call(String message, UnaryOperator<ContainerSpec> with) {
    assertThatThrownBy(() -> with.apply(PLAIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void a_with_leaves_the_description_it_was_called_on_as_it_was() {
    ContainerSpec changed = PLAIN.withEnv("A", "b").withPort(80).withMount(Mount.tmpfs("/t"));
    assertThat(PLAIN).isEqualTo(ContainerSpec.of("shop:1.4")).isNotEqualTo(changed);
  }

  @Test
  void descriptions_that_say_the_same_are_equal() {
    UnaryOperator<ContainerSpec> say =
        spec ->
            spec.withEnv("A", "b")
                .withFixedPort(8080, 80)
                .withPort(ContainerPort.udp(53))
                .withFile("/x", FileContent.text("y"))
                .withReadiness(Readiness.all(Readiness.logLine("up"), Readiness.http(80, "/")))
                .withHealthcheck(Healthcheck.shell("true").withInterval(Duration.ofSeconds(1)));
    assertThat(say.apply(PLAIN)).isEqualTo(say.apply(PLAIN)).hasSameHashCodeAs(say.apply(PLAIN));
  }

  @Test
  void a_port_that_is_named_again_keeps_its_fixed_host_port() {
    assertThat(PLAIN.withFixedPort(8080, 80).withPort(80).ports())
        .containsExactly(new PortBinding(ContainerPort.tcp(80), 8080));
    assertThat(PLAIN.withPort(80).withFixedPort(8080, 80).ports())
        .containsExactly(new PortBinding(ContainerPort.tcp(80), 8080));
  }

  @Test
  void the_secrets_of_a_command_are_masked_too() {
    assertThat(
            PLAIN
                .withCommand(
                    "app", "--password=hush", "--token", "hush", "API_KEY=hush", "--to", "x")
                .toString())
        .endsWith("command [app, --password=***, --token, ***, API_KEY=***, --to, x]");
    assertThat(Readiness.command("sh", "-c", "check --password hush").describe())
        .isEqualTo("the command `sh -c check --password hush` succeeds");
    assertThat(Readiness.command("check", "--password", "hush").describe())
        .isEqualTo("the command `check --password ***` succeeds");
  }

  @Test
  void a_secret_is_masked_where_a_person_reads_the_description() {
    assertThat(PLAIN.withEnv("POSTGRES_PASSWORD", "hush").withEnv("PGUSER", "ann").withPort(80))
        .hasToString(
            "container of shop:1.4, ports [80/tcp], env {PGUSER=ann, POSTGRES_PASSWORD=***}");
  }

  @Test
  void every_list_can_be_emptied_again() {
    ContainerSpec full =
        PLAIN
            .withPort(80)
            .withMount(Mount.tmpfs("/t"))
            .withFile("/x", FileContent.text("y"))
            .withLogConsumer(line -> {})
            .withEngineOption(DockerOption.createBody(body -> {}))
            .withEnv("A", "b");
    assertThat(
            full.withoutPorts()
                .withoutMounts()
                .withoutFiles()
                .withoutLogConsumers()
                .withoutEngineOptions()
                .withoutEnv("A"))
        .isEqualTo(PLAIN);
  }
}
