package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.container.Device;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerSpecTest {

  private static final ContainerSpec PLAIN = ContainerSpec.of("shop:1.4");

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("container port must be 1 to 65535, was 0", s -> s.withPort(0)),
        refusal("container port must be 1 to 65535, was 70000", s -> s.withPort(70000)),
        refusal("host port must be 1 to 65535, was 0", s -> s.withFixedPort(0, 80)),
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
            "tmpfs mode must be 0 to 07777, was 010000",
            s -> s.withMount(Mount.tmpfs("/t").withMode(010000))),
        refusal(
            "tmpfs size must be more than 0, was 0",
            s -> s.withMount(Mount.tmpfs("/t").withSize(DataSize.ofBytes(0)))),
        refusal(
            "paths of a bind that is relabelled or created must not hold ':', were /a:b and /c",
            s -> s.withMount(Mount.bind("/a:b", "/c").createdWhenMissing())),
        refusal(
            "paths of a bind that is relabelled or created must not hold ':', were /a and /b:c",
            s -> s.withMount(Mount.bind("/a", "/b:c").withRelabel(Mount.Relabel.SHARED))),
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
            "file mode must be 0 to 07777, was 010000",
            s -> s.withFile("/f", FileContent.text("").withMode(010000))),
        refusal(
            "file owner must be numbers of 0 to 2097151, was -1:0",
            s -> s.withFile("/f", FileContent.text("").withOwner(-1, 0))),
        refusal(
            "file owner must be numbers of 0 to 2097151, was 0:2097152",
            s -> s.withFile("/f", FileContent.text("").withOwner(0, 2_097_152))),
        refusal(
            "environment variable name must not be empty or hold '=', was \"A=B\"",
            s -> s.withEnv("A=B", "c")),
        refusal(
            "label must not begin with dev.drydock, which is Drydock's own, was dev.drydock.x",
            s -> s.withLabel("dev.drydock.x", "y")),
        refusal("label must not be empty, was \"\"", s -> s.withLabel("", "y")),
        refusal("user must not be empty, was \"\"", s -> s.withUser("")),
        refusal("user must not be empty, was \" \"", s -> s.withUser(" ")),
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
            "hostname must be 1 to 63 letters, digits, '.' or '-', was my_ship",
            s -> s.withHostname("my_ship")),
        refusal("domain must be 1 to 63 letters, digits, '.' or '-', was ", s -> s.withDomain("")),
        refusal("group must be a name or number, was \"\"", s -> s.withGroup("")),
        refusal(
            "stop signal must be a name like SIGTERM or a number, was term",
            s -> s.withStopSignal("term")),
        refusal(
            "stop timeout must be 0 or more, was PT-1S",
            s -> s.withStopTimeout(Duration.ofSeconds(-1))),
        refusal("runtime must be named, was \"\"", s -> s.withRuntime("")),
        refusal(
            "secret name must be two or more letters, digits, '_', '.' or '-', the first a letter"
                + " or digit, was ../x",
            s -> s.withSecret("../x", FileContent.text(""))),
        refusal(
            "env file must be a readable file, was /no/such.env",
            s -> s.withEnvFile(Path.of("/no/such.env"))),
        refusal(
            "host address must be an IP address, was localhost",
            s -> s.withFixedPort("localhost", 8080, ContainerPort.tcp(80))),
        refusal(
            "host port must be given once, was given to container ports 80/tcp and 81/tcp: 8080",
            s ->
                s.withFixedPort("127.0.0.1", 8080, ContainerPort.tcp(80))
                    .withFixedPort(8080, ContainerPort.tcp(81))),
        refusal(
            "healthcheck start interval must be 1 ms or more, was PT0S",
            s -> s.withHealthcheck(Healthcheck.none().withStartInterval(Duration.ZERO))),
        refusal(
            "healthcheck interval must be 1 ms or more, was PT0S",
            s -> s.withHealthcheck(Healthcheck.shell("true").withInterval(Duration.ZERO))),
        refusal(
            "healthcheck timeout must be 1 ms or more, was PT-1S",
            s -> s.withHealthcheck(Healthcheck.shell("true").withTimeout(Duration.ofSeconds(-1)))),
        refusal(
            "healthcheck start period must be 1 ms or more, was PT0S",
            s -> s.withHealthcheck(Healthcheck.shell("true").withStartPeriod(Duration.ZERO))),
        refusal(
            "healthcheck retries must be 0 or more, was -1",
            s -> s.withHealthcheck(Healthcheck.shell("true").withRetries(-1))),
        refusal(
            "healthcheck command must have at least one word, had none",
            s -> s.withHealthcheck(Healthcheck.command())),
        refusal("cpus must be 0.01 or more, was 0.0", s -> s.withResources(r -> r.withCpus(0))),
        refusal(
            "cpu shares must be 2 to 262144, was 1", s -> s.withResources(r -> r.withCpuShares(1))),
        refusal(
            "cpu set must be numbers and ranges like 0-2,4, was all",
            s -> s.withResources(r -> r.withCpuSet("all"))),
        refusal("pids must be 1 or more, was 0", s -> s.withResources(r -> r.withPids(0))),
        refusal(
            "shm must be more than 0, was 0",
            s -> s.withResources(r -> r.withShm(DataSize.ofBytes(0)))),
        refusal(
            "memory reservation must be 6m or more, was 1m",
            s -> s.withResources(r -> r.withMemoryReservation(DataSize.ofMebibytes(1)))),
        refusal(
            "oom score must be -1000 to 1000, was 2000",
            s -> s.withResources(r -> r.withOomScore(2000))),
        refusal(
            "ulimit must be named in lower case, like nofile, was RLIMIT_NOFILE",
            s -> s.withResources(r -> r.withUlimit("RLIMIT_NOFILE", 1, 1))),
        refusal(
            "ulimit nofile must be soft <= hard, was 20:10",
            s -> s.withResources(r -> r.withUlimit("nofile", 20, 10))),
        refusal(
            "ulimit nofile must be 0 or more, or -1 for none, was -2:10",
            s -> s.withResources(r -> r.withUlimit("nofile", -2, 10))),
        refusal(
            "capability must be a name of the kernel's like NET_ADMIN, or ALL, was net admin",
            s -> s.withSecurity(c -> c.withCapability("net admin"))),
        refusal(
            "capability must be added or dropped, not both, was CHOWN",
            s -> s.withSecurity(c -> c.withCapability("chown").withoutCapability("CAP_CHOWN"))),
        refusal(
            "security option must not be empty, was \"\"",
            s -> s.withSecurity(c -> c.withOption(""))),
        refusal(
            "device rule must look like c 10:200 rwm, was all",
            s -> s.withSecurity(c -> c.withDeviceRule("all"))),
        refusal("device path on the host must be absolute, was null", s -> s.withDevice("null")),
        refusal(
            "device path in the container must be absolute, was null",
            s -> s.withDevice(new Device("/dev/null", "null", "r"))),
        refusal(
            "device permissions must be some of rwm, in that order, was \"x\"",
            s -> s.withDevice(new Device("/dev/null", "/dev/null", "x"))),
        refusal(
            "gpus must be counted (1 or more, or -1 for all) or named, was 0 and []",
            s -> s.withGpus(Gpus.count(0))),
        refusal(
            "sysctl must be a name like net.core.somaxconn, was somaxconn",
            s -> s.withNamespaces(n -> n.withSysctl("somaxconn", "1"))),
        refusal(
            "cgroup parent must not be empty, was \"\"",
            s -> s.withNamespaces(n -> n.withCgroupParent(""))),
        refusal(
            "host address must be an IP address, was 999.1.1.1",
            s -> s.withFixedPort("999.1.1.1", 8080, ContainerPort.tcp(80))),
        refusal(
            "DNS server must be an IP address, was 999.1.1.1",
            s -> s.withDns(d -> d.withServer("999.1.1.1"))),
        refusal(
            "DNS server must be an IP address, was dns.test",
            s -> s.withDns(d -> d.withServer("dns.test"))),
        refusal(
            "DNS search domain must be a name, was a b", s -> s.withDns(d -> d.withSearch("a b"))),
        refusal("DNS option must not be empty, was \"\"", s -> s.withDns(d -> d.withOption(""))),
        refusal(
            "address of host db must be an IP address or host-gateway, was db.test",
            s -> s.withDns(d -> d.withHost("db", "db.test"))),
        refusal("host must be a name, was a:b", s -> s.withDns(d -> d.withHost("a:b", "::1"))),
        refusal(
            "restart policy must be always, unless-stopped or on-failure, was no",
            s -> s.withRestartPolicy(new RestartPolicy("no", 0))),
        refusal(
            "restart retries must be 0 or more, and are for on-failure only, was 3 for always",
            s -> s.withRestartPolicy(new RestartPolicy("always", 3))),
        refusal("log driver must be named, was \"\"", s -> s.withLogDriver(LogDriver.of(""))),
        refusal(
            "log driver option must be named, was \"\"",
            s -> s.withLogDriver(LogDriver.of("local").withOption("", "1m"))),
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
  void the_same_host_port_may_be_had_at_two_addresses() {
    assertThat(
            PLAIN
                .withFixedPort("127.0.0.1", 8080, ContainerPort.tcp(80))
                .withFixedPort("127.0.0.2", 8080, ContainerPort.tcp(81))
                .ports())
        .extracting(PortBinding::hostAddress)
        .containsExactly("127.0.0.1", "127.0.0.2");
  }

  @Test
  void what_a_file_of_variables_says_is_taken_as_it_is(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("app.env"),
            "\uFEFF# comment\n\n  A=1\nB= two = 2 # no comment \nC=\"quoted\"\nD=\nE=a\uFEFFb\nPATH\nNO_SUCH_VARIABLE\n");
    assertThat(PLAIN.withEnvFile(file).env())
        .containsExactly(
            Map.entry("A", "1"),
            Map.entry("B", " two = 2 # no comment "),
            Map.entry("C", "\"quoted\""),
            Map.entry("D", ""),
            Map.entry("E", "a\uFEFFb"),
            Map.entry("PATH", System.getenv("PATH")));
  }

  @Test
  void a_wrong_line_of_a_file_of_variables_is_told(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("app.env"), "A=1\nB C=2\n");
    assertThatThrownBy(() -> PLAIN.withEnvFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "env file must have lines NAME=value or NAME, the name without spaces, but line 2 of "
                + file
                + " has not");
  }

  @Test
  void a_file_of_variables_that_is_not_UTF_8_is_told(@TempDir Path directory) throws IOException {
    // The ü of ISO 8859-1.
    Path file = Files.write(directory.resolve("app.env"), new byte[] {'A', '=', (byte) 0xfc});
    assertThatThrownBy(() -> PLAIN.withEnvFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("env file must be UTF-8, was " + file);
  }

  @Test
  void a_port_that_is_bound_has_a_host_port_or_leaves_it_open() {
    for (int each : new int[] {-1, 65536}) {
      assertThatThrownBy(() -> new PortBinding(ContainerPort.tcp(80), each))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("host port must be 1 to 65535, or 0 for one the engine chooses, was " + each);
    }
    assertThat(new PortBinding(ContainerPort.tcp(80), 0).hostPort()).isZero();
    assertThat(new PortBinding(ContainerPort.tcp(80), 65535).hostPort()).isEqualTo(65535);
  }

  @Test
  void the_values_of_a_file_of_variables_are_shown_nowhere(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("app.env"), "COLOR=red\n");
    ContainerSpec spec = PLAIN.withEnvFile(file);
    assertThat(spec).hasToString("container of shop:1.4, env {COLOR=***}");
    assertThat(spec.withEnv("COLOR", "blue"))
        .hasToString("container of shop:1.4, env {COLOR=blue}");
  }

  @Test
  void limits_and_rights_are_told_to_people() {
    assertThat(
            PLAIN
                .withMemory(DataSize.ofMebibytes(64))
                .withResources(r -> r.withCpus(1.5).withUlimit("nofile", 10, 20))
                .withSecurity(s -> s.withCapability("NET_ADMIN").withReadOnlyRoot()))
        .hasToString(
            "container of shop:1.4, memory 64m, cpus 1.50, ulimit nofile=10:20, security read-only"
                + " root, +NET_ADMIN");
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
            .withGroup("docker")
            .withDevice("/dev/null")
            .withRestartPolicy(RestartPolicy.always())
            .withEnv("A", "b");
    assertThat(
            full.withoutPorts()
                .withoutMounts()
                .withoutFiles()
                .withoutLogConsumers()
                .withoutEngineOptions()
                .withoutGroups()
                .withoutDevices()
                .withoutRestartPolicy()
                .withoutEnv("A"))
        .isEqualTo(PLAIN);
  }
}
