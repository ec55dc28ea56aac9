package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.drydock.Drydock;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Nobody;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class NoEngineTest {

  @TempDir Path dir;

  private String report(String why) {
    return report(
        why,
        "start an engine, or name one that runs with DOCKER_HOST or"
            + " -Ddrydock.engine=unix:///path/to/socket");
  }

  private String report(String why, String hint) {
    return "No container engine answered.\n  Tried:      unix://"
        + dir.resolve("engine.sock")
        + ", given in the program\n  Why not:    "
        + why
        + "\n  Hint:       "
        + hint;
  }

  /** What is installed on the machine of the tests is told too, and is not of these tests. */
  private static String withoutClues(Throwable failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\n  Here: .*(\n {14}.*)*", "");
  }

  private EngineAddress address() {
    return EngineAddress.unix(dir.resolve("engine.sock"));
  }

  @Test
  void a_socket_that_is_absent_is_told() {
    assertThatThrownBy(() -> Drydock.connect(address()))
        .isInstanceOf(NoEngineException.class)
        .extracting(NoEngineTest::withoutClues)
        .isEqualTo(report("there is no such socket"));
  }

  @Test
  void a_socket_behind_which_nobody_listens_is_told() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(dir.resolve("engine.sock")));
    server.close();
    assertThatThrownBy(() -> Drydock.connect(address()))
        .isInstanceOf(NoEngineException.class)
        .extracting(NoEngineTest::withoutClues)
        .isEqualTo(report("nobody listens at the socket (connection refused)"));
  }

  @Test
  void an_engine_that_accepts_and_never_answers_is_told() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(dir.resolve("engine.sock")));
      assertThatThrownBy(() -> Drydock.connect(address()))
          .isInstanceOf(NoEngineException.class)
          .hasMessage(report("it took the connection, but gave no answer within 5 s"));
    }
  }

  /** What the JVM of the other user runs. */
  static final class Stranger {
    public static void main(String[] args) {
      try (Drydock drydock = Drydock.connect(EngineAddress.parse(args[0]))) {
        System.out.println("connected to " + drydock.engine());
      } catch (NoEngineException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static final String OR_ANOTHER =
      ", or name another engine with DOCKER_HOST or -Ddrydock.engine=unix:///path/to/socket";

  @ParameterizedTest
  @CsvSource({
    "root, rw-------, run this as user root",
    "root, rw-rw----, run this as user root",
    "daemon, rw-------, run this as user root",
    "daemon, rw-rw----, 'give this container the socket''s group, as docker run --group-add 1 does'"
  })
  void a_socket_without_permission_is_told_in_a_container(String group, String mode, String hint)
      throws Exception {
    assertThat(strangersReport(group, mode, "KUBERNETES_SERVICE_HOST=10.0.0.1"))
        .endsWith(
            report(
                "user nobody may not open the socket, which is for user root and group " + group,
                hint + OR_ANOTHER));
  }

  @Test
  void a_socket_for_a_group_is_told_with_the_way_into_it() throws Exception {
    assumeFalse(Files.exists(Path.of("/.dockerenv")), "groups of a container are its own");
    assertThat(strangersReport("daemon", "rw-rw----", "A=b"))
        .endsWith(
            report(
                "user nobody may not open the socket, which is for user root and group daemon",
                "add user nobody to group daemon (sudo usermod -aG daemon nobody) and log in again"
                    + OR_ANOTHER));
  }

  @Test
  void a_directory_that_may_not_be_entered_is_told() throws Exception {
    Path closed = Files.createDirectory(dir.resolve("closed"));
    Files.createSymbolicLink(dir.resolve("engine.sock"), closed.resolve("engine.sock"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThat(strangersReport("A=b"))
        .endsWith(
            report(
                "user nobody may not open the socket",
                "run this as a user who may enter " + closed + OR_ANOTHER));
  }

  private String strangersReport(String group, String mode, String variable) throws Exception {
    Path socket = dir.resolve("engine.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
      Files.setAttribute(
          socket,
          "posix:group",
          socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
      return strangersReport(variable);
    }
  }

  private String strangersReport(String variable) throws Exception {
    return Nobody.says(dir, variable, Stranger.class, "unix://" + dir.resolve("engine.sock"));
  }
}
