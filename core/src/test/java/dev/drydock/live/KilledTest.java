package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Forked;
import dev.drydock.engine.Leftover;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("engine")
@Timeout(120)
class KilledTest {

  /** What the forked JVM runs: makes things, says so, and waits to be killed. */
  static final class Victim {
    public static void main(String[] args) throws IOException {
      Drydock drydock = Drydock.connect();
      Session session = drydock.openSession();
      Network network = session.network();
      Volume volume = session.volume();
      for (int i = 0; i < 3; i++) {
        session.start(Live.sleeper().withNetwork(network).withMount(Mount.volume(volume, "/vol")));
      }
      session.prepare(Live.sleeper().withEnv("MADE", "ahead"));
      session.start(Live.sleeper()).commit().tag("killed-" + session.id());
      session.image(Live.BUSYBOX).tag("killed-busybox-" + session.id());
      System.out.println(session.id());
      if (args.length > 0) {
        System.exit(0);
      }
      int end = System.in.read();
      System.out.println(end);
    }
  }

  private static Process fork(String... args) throws IOException {
    return Forked.jvm(Victim.class, List.of(args));
  }

  @Test
  void what_a_killed_process_owned_is_gone_within_5_s() throws Exception {
    try (Engine engine = Live.engine()) {
      Process victim = fork();
      String session = Forked.session(victim);
      Map<String, String> label = Map.of("dev.drydock.session", session);
      await()
          .untilAsserted(
              () ->
                  assertThat(engine.find(label))
                      .extracting(Leftover::kind)
                      .containsExactlyInAnyOrder(
                          Leftover.Kind.CONTAINER,
                          Leftover.Kind.CONTAINER,
                          Leftover.Kind.CONTAINER,
                          Leftover.Kind.CONTAINER,
                          Leftover.Kind.CONTAINER,
                          Leftover.Kind.NETWORK,
                          Leftover.Kind.VOLUME,
                          Leftover.Kind.IMAGE,
                          Leftover.Kind.IMAGE));
      ImageName tag = ImageName.parse("killed-busybox-" + session);
      assertThat(engine.images().inspect(tag).id()).isNotEmpty();
      assertThat(engine.find(label))
          .allSatisfy(
              each ->
                  assertThat(each.labels())
                      .containsEntry("dev.drydock", "true")
                      .containsKeys("dev.drydock.owner", "dev.drydock.expires"));
      victim.destroyForcibly().waitFor();
      await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(50))
          .untilAsserted(
              () -> {
                assertThat(engine.find(label)).isEmpty();
                assertThatThrownBy(() -> engine.images().inspect(tag))
                    .isInstanceOf(ImageException.class);
              });
      assertThat(engine.images().inspect(ImageName.parse(Live.BUSYBOX)).id()).isNotEmpty();
    }
  }

  @Test
  void what_a_process_that_exits_did_not_close_is_gone_when_it_has_ended() throws Exception {
    try (Engine engine = Live.engine()) {
      Process exiting = fork("exit");
      String session = Forked.session(exiting);
      assertThat(exiting.waitFor()).isZero();
      assertThat(engine.find(Map.of("dev.drydock.session", session))).isEmpty();
    }
  }
}
