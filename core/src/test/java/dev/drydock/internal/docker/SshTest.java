package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Capability;
import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContractFixture;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.LogStream;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.Endpoint;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.NoEngineException;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular about an engine reached by SSH; here through a server on the loopback. */
@Tag("engines")
class SshTest extends ContractFixture {

  @TempDir static Path directory;
  private static final ExecutorService threads = Executors.newCachedThreadPool();
  private static Process server;
  private static int port;

  @BeforeAll
  static void serve() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "host");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "user");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "stranger");
    Files.copy(directory.resolve("user.pub"), directory.resolve("authorized"));
    Files.createDirectories(Path.of("/run/sshd"));
    String key = Files.readString(directory.resolve("host.pub"));
    Files.writeString(directory.resolve("known"), "[127.0.0.1]:" + port + " " + key);
    // The shell that the server starts reads a profile, which on some machines takes half a minute.
    Files.writeString(
        directory.resolve("sshd_config"),
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s/host
        AuthorizedKeysFile %s/authorized
        PasswordAuthentication no
        StrictModes no
        UsePAM no
        PidFile none
        SetEnv HOME=%s
        """
            .formatted(port, directory, directory, directory));
    client("user");
    client("stranger");
    listen();
  }

  private static void listen() throws IOException {
    server =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", directory + "/sshd_config")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sshd.log").toFile())
            .start();
    await().until(() -> Files.readString(directory.resolve("sshd.log")).contains("listening"));
  }

  private static void client(String key) throws IOException {
    Files.writeString(
        directory.resolve(key + "_config"),
        "IdentityFile %s/%s\nIdentitiesOnly yes\nUserKnownHostsFile %s/known\n"
            .formatted(directory, key, directory));
  }

  private static void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @AfterAll
  static void stop() {
    server.destroy();
    threads.shutdown();
  }

  private static EngineAddress address(String key) {
    return EngineAddress.parse(
        "ssh://root@127.0.0.1:" + port + "?config=" + directory + "/" + key + "_config");
  }

  @Override
  protected Engine connect() {
    return new DockerEngineProvider().connect(address("user"), Duration.ofSeconds(20));
  }

  @Test
  void nothing_of_this_machine_is_taken_for_the_engines() {
    assertThat(engine.info().capabilities())
        .doesNotContain(Capability.LOCAL_FILES, Capability.CONTAINER_ADDRESSES);
  }

  @Test
  void a_published_port_is_reached_through_the_same_ssh() throws IOException {
    String id =
        start(
            sleeper()
                .withCommand("sh", "-c", "mkdir /w; echo hi >/w/index.html; httpd -f -p 80 -h /w")
                .withPort(80));
    Endpoint endpoint = engine.containers().inspect(id).endpoints().get(ContainerPort.tcp(80));
    URI page = URI.create("http://" + endpoint + "/");
    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(page.toURL().openStream().readAllBytes())
                    .isEqualTo("hi\n".getBytes(StandardCharsets.US_ASCII)));
    assertThat(engine.containers().inspect(id).endpoints()).containsValue(endpoint);
    Leaks leaks = Leaks.count();
    for (int i = 0; i < 20; i++) {
      page.toURL().openStream().readAllBytes();
    }
    leaks.assertNone();
  }

  @Test
  void the_watchdog_reaches_the_engine_too() throws Exception {
    List<String> command = engine.watchdogCommand(labels);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.directory(new File("/"));
    Process watchdog = builder.start();
    start(sleeper());
    watchdog.getOutputStream().close();
    await().atMost(Duration.ofSeconds(20)).until(() -> engine.find(labels).isEmpty());
  }

  @Test
  void a_key_that_is_not_known_is_told() {
    assertThatThrownBy(
            () -> new DockerEngineProvider().connect(address("stranger"), Duration.ofSeconds(20)))
        .isInstanceOf(NoEngineException.class)
        .hasMessageStartingWith("ssh failed: root@127.0.0.1: Permission denied (publickey");
  }

  @Test
  void a_host_where_nobody_listens_is_told() {
    assertThatThrownBy(
            () ->
                new DockerEngineProvider()
                    .connect(EngineAddress.parse("ssh://127.0.0.1:1"), Duration.ofSeconds(20)))
        .isInstanceOf(NoEngineException.class)
        .hasMessage("ssh failed: ssh: connect to host 127.0.0.1 port 1: Connection refused");
  }

  @Test
  void a_connection_that_is_cut_is_told_and_the_next_call_works() throws Exception {
    String id = start(sleeper());
    CompletableFuture<ExecResult> running =
        CompletableFuture.supplyAsync(
            () -> engine.containers().exec(id, ExecSpec.of("sleep", "30")));
    await()
        .until(() -> engine.containers().exec(id, ExecSpec.of("ps")).stdout().contains("sleep 30"));
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThatThrownBy(() -> running.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(EngineException.class)
        .hasMessageContaining("broke the connection");
    assertThat(engine.containers().inspect(id).state().isAlive()).isTrue();
  }

  @Test
  void a_start_whose_ssh_is_cut_fails_in_its_time_and_is_cleaned_up_when_it_is_back()
      throws Exception {
    Drydock drydock = Drydock.connect(address("user"));
    Session session = drydock.openSession();
    Map<String, String> its = Map.of("dev.drydock.session", session.id());
    CountDownLatch looked = new CountDownLatch(1);
    Readiness never = NeverReady.after(looked);
    ContainerSpec spec = sleeper().withReadiness(never).withStartTimeout(Duration.ofSeconds(5));
    CompletableFuture<Container> start = CompletableFuture.supplyAsync(() -> session.start(spec));
    looked.await();
    List<ProcessHandle> connections = server.descendants().toList();
    server.destroy();
    server.waitFor();
    connections.forEach(ProcessHandle::destroyForcibly);
    try {
      assertThatThrownBy(() -> start.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ContainerStartException.class)
          .hasMessageContaining("was not ready within 5 s.")
          .hasMessageContaining("gives no answer any more");
    } finally {
      listen();
    }
    assertThat(engine.find(its)).isNotEmpty();
    session.close();
    assertThat(engine.find(its)).isEmpty();
    drydock.close();
  }

  @Test
  void a_login_that_was_lost_is_made_anew_and_the_others_go_through_it() throws IOException {
    loseTheLogin("user");
    long before = logins();
    for (int i = 0; i < 3; i++) {
      assertThat(engine.answers(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(logins() - before).isEqualTo(1);
  }

  @Test
  void none_but_the_first_may_become_the_one_through_which_the_others_go() {
    assertThat(engine.find(labels)).isEmpty();
    assertThat(words("user_config"))
        .hasSizeGreaterThan(1)
        .filteredOn(each -> !each.contains("ControlMaster=yes"))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each).contains("ControlMaster=no"));
  }

  @Test
  void a_port_where_nobody_listens_is_never_called_ready_while_a_lost_login_is_made_anew()
      throws IOException {
    String id = start(sleeper().withPort(80));
    // Longer than the longest that a port is watched for.
    Files.writeString(
        directory.resolve("slow_config"),
        Files.readString(directory.resolve("user_config"))
            + "ProxyCommand sh -c 'sleep 3; exec ssh -F %s/user_config -W %%h:%%p -p %d root@%%h'\n"
                .formatted(directory, port));
    try (Engine slow =
        new DockerEngineProvider().connect(address("slow"), Duration.ofSeconds(20))) {
      ContainerFacts facts = slow.containers().inspect(id);
      Verdict closed = Verdict.notYet("connection closed at once");
      ContainerPort web = ContainerPort.tcp(80);
      await().until(() -> slow.containers().accepts(facts, web).equals(closed));
      loseTheLogin("slow");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                Verdict verdict = slow.containers().accepts(facts, web);
                assertThat(verdict).isInstanceOf(Verdict.NotYet.class);
                return verdict.equals(closed);
              });
    }
  }

  @Test
  void more_connections_than_a_server_takes_of_one_login_share_several() throws Exception {
    String id = start(sleeper().withCommand("sh", "-c", "echo up; sleep 1000"));
    long before = logins();
    for (int round = 0; round < 2; round++) {
      List<CompletableFuture<LogStream>> opened = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        opened.add(
            CompletableFuture.supplyAsync(
                () -> engine.containers().logs(id, false, -1, true), threads));
      }
      for (CompletableFuture<LogStream> each : opened) {
        LogStream log = each.get();
        assertThat(log.next().text()).isEqualTo("up");
        log.close();
      }
      // Eight each, and the first is there.
      assertThat(logins() - before).isBetween(2L, 3L);
      // A server counts a session until the command there has ended; a few idle ones stay.
      await().atMost(Duration.ofSeconds(30)).until(() -> dialled() < 8);
    }
  }

  @Test
  void a_session_that_the_server_still_has_is_counted() throws Exception {
    String id = start(sleeper());
    long before = logins();
    for (int i = 0; i < 20; i++) {
      // Silent, so that the engine does not see that nobody listens any more.
      engine.containers().attach(id, false).close();
    }
    assertThat(engine.containers().inspect(id).state().isAlive()).isTrue();
    // Two more; were the sessions forgotten, each of the last ten would log in by itself.
    assertThat(logins() - before).isLessThan(4);
    engine.containers().remove(id);
    await().atMost(Duration.ofSeconds(30)).until(() -> dialled() < 8);
  }

  @Test
  void an_extra_login_that_fails_leaves_the_ports_as_they_are_and_is_not_tried_all_the_time()
      throws Exception {
    String id = start(sleeper().withPort(80));
    Path authorized = directory.resolve("authorized");
    String keys = Files.readString(authorized);
    List<LogStream> logs = new ArrayList<>();
    try (Engine other = connect()) {
      ContainerFacts facts = other.containers().inspect(id);
      ContainerPort web = ContainerPort.tcp(80);
      Verdict closed = Verdict.notYet("connection closed at once");
      await().until(() -> other.containers().accepts(facts, web).equals(closed));
      Files.writeString(authorized, "");
      long refusals = refusals();
      try {
        for (int i = 0; i < 20; i++) {
          logs.add(other.containers().logs(id, false, -1, true));
        }
      } catch (EngineException e) {
        // When there is no room any more.
      }
      assertThat(logs).hasSizeBetween(5, 8);
      for (int i = 0; i < 20; i++) {
        assertThat(other.containers().accepts(facts, web)).isEqualTo(closed);
      }
      assertThat(refusals() - refusals).isBetween(1L, 4L);
    } finally {
      Files.writeString(authorized, keys);
      logs.forEach(LogStream::close);
    }
  }

  private static long refusals() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("sshd.log"))) {
      return lines
          .filter(each -> each.contains("Connection closed by authenticating user"))
          .count();
    }
  }

  @Test
  void the_directory_for_temporary_files_may_have_a_blank_and_a_per_cent() throws IOException {
    Path odd = Files.createDirectory(directory.resolve("a b%h"));
    String usual = System.setProperty("java.io.tmpdir", odd.toString());
    try (Engine other = connect()) {
      long before = logins();
      assertThat(odd).isNotEmptyDirectory();
      assertThat(other.find(labels)).isEmpty();
      try (LogStream log = other.containers().logs(start(sleeper()), false, -1, true)) {
        assertThat(other.find(labels)).isNotEmpty();
      }
      assertThat(logins()).isEqualTo(before);
    } finally {
      System.setProperty("java.io.tmpdir", usual);
    }
    assertThat(odd).isEmptyDirectory();
  }

  @Test
  void the_watchdog_has_what_ssh_needs_and_reads_the_same_configuration() throws Exception {
    String here = Path.of("").toAbsolutePath().relativize(directory).toString();
    EngineAddress relative =
        EngineAddress.parse("ssh://root@127.0.0.1:" + port + "?config=" + here + "/user_config");
    try (Engine other = new DockerEngineProvider().connect(relative, Duration.ofSeconds(20))) {
      List<String> command = other.watchdogCommand(labels);
      assertThat(String.join(" ", command)).contains("export PATH='", "export HOME='");
      Process watchdog = new ProcessBuilder(command).directory(new File("/")).start();
      start(sleeper());
      watchdog.getOutputStream().close();
      await().atMost(Duration.ofSeconds(20)).until(() -> engine.find(labels).isEmpty());
    }
  }

  @Test
  void what_listens_for_a_port_goes_with_its_container() throws IOException {
    String id = start(sleeper().withPort(80));
    Endpoint endpoint = engine.containers().inspect(id).endpoints().get(ContainerPort.tcp(80));
    new Socket(endpoint.host(), endpoint.port()).close();
    engine.containers().remove(id);
    assertThatThrownBy(() -> new Socket(endpoint.host(), endpoint.port()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void a_socket_there_may_have_a_blank_in_its_path() throws IOException {
    Path socket = Files.createDirectories(directory.resolve("my dir")).resolve("docker.sock");
    Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
    EngineAddress address =
        EngineAddress.parse(
            "ssh://root@127.0.0.1:%d%s/my%%20dir/docker.sock?config=%s/user_config"
                .formatted(port, directory, directory));
    try (Engine other = new DockerEngineProvider().connect(address, Duration.ofSeconds(20))) {
      assertThat(other.find(labels)).isEmpty();
    } finally {
      Files.delete(socket);
    }
  }

  @Test
  void the_watchdog_reaches_it_where_the_directory_for_temporary_files_is_a_deep_one()
      throws Exception {
    Path deep = Files.createDirectories(directory.resolve("deep".repeat(20)));
    Process watchdog = watchdog(deep);
    start(sleeper());
    watchdog.getOutputStream().close();
    await().atMost(Duration.ofSeconds(20)).until(() -> engine.find(labels).isEmpty());
  }

  /** One whose directory for temporary files is this. */
  private Process watchdog(Path temporary) throws IOException {
    String option = "'-Xmx16m'";
    return new ProcessBuilder(
            engine.watchdogCommand(labels).stream()
                .map(each -> each.replace(option, option + " '-Djava.io.tmpdir=" + temporary + "'"))
                .toList())
        .start();
  }

  /** The words of all processes of ssh that have one that ends so. */
  private static List<List<String>> words(String end) {
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      return children
          .map(each -> List.of(each.info().arguments().orElse(new String[0])))
          .filter(each -> each.stream().anyMatch(word -> word.endsWith(end)))
          .filter(each -> each.contains("BatchMode=yes"))
          .toList();
    }
  }

  /** Kills the process that logged in with this configuration. */
  private static void loseTheLogin(String key) {
    List<ProcessHandle> found;
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      found =
          children
              .filter(
                  each -> {
                    List<String> words = List.of(each.info().arguments().orElse(new String[0]));
                    return words.contains("ControlMaster=yes")
                        && words.contains(directory + "/" + key + "_config");
                  })
              .toList();
    }
    assertThat(found).hasSize(1);
    found.get(0).destroyForcibly();
    await().until(() -> !found.get(0).isAlive());
  }

  private static long logins() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("sshd.log"))) {
      return lines.filter(each -> each.contains("Accepted publickey")).count();
    }
  }

  @Test
  void neither_a_process_nor_a_directory_is_left_when_the_watchdog_is_dismissed() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Process watchdog = watchdog(temporary);
    try (OutputStream out = watchdog.getOutputStream()) {
      out.write("bye\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(watchdog.waitFor(20, TimeUnit.SECONDS)).isTrue();
    await().untilAsserted(() -> assertThat(temporary).isEmptyDirectory());
  }

  @Test
  void no_process_is_left_when_the_engine_is_closed() {
    long before = sshProcesses();
    Engine another = connect();
    assertThat(another.find(labels)).isEmpty();
    another.close();
    await().until(() -> sshProcesses() <= before);
  }

  /** The processes of those that carry a connection to the engine. */
  private static long dialled() {
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      return children
          .filter(
              each -> each.info().commandLine().orElse("").contains(" docker system dial-stdio"))
          .filter(each -> each.info().command().orElse("").endsWith("/ssh"))
          .count();
    }
  }

  private static long sshProcesses() {
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      return children.filter(each -> each.info().command().orElse("").endsWith("/ssh")).count();
    }
  }
}
