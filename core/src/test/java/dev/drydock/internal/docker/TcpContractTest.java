package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Capability;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineContract;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on the local engine, reached by TCP as one on another machine would be. */
@Tag("slow")
class TcpContractTest extends EngineContract {

  private static ServerSocketChannel server;

  @BeforeAll
  static void listen() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon(
        () -> {
          while (true) {
            SocketChannel client = server.accept();
            SocketChannel engine =
                SocketChannel.open(UnixDomainSocketAddress.of("/var/run/docker.sock"));
            daemon(() -> forward(client, engine));
            daemon(() -> forward(engine, client));
          }
        });
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side hung up.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Carries bytes, and the end of them, one way. */
  private static void forward(SocketChannel from, SocketChannel to) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(65536);
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      from.close();
      to.close();
    }
  }

  private static EngineAddress address() throws IOException {
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return EngineAddress.parse("tcp://localhost:" + port);
  }

  @Override
  protected Engine connect() {
    try {
      return new DockerEngineProvider().connect(address());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothing_of_this_machine_is_taken_for_the_engines() {
    assertThat(engine.info().capabilities())
        .doesNotContain(Capability.LOCAL_FILES, Capability.CONTAINER_ADDRESSES);
    String id = start(sleeper().withPort(80));
    Endpoint endpoint = engine.inspect(id).endpoints().get(ContainerPort.tcp(80));
    assertThat(endpoint.host()).isIn("localhost", "127.0.0.1");
  }

  @Test
  void the_watchdog_reaches_the_engine_too() throws Exception {
    List<String> command = engine.watchdogCommand(labels);
    Process watchdog = new ProcessBuilder(command).start();
    start(sleeper());
    watchdog.getOutputStream().close();
    await().atMost(Duration.ofSeconds(5)).until(() -> engine.find(labels).isEmpty());
  }
}
