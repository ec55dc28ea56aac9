package dev.drydock.internal.docker.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Nobody;
import dev.drydock.engine.Settings;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes and environments that are made up, each with what a rule is about. */
@Timeout(20)
class EngineDiscoveryTest {

  @TempDir Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final List<ServerSocketChannel> servers = new ArrayList<>();

  @AfterEach
  void closeServers() throws IOException {
    for (ServerSocketChannel each : servers) {
      each.close();
    }
  }

  private Path home() {
    return directory.resolve("h");
  }

  private EngineDiscovery discovery(String system) {
    return new EngineDiscovery(
        Settings.of(key -> Optional.ofNullable(settings.get(key))),
        new Surroundings(variables::get, home(), directory.resolve("r"), system));
  }

  private Candidate named() {
    return discovery("Linux").named();
  }

  private static EngineAddress tcp(String host, Path tls, boolean verify) {
    return new EngineAddress(URI.create("tcp://" + host), new TlsFiles(tls, verify));
  }

  private void config(String json) throws IOException {
    Files.writeString(
        Files.createDirectories(home().resolve(".docker")).resolve("config.json"), json);
  }

  private Path context(String name, String endpoint) throws Exception {
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    Path meta = home().resolve(".docker/contexts/meta").resolve(hash);
    Files.writeString(
        Files.createDirectories(meta).resolve("meta.json"),
        "{\"Name\":\"" + name + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":" + endpoint + "}}");
    return home().resolve(".docker/contexts/tls").resolve(hash).resolve("docker");
  }

  @Test
  void nothing_is_named_where_nothing_is_set() {
    assertThat(named()).isNull();
  }

  @Test
  void the_setting_comes_before_DOCKER_HOST() {
    settings.put("drydock.engine", "unix:///setting");
    variables.put("DOCKER_HOST", "unix:///variable");
    assertThat(named())
        .isEqualTo(
            new Candidate(EngineAddress.parse("unix:///setting"), "named by drydock.engine"));
  }

  @Test
  void the_setting_may_have_TLS() {
    settings.put("drydock.engine", "tcp://engine:2376");
    settings.put("drydock.engine.tls", "/certs");
    assertThat(named().address()).isEqualTo(tcp("engine:2376", Path.of("/certs"), true));
  }

  @Test
  void the_setting_may_have_TLS_without_verification() {
    settings.put("drydock.engine", "tcp://engine:2376");
    settings.put("drydock.engine.tls", "/certs");
    settings.put("drydock.engine.tls.verify", "false");
    assertThat(named().address()).isEqualTo(tcp("engine:2376", Path.of("/certs"), false));
  }

