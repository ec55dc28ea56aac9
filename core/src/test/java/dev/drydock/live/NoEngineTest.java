package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drydock.Drydock;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.NoEngineException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
    "daemon, rw-rw----, 'add user nobody to group daemon (sudo usermod -aG daemon nobody) and log in again'"
  })
  void a_socket_without_permission_is_told(String group, String mode, String hint)
      throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path socket = dir.resolve("engine.sock");
      server.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
      Files.setAttribute(
          socket,
          "posix:group",
          socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group));
      Process stranger =
          new ProcessBuilder(
                  List.of(
                      "setpriv",
                      "--reuid=65534",
                      "--regid=65534",
                      "--clear-groups",
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      readableByAll(System.getProperty("java.class.path")),
                      Stranger.class.getName(),
                      "unix://" + socket))
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .start();
      String output =
          new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(output)
          .endsWith(
              report(
                  "user nobody may not open the socket, which is for user root and group " + group,
                  hint + OR_ANOTHER));
    }
  }

  /** The other user may not be able to read the class path where it lies, so it is copied. */
  private String readableByAll(String classPath) throws IOException {
    Path copy = Files.createDirectories(dir.resolve("cp"));
    StringBuilder entries = new StringBuilder();
    int number = 0;
    for (String entry : classPath.split(java.io.File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (!Files.exists(from)) {
        continue;
      }
      Path to = copy.resolve(number++ + (Files.isDirectory(from) ? "" : ".jar"));
      try (var files = Files.walk(from)) {
        for (Path each : (Iterable<Path>) files::iterator) {
          Path target = to.resolve(from.relativize(each).toString());
          if (Files.isDirectory(each)) {
            Files.createDirectories(target);
          } else {
            Files.copy(each, Files.isDirectory(from) ? target : to);
          }
        }
      }
      entries.append(entries.length() == 0 ? "" : java.io.File.pathSeparator).append(to);
    }
    return entries.toString();
  }
}
