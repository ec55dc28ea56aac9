package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.Diagnosis;
import dev.drydock.engine.Settings;
import dev.drydock.engine.Wire;
import dev.drydock.internal.docker.discovery.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of an engine that answers, whole. */
@Timeout(60)
class DoctorReportTest {

  /** Nobody's any more: its lease is long over. */
  private static final String LABELS =
      "'Labels':{'dev.drydock':'true','dev.drydock.expires':'1000'}";

  @TempDir Path directory;
  private final List<ServerSocketChannel> servers = new ArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  @BeforeEach
  void answerAsDocker() {
    answers.put(
        "/version",
        "{'Platform':{'Name':'Docker Engine - Community'},'Version':'26.1.5','ApiVersion':'1.45',"
            + "'MinAPIVersion':'1.24','Os':'linux','Arch':'amd64','KernelVersion':'6.1.0'}");
    answers.put(
        "/info",
        "{'OperatingSystem':'Debian GNU/Linux 12','Driver':'overlay2','CgroupDriver':'systemd',"
            + "'CgroupVersion':'2','NCPU':2,'MemTotal':4294967296}");
    answers.put("/containers/json", "[]");
    answers.put("/networks", "[]");
    answers.put("/volumes", "{'Volumes':[]}");
    answers.put("/images/json", "[]");
  }

  @AfterEach
  void closeServers() throws IOException {
    for (ServerSocketChannel each : servers) {
      each.close();
    }
  }

  private ServerSocketChannel listen(String path) throws IOException {
    Path socket = directory.resolve(path);
    Files.createDirectories(socket.getParent());
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    servers.add(server);
    server.bind(UnixDomainSocketAddress.of(socket));
    return server;
  }

  private void engine(String path) throws IOException {
    ServerSocketChannel server = listen(path);
    Wire.daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            Wire.daemon(() -> converse(client));
          }
        });
  }

  private void converse(SocketChannel client) throws IOException {
    try (client;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    Channels.newInputStream(client), StandardCharsets.US_ASCII))) {
      String request = in.readLine();
      while (request != null) {
        String header = in.readLine();
        while (header != null && !header.isEmpty()) {
          header = in.readLine();
        }
        ByteBuffer answer = ByteBuffer.wrap(answer(request).getBytes(StandardCharsets.UTF_8));
        while (answer.hasRemaining()) {
          client.write(answer);
        }
        request = in.readLine();
      }
    }
  }

  private String answer(String request) {
    String head = "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nServer: Docker/26.1.5 (linux)\r\n";
    String body = "OK";
    for (Map.Entry<String, String> each : answers.entrySet()) {
      if (request.startsWith("GET /v1.45" + each.getKey())) {
        body = each.getValue().replace('\'', '"');
      }
    }
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private Diagnosis diagnosis() {
    return Doctor.examine(
        Settings.of(key -> Optional.empty()),
        new Surroundings(
            name -> null, directory.resolve("home"), directory.resolve("root"), "Linux"));
  }

  /** The report without what depends on who runs the tests. */
  private String text(Diagnosis diagnosis) {
    return diagnosis
        .text()
        .replace(directory.toString(), "<dir>")
        // Only an engine of root's has its networks on this machine.
        .replace("CONTAINER_ADDRESSES, ", "");
  }

  @Test
  void what_was_tried_before_it_what_is_left_and_what_comes_next_is_told() throws IOException {
    listen("home/.docker/run/docker.sock").close();
    engine("home/.orbstack/run/docker.sock");
    answers.put(
        "/containers/json", "[{'Id':'c1','Names':['/drydock-shop-0123abcd-1']," + LABELS + "}]");
    answers.put("/networks", "[{'Id':'n1','Name':'drydock-network-0123abcd-2'," + LABELS + "}]");
    answers.put("/volumes", "{'Volumes':[{'Name':'drydock-volume-0123abcd-3'," + LABELS + "}]}");
    answers.put(
        "/images/json",
        "[{'Id':'sha256:0','RepoTags':['drydock-shop-0123abcd-4:latest']," + LABELS + "}]");
    Diagnosis diagnosis = diagnosis();
    assertThat(diagnosis.healthy()).isTrue();
    assertThat(text(diagnosis))
        .isEqualTo(
            """
            A container engine answers.
              Engine:      Docker/26.1.5 (linux) at unix://<dir>/home/.orbstack/run/docker.sock, OrbStack
              Tried first: unix://<dir>/root/var/run/docker.sock, the default socket: there is no such socket
                           unix://<dir>/home/.docker/run/docker.sock, Docker Desktop: nobody listens at the \
            socket (connection refused)
              Edition:     Docker Engine - Community, 26.1.5
              API:         1.45 is used; it speaks 1.24 to 1.45
              Containers:  linux/amd64
              Host:        Debian GNU/Linux 12, kernel 6.1.0, 2 processors, 4g
              Storage:     overlay2, cgroups systemd v2
              Leftovers:   4 of runs that have ended: drydock-shop-0123abcd-1, drydock-network-0123abcd-2, \
            drydock-volume-0123abcd-3, drydock-shop-0123abcd-4:latest
              Can:         [LOCAL_FILES, SEVERAL_NETWORKS_AT_CREATE]
              Next:        nothing; the first start of the next run removes what is left""");
  }

  @Test
  void an_engine_that_warns_and_has_nothing_left_can_be_used() throws IOException {
    engine("root/var/run/docker.sock");
    answers.put(
        "/info",
        "{'OperatingSystem':'Alpine','Driver':'vfs','CgroupDriver':'none','CgroupVersion':'2',"
            + "'NCPU':1,'MemTotal':1073741824,'SecurityOptions':['name=rootless'],"
            + "'Warnings':['WARNING: No swap limit support','WARNING: No pids limit']}");
    Diagnosis diagnosis = diagnosis();
    assertThat(diagnosis.healthy()).isTrue();
    assertThat(text(diagnosis))
        .isEqualTo(
            """
            A container engine answers.
              Engine:      Docker/26.1.5 (linux) at unix://<dir>/root/var/run/docker.sock, the default socket
              Edition:     Docker Engine - Community, 26.1.5
              API:         1.45 is used; it speaks 1.24 to 1.45
              Containers:  linux/amd64
              Host:        Alpine, kernel 6.1.0, 1 processor, 1g, rootless
              Storage:     vfs, cgroups none v2
              Warning:     No swap limit support
              Warning:     No pids limit
              Leftovers:   none
              Can:         [LOCAL_FILES, SEVERAL_NETWORKS_AT_CREATE]
              Next:        nothing; tests can use it""");
  }

  @Test
  void an_engine_that_answers_and_not_as_it_should_is_told() throws IOException {
    engine("root/var/run/docker.sock");
    answers.put("/networks", "oops");
    Diagnosis diagnosis = diagnosis();
    assertThat(diagnosis.healthy()).isFalse();
    assertThat(text(diagnosis))
        .contains(
            "\n  Trouble:     The engine at unix://<dir>/root/var/run/docker.sock, asked to list"
                + " networks, answered what is not its API: ")
        .endsWith(
            "\n  Next:        look into the engine's own log; it answers, but not as it should");
  }
}
