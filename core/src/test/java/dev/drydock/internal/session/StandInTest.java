package dev.drydock.internal.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.drydock.engine.Settings;
import dev.drydock.engine.Wire;
import dev.drydock.internal.docker.discovery.Surroundings;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is said of an engine that is used because the first choice would not do. */
@Tag("engine")
@Timeout(30)
class StandInTest {

  @TempDir Path directory;

  @BeforeEach
  void the_engine_is_where_podmans_would_be() throws IOException {
    Path socket = directory.resolve("r/run/podman/podman.sock");
    Files.createDirectories(socket.getParent());
    Files.createSymbolicLink(socket, Path.of("/var/run/docker.sock"));
  }

  private List<String> warnings() {
    Logger logger = (Logger) LoggerFactory.getLogger(Hub.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      Settings settings = Settings.of(key -> Optional.empty());
      Map<String, String> none = Map.of();
      Surroundings surroundings =
          new Surroundings(none::get, directory.resolve("h"), directory.resolve("r"), "Linux");
      Hub.connect(settings, null, surroundings).close();
    } finally {
      logger.detachAppender(appender);
    }
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void where_nothing_is_at_the_default_socket_nothing_is_said() {
    assertThat(warnings()).isEmpty();
  }

  @Test
  void where_something_else_is_at_the_default_socket_it_is_said() throws IOException {
    Path usual = directory.resolve("r/var/run/docker.sock");
    Files.createDirectories(usual.getParent());
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(usual));
      Wire.daemon(
          () -> {
            while (true) {
              try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(1024));
                client.write(ByteBuffer.wrap("hello\r\n\r\n".getBytes(US_ASCII)));
              }
            }
          });
      assertThat(warnings())
          .containsExactly(
              "Using the engine at unix://"
                  + directory.resolve("r/run/podman/podman.sock")
                  + ", Podman of the system, because another one failed: unix://"
                  + usual
                  + ", the default socket: what answers there is not a container engine: the answer"
                  + " is not HTTP: it begins with hello");
    }
  }
}
