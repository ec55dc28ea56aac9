package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.InterruptedWaitException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS has an interrupt as the cause of a failure of its own. */
@Timeout(60)
class TlsInterruptTest {

  private static final Duration LONG = Duration.ofSeconds(15);

  @TempDir Path files;

  private static void interruptWhen(Callable<Boolean> ready) {
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              await().until(ready);
              caller.interrupt();
            });
    interrupter.setDaemon(true);
    interrupter.start();
  }

  @Test
  void an_interrupt_while_tls_is_agreed_on_is_one() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      EngineAddress address =
          new EngineAddress(URI.create("tcp://127.0.0.1:" + port), new TlsFiles(files, false));
      interruptWhen(() -> hears(server));
      assertThatThrownBy(() -> DockerEngine.connect(address, null, LONG))
          .isInstanceOf(InterruptedWaitException.class)
          .hasMessage("Interrupted while connecting to the engine at " + address);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Takes the connection, and the first words on it, and says nothing. */
  private static boolean hears(ServerSocketChannel server) throws IOException {
    SocketChannel client = server.accept();
    return client.read(ByteBuffer.allocate(1)) == 1;
  }

  @Test
  void an_interrupt_while_it_is_asked_whether_it_is_there_is_one() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    try (StubEngine stub =
            new StubEngine(
                talk -> {
                  talk.request();
                  if (first.getAndSet(false)) {
                    talk.pong();
                  }
                  talk.hang();
                });
        TlsProxy proxy = proxy(stub);
        DockerEngine engine = DockerEngine.connect(proxy.address(files, true), null, LONG)) {
      interruptWhen(() -> stub.requests().size() == 2);
      assertThatThrownBy(() -> engine.answers(LONG)).isInstanceOf(InterruptedWaitException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private TlsProxy proxy(StubEngine stub) throws Exception {
    TlsProxy proxy = new TlsProxy(files, Path.of(stub.address().uri().getPath()));
    TlsProxy.certificate(files, "client", "rsa:2048", "localhost");
    Files.copy(files.resolve("client-cert.pem"), files.resolve("cert.pem"));
    Files.copy(files.resolve("client-key.pem"), files.resolve("key.pem"));
    return proxy;
  }
}
