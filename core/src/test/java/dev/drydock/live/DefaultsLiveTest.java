package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.Drydock;
import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the settings say of every container, on the real engine. */
@Tag("engine")
@Timeout(60)
class DefaultsLiveTest {

  @Test
  void every_container_gets_what_it_does_not_say_itself() {
    Settings settings =
        Settings.load()
            .with("drydock.defaults.memory", "64m")
            .with("drydock.defaults.pids", "77")
            .with("drydock.defaults.proxy", "http://proxy.test:3128")
            .with("drydock.defaults.dns", "192.0.2.53");
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      String look =
          "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/pids/pids.max;"
              + " echo $https_proxy; grep nameserver /etc/resolv.conf";
      Container plain = session.start(Live.sleeper());
      assertThat(plain.exec("sh", "-c", look).stdout().lines())
          .containsExactly("67108864", "77", "http://proxy.test:3128", "nameserver 192.0.2.53");
      Container own =
          session.start(
              Live.sleeper()
                  .withMemory(DataSize.ofMebibytes(32))
                  .withEnv("https_proxy", "")
                  .withDns(d -> d.withServer("192.0.2.54")));
      assertThat(own.exec("sh", "-c", look).stdout().lines())
          .containsExactly("33554432", "77", "", "nameserver 192.0.2.54");
    }
  }

  @Test
  void all_containers_together_keep_within_their_limit_and_a_closed_one_gives_its_share_back() {
    Settings settings =
        Settings.load()
            .with("drydock.image.map", Live.imageMap())
            .with("drydock.limits.run.memory", "100m")
            .with("drydock.defaults.memory", "40m");
    // docs: limits
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      ContainerSpec spec = ContainerSpec.of("busybox:1").withCommand("sleep", "1000");
      List<Container> two = List.of(session.start(spec), session.start(spec));
      assertThatThrownBy(() -> session.start(spec))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "busybox:1 asks for memory 40m, and 2 containers have 80m of 100m that"
                  + " the setting drydock.limits.run.memory allows all together. Close some before,"
                  + " ask for less, or raise the setting.");
      two.get(0).close();
      assertThat(session.start(spec).state().isAlive()).isTrue();
    }
    // docs: end
  }

  @Test
  void a_container_that_does_not_say_is_refused_where_all_are_limited() {
    try (Drydock drydock = Drydock.connect(Settings.load().with("drydock.limits.run.cpus", "1"));
        Session session = drydock.openSession()) {
      assertThatThrownBy(() -> session.start(Live.sleeper()))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "drydock-test/busybox:1 does not say how much cpus it may use, and the setting"
                  + " drydock.limits.run.cpus limits what all have together. Add withResources(r ->"
                  + " r.withCpus(…)), or set drydock.defaults.cpus.");
      assertThat(session.start(Live.sleeper().withResources(r -> r.withCpus(1))).state().isAlive())
          .isTrue();
      assertThatThrownBy(() -> session.start(Live.sleeper().withResources(r -> r.withCpus(0.5))))
          .hasMessageStartingWith(
              "drydock-test/busybox:1 asks for cpus 0.5, and 1 container has 1.0 of 1.0 that");
    }
  }
}
