package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left on an engine when the process that used it is killed: nothing. */
public abstract class KilledContract extends LifeContract {

  /** What the forked JVM runs: makes things, says so, and waits to be killed. */
  public static final class Victim {

    private Victim() {}

    /** Of an engine's address and, for TLS, the directory of its files and whether to verify. */
    public static void main(String[] args) throws IOException {
      EngineAddress address = new EngineAddress(URI.create(args[0]), null);
      if (args.length > 1) {
        address = address.withTls(new TlsFiles(Path.of(args[1]), Boolean.parseBoolean(args[2])));
      }
      Session session = Drydock.connect(address).openSession();
      Network network = session.network();
      Volume volume = session.volume();
      session.start(sleeper().withNetwork(network).withMount(Mount.volume(volume, "/vol")));
      session.image(IMAGE).tag("killed-" + session.id());
      System.out.println(session.id());
      int end = System.in.read();
      System.out.println(end);
    }
  }

  private Process fork() throws IOException {
    List<String> arguments = new ArrayList<>();
    EngineAddress address = engine.info().address();
    arguments.add(address.uri().toString());
    TlsFiles tls = address.tls();
    if (tls != null) {
      arguments.add(tls.directory().toString());
      arguments.add(Boolean.toString(tls.verify()));
    }
    return Forked.jvm(Victim.class, arguments);
  }

  @Test
  void what_a_killed_process_owned_is_removed() throws Exception {
    Process victim = fork();
    try {
      String session = Forked.session(victim);
      Map<String, String> label = Map.of("dev.drydock.session", session);
      assertThat(engine.find(label))
          .extracting(Leftover::kind)
          .containsExactlyInAnyOrder(
              Leftover.Kind.CONTAINER, Leftover.Kind.NETWORK, Leftover.Kind.VOLUME);
      ImageName tag = ImageName.parse("killed-" + session);
      assertThat(engine.images().inspect(tag).id()).isNotEmpty();
      victim.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(engine.find(label)).isEmpty();
                assertThatThrownBy(() -> engine.images().inspect(tag))
                    .isInstanceOf(ImageException.class);
              });
      assertThat(engine.images().inspect(ImageName.parse(IMAGE)).id()).isNotEmpty();
    } finally {
      victim.destroyForcibly();
    }
  }
}
