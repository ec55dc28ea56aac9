package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.Forked;
import dev.drydock.model.DrydockException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names at a system that does not answer for them. */
@Timeout(60)
class NameLookupTest {

  @TempDir Path directory;

  /** Connects by a name, and says how that ends. */
  static final class Connecting {

    private Connecting() {}

    @SuppressWarnings("SystemOut") // is read by the test
    public static void main(String[] arguments) {
      Thread caller = Thread.currentThread();
      if (arguments[1].equals("interrupt")) {
        Thread interrupter =
            new Thread(
                () -> {
                  await().until(() -> looksUp());
                  caller.interrupt();
                });
        interrupter.setDaemon(true);
        interrupter.start();
      }
      Duration limit = Duration.ofMillis(Long.parseLong(arguments[0]));
      try (DockerEngine engine =
          DockerEngine.connect(EngineAddress.parse("tcp://engine.test:2375"), null, limit)) {
        System.out.print("connected to " + engine.info());
      } catch (DrydockException e) {
        System.out.print(e.getMessage() + (Thread.interrupted() ? " (interrupted)" : ""));
      }
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }

    private static boolean looksUp() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(each -> each.getName().equals("drydock-name-lookup"));
    }
  }

  /** The JDK reads names out of a file, here out of one that never says anything. */
  private String result(String... arguments) throws Exception {
    Path pipe = directory.resolve("hosts");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process process =
        Forked.jvm(List.of("-Djdk.net.hosts.file=" + pipe), Connecting.class, List.of(arguments));
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_name_that_is_not_resolved_is_told_in_time() throws Exception {
    assertThat(result("500", "wait"))
        .isEqualTo("the name engine.test could not be resolved within 500 ms");
  }

  @Test
  void an_interrupt_ends_the_resolving_of_a_name() throws Exception {
    assertThat(result("15000", "interrupt"))
        .isEqualTo(
            "Interrupted while connecting to the engine at tcp://engine.test:2375 (interrupted)");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::1, true", "localhost, false", "a1.test, false"})
  void numbers_are_not_looked_up(String host, boolean resolved) {
    InetSocketAddress address = NameLookup.address(host, 2375);
    assertThat(address.isUnresolved()).isNotEqualTo(resolved);
    assertThat(NameLookup.of(address) == null).isEqualTo(resolved);
  }
}
