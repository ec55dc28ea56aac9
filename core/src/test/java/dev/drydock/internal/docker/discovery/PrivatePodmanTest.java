package dev.drydock.internal.docker.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.Settings;
import dev.drydock.model.InterruptedWaitException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A podman that is made up, and whoever starts it is interrupted. */
@Timeout(30)
class PrivatePodmanTest {

  @TempDir Path directory;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean flag;

  /** Its last argument is the address of the socket it should make. */
  private void podman(String script) throws IOException {
    Path program = Files.createDirectory(directory.resolve("bin")).resolve("podman");
    Files.writeString(
        program,
        "#!/bin/sh\necho $$ >%1$s/new; mv %1$s/new %1$s/pid\n%2$s\nexec sleep 60\n"
            .formatted(directory, script));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Thread seeker() {
    EngineDiscovery discovery =
        new EngineDiscovery(
            Settings.of(key -> Optional.ofNullable(Map.of("drydock.engine", "private").get(key))),
            new Surroundings(
                Map.of("PATH", directory.resolve("bin").toString())::get,
                directory,
                directory,
                "Linux"));
    Thread seeker =
        new Thread(
            () -> {
              try {
                discovery.find(null).engine().close();
              } catch (RuntimeException e) {
                flag = Thread.currentThread().isInterrupted();
                failure.set(e);
              }
            });
    seeker.start();
    return seeker;
  }

  private void interrupt(Thread seeker) throws InterruptedException {
    seeker.interrupt();
    seeker.join();
    assertThat(failure.get()).isInstanceOf(InterruptedWaitException.class);
    assertThat(flag).isTrue();
  }

  private ProcessHandle service() throws IOException {
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  @Test
  void an_interrupt_while_its_service_is_asked_ends_the_service() throws Exception {
    Path real = directory.resolve("s");
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(real));
      podman("ln -s " + real + " \"${4#unix://}\"");
      Thread seeker = seeker();
      silent.accept();
      ProcessHandle service = service();
      interrupt(seeker);
      await().until(() -> !service.isAlive());
    }
  }

  @Test
  void an_interrupt_while_its_service_comes_up_is_told_as_one_and_ends_the_service()
      throws Exception {
    podman("");
    Thread seeker = seeker();
    await().until(() -> Files.exists(directory.resolve("pid")));
    ProcessHandle service = service();
    interrupt(seeker);
    await().until(() -> !service.isAlive());
  }
}