  @Test
  void TLS_for_what_is_no_tcp_address_is_refused_by_the_names_of_the_settings() {
    settings.put("drydock.engine", "unix:///run/docker.sock");
    settings.put("drydock.engine.tls", "/certs");
    assertThatThrownBy(this::named)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock.engine.tls is set, and only a tcp address can have TLS, but drydock.engine is"
                + " unix:///run/docker.sock: take drydock.engine.tls away, or name the engine as"
                + " tcp://host:2376");
  }

  @Test
  void a_DOCKER_HOST_with_a_path_is_refused() {
    variables.put("DOCKER_HOST", "tcp://proxy:2375/team-a");
    assertThatThrownBy(this::named)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("DOCKER_HOST: engine address tcp://proxy:2375/team-a has a path,");
  }

  @Test
  void DOCKER_HOST_comes_before_a_context() throws Exception {
    context("remote", "{\"Host\":\"tcp://remote:2375\"}");
    config("{\"currentContext\":\"remote\"}");
    variables.put("DOCKER_HOST", "unix:///variable");
    assertThat(named())
        .isEqualTo(new Candidate(EngineAddress.parse("unix:///variable"), "named by DOCKER_HOST"));
  }

  @Test
  void the_TLS_of_a_context_does_not_touch_DOCKER_HOST() throws Exception {
    Files.createDirectories(context("remote", "{\"Host\":\"tcp://remote:2376\"}"));
    config("{\"currentContext\":\"remote\"}");
    variables.put("DOCKER_HOST", "tcp://plain:2375");
    assertThat(named().address()).isEqualTo(EngineAddress.parse("tcp://plain:2375"));
  }

  @Test
  void an_empty_DOCKER_HOST_counts_as_none() {
    variables.put("DOCKER_HOST", " ");
    assertThat(named()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes", "0"})
  void any_value_of_DOCKER_TLS_VERIFY_asks_for_TLS(String value) {
    variables.put("DOCKER_HOST", "tcp://engine:2376");
    variables.put("DOCKER_TLS_VERIFY", value);
    variables.put("DOCKER_CERT_PATH", "/certs");
    assertThat(named().address()).isEqualTo(tcp("engine:2376", Path.of("/certs"), true));
  }

  @Test
  void DOCKER_TLS_asks_for_TLS_without_verification() {
    variables.put("DOCKER_HOST", "tcp://engine:2376");
    variables.put("DOCKER_TLS", "1");
    assertThat(named().address()).isEqualTo(tcp("engine:2376", home().resolve(".docker"), false));
  }

  @Test
  void the_certificates_are_in_the_configuration_unless_it_is_said() {
    variables.put("DOCKER_HOST", "tcp://engine:2376");
    variables.put("DOCKER_TLS_VERIFY", "1");
    variables.put("DOCKER_CONFIG", "/etc/d");
    assertThat(named().address()).isEqualTo(tcp("engine:2376", Path.of("/etc/d"), true));
  }

  @Test
  void a_unix_socket_has_no_TLS_whatever_the_variables_say() {
    variables.put("DOCKER_HOST", "unix:///s");
    variables.put("DOCKER_TLS_VERIFY", "1");
    assertThat(named().address()).isEqualTo(EngineAddress.parse("unix:///s"));
  }

  @ParameterizedTest
  @CsvSource({
    "engine:2375, tcp://engine:2375",
    "tcp://engine, tcp://engine",
    "tcp://:2375, tcp://localhost:2375",
    ":2375, tcp://localhost:2375",
    "unix://, unix:///var/run/docker.sock",
    "/run/a.sock, unix:///run/a.sock",
    "ssh://me@host:22/run/a.sock, ssh://me@host:22/run/a.sock",
    "npipe:////./pipe/docker_engine, npipe:////./pipe/docker_engine"
  })
  void addresses_are_read_as_the_docker_command_reads_them(String text, String meaning) {
    variables.put("DOCKER_HOST", text);
    assertThat(named().address()).hasToString(meaning);
  }

  @Test
  void a_bad_DOCKER_HOST_is_named() {
    variables.put("DOCKER_HOST", "fd://");
    assertThatThrownBy(this::named)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "DOCKER_HOST: engine address must look like unix:///path/to/socket, tcp://host:port,"
                + " ssh://user@host or npipe:////./pipe/name, was fd://");
  }

  @Test
  void the_context_in_use_is_taken() throws Exception {
    context("remote", "{\"Host\":\"tcp://remote:2375\"}");
    config("{\"auths\":{\"a\":{\"auth\":\"x\"}},\"currentContext\":\"remote\"}");
    assertThat(named())
        .isEqualTo(
            new Candidate(
                EngineAddress.parse("tcp://remote:2375"),
                "the docker context \"remote\", which docker context use has chosen"));
  }

  @Test
  void DOCKER_CONTEXT_comes_before_the_context_in_use() throws Exception {
    context("remote", "{\"Host\":\"tcp://remote:2375\"}");
    context("other", "{\"Host\":\"unix:///other\"}");
    config("{\"currentContext\":\"remote\"}");
    variables.put("DOCKER_CONTEXT", "other");
    assertThat(named())
        .isEqualTo(
            new Candidate(
                EngineAddress.parse("unix:///other"),
                "the docker context \"other\", named by DOCKER_CONTEXT"));
  }

  @Test
  void the_default_context_is_none() throws Exception {
    config("{\"currentContext\":\"remote\"}");
    variables.put("DOCKER_CONTEXT", "default");
    assertThat(named()).isNull();
  }

  @Test
  void a_context_has_TLS_files_of_its_own() throws Exception {
    Path tls = context("remote", "{\"Host\":\"tcp://remote:2376\",\"SkipTLSVerify\":false}");
    Files.createDirectories(tls);
    variables.put("DOCKER_CONTEXT", "remote");
    assertThat(named().address()).isEqualTo(tcp("remote:2376", tls, true));
  }

  @Test
  void SkipTLSVerify_of_a_context_is_honoured() throws Exception {
    Path tls = context("remote", "{\"Host\":\"tcp://remote:2376\",\"SkipTLSVerify\":true}");
    variables.put("DOCKER_CONTEXT", "remote");
    assertThat(named().address()).isEqualTo(tcp("remote:2376", tls, false));
  }

  @Test
  void an_unknown_context_is_an_error() throws Exception {
    context("b", "{\"Host\":\"unix:///b\"}");
    context("a", "{\"Host\":\"unix:///a\"}");
    config("{\"currentContext\":\"desktop-linux\"}");
    assertThatThrownBy(this::named)
        .isInstanceOf(NoEngineException.class)
        .hasMessage(
            "No container engine answered.\n"
                + "  Tried:      the docker context \"desktop-linux\", which docker context use has"
                + " chosen\n"
                + "  Why not:    there is no such context in "
                + home().resolve(".docker/contexts/meta")
                + "; there are: a, b\n"
                + "  Hint:       choose another with docker context use, or name an engine with"
                + " DOCKER_HOST or -Ddrydock.engine=unix:///path/to/socket");
  }

  @Test
  void what_lies_beside_the_contexts_hides_none() throws Exception {
    context("a", "{\"Host\":\"unix:///a\"}");
    Path meta = home().resolve(".docker/contexts/meta");
    Files.writeString(meta.resolve(".DS_Store"), "?");
    for (int i = 0; i < 20; i++) {
      Files.createDirectory(meta.resolve("empty" + i));
    }
    variables.put("DOCKER_CONTEXT", "gone");
    assertThatThrownBy(this::named).hasMessageContaining("; there are: a\n");
  }

  @Test
  void an_unknown_context_where_there_is_no_other_is_an_error_too() {
    variables.put("DOCKER_CONTEXT", "gone");
    assertThatThrownBy(this::named)
        .isInstanceOf(NoEngineException.class)
        .hasMessageContaining("there is no such context in ")
        .hasMessageContaining(", nor any other\n");
  }

  @Test
  void a_context_that_Drydock_does_not_speak_to_is_an_error() throws Exception {
    context("odd", "{\"Host\":\"gopher://x\"}");
    variables.put("DOCKER_CONTEXT", "odd");
    assertThatThrownBy(this::named)
        .isInstanceOf(NoEngineException.class)
        .hasMessageContaining(
            "its description is not usable: engine address must look like"
                + " unix:///path/to/socket, tcp://host:port, ssh://user@host or"
                + " npipe:////./pipe/name, was gopher://x");
  }

  @Test
  void a_configuration_that_is_broken_is_passed_over() throws Exception {
    config("{\"currentContext\": oops");
    assertThat(named()).isNull();
  }

  @Test
  void DOCKER_CONFIG_moves_the_contexts() throws Exception {
    variables.put("DOCKER_CONFIG", home().resolve("elsewhere").toString());
    config("{\"currentContext\":\"not here\"}");
    assertThat(named()).isNull();
  }

  // --- sockets that nobody named

  private Path socket(String path, String answer) throws IOException {
    Path socket = directory.resolve(path);
    Files.createDirectories(socket.getParent());
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    servers.add(server);
    Thread thread = new Thread(() -> serve(server, answer));
    thread.setDaemon(true);
    thread.start();
    return socket;
  }

  private static void serve(ServerSocketChannel server, String product) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        if (product.isEmpty()) {
          continue;
        }
        client.read(ByteBuffer.allocate(4096));
        String answer =
            "HTTP/1.1 200 OK\r\nServer: "
                + product
                + "\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK";
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private String found(String system) {
    try (Engine engine = discovery(system).find(null).engine()) {
      return engine.info().product();
    }
  }

  @Test
  void an_address_given_in_the_program_comes_before_all_that_is_set() throws IOException {
    settings.put("drydock.engine", "unix:///setting");
    variables.put("DOCKER_HOST", "unix:///variable");
    Path socket = socket("r/given.sock", "given");
    try (Engine engine = discovery("Linux").find(EngineAddress.unix(socket)).engine()) {
      assertThat(engine.info().product()).isEqualTo("given");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "never"})
  void a_wish_in_place_of_an_address_leaves_the_order_as_it_is(String wish) {
    settings.put("drydock.engine", wish);
    variables.put("DOCKER_HOST", "unix:///variable");
    assertThat(named().address()).hasToString("unix:///variable");
  }

  @Test
  void the_wish_for_a_private_engine_beats_DOCKER_HOST() {
    settings.put("drydock.engine", "private");
    variables.put("DOCKER_HOST", "unix:///variable");
    assertThat(named()).isNull();
  }

  @Test
  void DOCKER_HOST_beats_DOCKER_CONTEXT() {
    variables.put("DOCKER_HOST", "unix:///variable");
    variables.put("DOCKER_CONTEXT", "gone");
    assertThat(named().address()).hasToString("unix:///variable");
  }

  @Test
  void the_default_socket_comes_first() throws IOException {
    socket("r/var/run/docker.sock", "usual");
    socket("h/.docker/run/docker.sock", "desktop");
    assertThat(found("Linux")).isEqualTo("usual");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r/run/user/%U/docker.sock",
        "h/.docker/run/docker.sock",
        "h/.docker/desktop/docker.sock",
        "h/.colima/default/docker.sock",
        "h/.config/colima/default/docker.sock",
        "h/.orbstack/run/docker.sock",
        "h/.rd/docker.sock",
        "h/.lima/default/sock/docker.sock",
        "r/run/user/%U/podman/podman.sock",
        "h/.local/share/containers/podman/machine/m/podman.sock",
        "r/run/podman/podman.sock"
      })
  void each_of_the_well_known_sockets_is_found(String path) throws IOException {
    Files.createDirectories(home());
    String user = Files.getAttribute(home(), "unix:uid").toString();
    socket(path.replace("%U", user), "it");
    assertThat(found("Linux")).isEqualTo("it");
  }

  @Test
  void variables_move_the_sockets() throws IOException {
    variables.put("XDG_RUNTIME_DIR", directory.resolve("x").toString());
    socket("x/docker.sock", "rootless");
    assertThat(found("Linux")).isEqualTo("rootless");
  }

  @Test
  void COLIMA_HOME_is_looked_at() throws IOException {
    variables.put("COLIMA_HOME", directory.resolve("c").toString());
    socket("c/default/docker.sock", "colima");
    assertThat(found("Mac OS X")).isEqualTo("colima");
  }

  @Test
  void the_machine_of_Podman_on_a_Mac_is_found() throws IOException {
    variables.put("TMPDIR", directory.resolve("t").toString());
    socket("t/podman/podman-machine-default-api.sock", "podman");
    assertThat(found("Mac OS X")).isEqualTo("podman");
  }

  @Test
  void on_Windows_the_pipes_are_tried() {
    assertThatThrownBy(() -> found("Windows 11"))
        .isInstanceOf(NoEngineException.class)
        .hasMessageStartingWith(
            "No container engine answered.\n"
                + "  Tried:      npipe:////./pipe/docker_engine, the default pipe: there is no such"
                + " pipe: \\\\.\\pipe\\docker_engine\n"
                + "              npipe:////./pipe/dockerDesktopLinuxEngine, Docker Desktop: there is no"
                + " such pipe: \\\\.\\pipe\\dockerDesktopLinuxEngine\n"
                + "              npipe:////./pipe/podman-machine-default, Podman machine: there is no"
                + " such pipe: \\\\.\\pipe\\podman-machine-default\n"
                + "  Hint:       ");
  }

  @Test
  void of_several_that_answer_the_first_in_order_is_taken() throws IOException {
    socket("r/run/podman/podman.sock", "podman");
    socket("h/.rd/docker.sock", "rancher");
    socket("h/.orbstack/run/docker.sock", "orbstack");
    assertThat(found("Linux")).isEqualTo("orbstack");
  }

  @Test
  void sockets_that_say_nothing_are_waited_for_side_by_side() throws IOException {
    socket("h/.docker/run/docker.sock", "");
    socket("h/.colima/default/docker.sock", "");
    socket("h/.rd/docker.sock", "");
    socket("r/run/podman/podman.sock", "podman");
    long start = System.nanoTime();
    assertThat(found("Linux")).isEqualTo("podman");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2500));
  }

  @Test
  void an_engine_that_stands_in_for_one_that_is_there_says_so() throws IOException {
    Path old = oldEngine("r/var/run/docker.sock");
    socket("h/.docker/run/docker.sock", "gone");
    servers.get(1).close();
    socket("r/run/podman/podman.sock", "podman");
    Found found = discovery("Linux").find(null);
    found.engine().close();
    assertThat(found.failed()).hasSize(2);
    assertThat(found.unusable())
        .singleElement(STRING)
        .startsWith("unix://" + old + ", the default socket: ancient speaks version 1.30 of the");
  }

  /** What the JVM of another user runs. */
  static final class Stranger {
    public static void main(String[] args) {
      NoEngineException denied =
          new NoEngineException("denied", new SocketException("Permission denied"));
      for (String each : args) {
        System.out.println(Hints.isThere(EngineAddress.parse(each), denied));
      }
    }
  }

  @Test
  void what_may_be_in_a_directory_that_cannot_be_entered_is_not_called_there() throws IOException {
    Path socket = socket("open/docker.sock", "");
    Path hidden = socket("closed/docker.sock", "");
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(hidden.getParent(), PosixFilePermissions.fromString("rwx------"));
    assertThat(
            Nobody.says(directory, "A=b", Stranger.class, "unix://" + socket, "unix://" + hidden))
        .endsWith("true\nfalse");
  }

  private Path oldEngine(String path) throws IOException {
    return socket(path, "ancient\r\nApi-Version: 1.30");
  }

  @Test
  void what_was_tried_is_told_when_none_answers() throws IOException {
    Files.createDirectories(home());
    variables.put("XDG_RUNTIME_DIR", "/x");
    Path silent = socket("h/.rd/docker.sock", "");
    Path refusing = socket("r/run/podman/podman.sock", "");
    servers.get(1).close();
    String h = home().toString();
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessage(
            "No container engine answered.\n"
                + "  Tried:      unix://"
                + directory.resolve("r/var/run/docker.sock")
                + ", the default socket: there is no such socket\n"
                + "              unix://"
                + silent
                + ", Rancher Desktop: it took the connection, but gave no answer within 1 s\n"
                + "              unix://"
                + refusing
                + ", Podman of the system: nobody listens at the socket (connection refused)\n"
                + "  Absent:     /x/docker.sock (rootless Docker)\n"
                + ("              " + h + "/.docker/run/docker.sock (Docker Desktop)\n")
                + ("              " + h + "/.docker/desktop/docker.sock (Docker Desktop)\n")
                + ("              " + h + "/.colima/default/docker.sock (Colima)\n")
                + ("              " + h + "/.config/colima/default/docker.sock (Colima)\n")
                + ("              " + h + "/.orbstack/run/docker.sock (OrbStack)\n")
                + "              /x/podman/podman.sock (Podman of this user)\n"
                + "  Hint:       start an engine, or name one that runs with DOCKER_HOST or"
                + " -Ddrydock.engine=unix:///path/to/socket");
  }

  // --- what is here where no engine is

  private static final String HINT =
      "  Hint:       start an engine, or name one that runs with DOCKER_HOST or"
          + " -Ddrydock.engine=unix:///path/to/socket";

  private static final String DOCKERD =
      "dockerd is installed: start its service, for example with systemctl start docker\n";

  private void program(String name, String script) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    variables.put("PATH", bin.toString());
    assertThat(
            Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script)
                .toFile()
                .setExecutable(true))
        .isTrue();
  }

  @Test
  void what_is_installed_is_told_where_nothing_is_at_a_socket_that_was_named() throws IOException {
    program("dockerd", "exit 1\n");
    program("podman", "exit 1\n");
    variables.put("DOCKER_HOST", "unix:///nowhere/docker.sock");
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessage(
            "No container engine answered.\n"
                + "  Tried:      unix:///nowhere/docker.sock, named by DOCKER_HOST\n"
                + "  Why not:    there is no such socket\n"
                + ("  Here:       " + DOCKERD)
                + "              podman is installed: start its service with systemctl --user start"
                + " podman.socket, or let Drydock run one of its own with"
                + " -Ddrydock.engine=private\n"
                + HINT);
  }

  @Test
  void what_is_installed_is_told_where_nobody_listens_at_a_socket_that_was_named()
      throws IOException {
    program("dockerd", "exit 1\n");
    variables.put("DOCKER_HOST", "unix://" + socket("r/named.sock", ""));
    servers.get(0).close();
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessageEndingWith(
            "  Why not:    nobody listens at the socket (connection refused)\n"
                + ("  Here:       " + DOCKERD)
                + HINT);
  }

  @Test
  void what_is_installed_is_not_told_where_something_answers_at_the_default_socket()
      throws IOException {
    program("dockerd", "exit 1\n");
    settings.put("drydock.engine", "never");
    oldEngine("r/var/run/docker.sock");
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessageNotContaining("Here:")
        .hasMessageEndingWith(HINT);
  }

  @Test
  void who_may_not_open_a_pipe_is_told_the_group_that_may() {
    assertThat(
            Hints.of(
                EngineAddress.parse("npipe:////./pipe/docker_engine"),
                new NoEngineException("denied", new AccessDeniedException("docker_engine")),
                Surroundings.current()))
        .isEqualTo(
            "add user "
                + System.getProperty("user.name")
                + " to group docker-users and log in again, or name another engine with DOCKER_HOST"
                + " or -Ddrydock.engine=unix:///path/to/socket");
  }

  @Test
  void a_file_of_certificates_that_may_not_be_read_is_no_matter_of_groups() {
    assertThat(
            Hints.of(
                EngineAddress.parse("tcp://engine:2376"),
                new NoEngineException("key.pem", new AccessDeniedException("key.pem")),
                Surroundings.current()))
        .isEqualTo(Hints.USUAL);
  }

  @Test
  void podman_of_a_machine_is_not_started_as_a_service() throws IOException {
    program("podman", "exit 1\n");
    program("podman.exe", "exit 1\n");
    for (String system : List.of("Mac OS X", "Windows 11")) {
      assertThatThrownBy(() -> found(system))
          .isInstanceOf(NoEngineException.class)
          .hasMessageNotContaining("a service of podman's")
          .hasMessageEndingWith(
              "  Here:       podman is installed: start its machine with podman machine start\n"
                  + HINT);
      settings.put("drydock.engine", "private");
      assertThatThrownBy(() -> found(system))
          .isInstanceOf(NoEngineException.class)
          .hasMessageContaining("  Why not:    such a service can be had on Linux only\n")
          .hasMessageEndingWith("podman machine start\n" + HINT);
      settings.clear();
    }
  }

  @Test
  void what_is_installed_here_is_not_told_of_an_engine_elsewhere() throws IOException {
    program("dockerd", "exit 1\n");
    variables.put("DOCKER_HOST", "tcp://127.0.0.1:1");
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessageStartingWith(
            "No container engine answered.\n"
                + "  Tried:      tcp://127.0.0.1:1, named by DOCKER_HOST\n"
                + "  Why not:    ")
        .hasMessageNotContaining("Here:")
        .hasMessageEndingWith(HINT);
  }

  @Test
  void what_is_installed_is_told_where_a_private_engine_is_wished_for_and_there_is_no_podman()
      throws IOException {
    program("dockerd", "exit 1\n");
    settings.put("drydock.engine", "private");
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessage(
            "No container engine answered.\n"
                + "  Tried:      a service of podman's for this run\n"
                + "  Why not:    podman is not installed\n"
                + ("  Here:       " + DOCKERD)
                + HINT);
  }

  @Test
  void what_is_absent_and_installed_is_told_where_podman_does_not_come_up_either()
      throws IOException {
    program("dockerd", "exit 1\n");
    program("podman", "echo 'Error: no space left' >&2\nexit 125\n");
    variables.put("XDG_RUNTIME_DIR", "/x");
    String h = home().toString();
    assertThatThrownBy(() -> found("Linux"))
        .isInstanceOf(NoEngineException.class)
        .hasMessage(
            "No container engine answered.\n"
                + "  Tried:      unix://"
                + directory.resolve("r/var/run/docker.sock")
                + ", the default socket: there is no such socket\n"
                + "              a service of podman's for this run: podman system service did not"
                + " come up: Error: no space left\n"
                + "  Absent:     /x/docker.sock (rootless Docker)\n"
                + ("              " + h + "/.docker/run/docker.sock (Docker Desktop)\n")
                + ("              " + h + "/.docker/desktop/docker.sock (Docker Desktop)\n")
                + ("              " + h + "/.colima/default/docker.sock (Colima)\n")
                + ("              " + h + "/.config/colima/default/docker.sock (Colima)\n")
                + ("              " + h + "/.orbstack/run/docker.sock (OrbStack)\n")
                + ("              " + h + "/.rd/docker.sock (Rancher Desktop)\n")
                + "              /x/podman/podman.sock (Podman of this user)\n"
                + "              "
                + directory.resolve("r/run/podman/podman.sock")
                + " (Podman of the system)\n"
                + ("  Here:       " + DOCKERD)
                + HINT);
  }
}
