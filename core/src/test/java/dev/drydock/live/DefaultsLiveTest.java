package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.LogDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  void labels_log_driver_and_processors_are_given_too() {
    String run = UUID.randomUUID().toString();
    Settings settings =
        Settings.load()
            .with("drydock.defaults.labels", "team=blue,run=" + run)
            .with("drydock.defaults.log.driver", "none")
            .with("drydock.defaults.cpus", "0.5");
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      String quota = "/sys/fs/cgroup/cpu/cpu.cfs_quota_us";
      Container plain = session.start(Live.sleeper());
      assertThat(OnEngine.with(Map.of("run", run, "team", "blue")))
          .extracting(Leftover::id)
          .containsExactly(plain.id());
      assertThatThrownBy(() -> plain.logs().lines())
          .hasMessageContaining("its log driver keeps nothing that the engine can read");
      assertThat(plain.exec("cat", quota).stdout()).isEqualTo("50000\n");
      Container own =
          session.start(
              Live.shell("echo up; exec sleep 1000")
                  .withLabel("team", "red")
                  .withLogDriver(LogDriver.of("json-file"))
                  .withResources(r -> r.withCpus(0.25)));
      assertThat(OnEngine.with(Map.of("run", run, "team", "red")))
          .extracting(Leftover::id)
          .containsExactly(own.id());
      assertThat(own.logs().await("up", Duration.ofSeconds(20)).text()).isEqualTo("up");
      assertThat(own.exec("cat", quota).stdout()).isEqualTo("25000\n");
    }
  }

  @Test
  void what_asks_for_more_than_a_container_may_have_is_refused_and_what_does_not_say_gets_that() {
    Settings settings =
        Settings.load().with("drydock.limits.memory", "64m").with("drydock.limits.cpus", "0.5");
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      assertThatThrownBy(() -> session.start(Live.sleeper().withMemory(DataSize.ofMebibytes(128))))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "drydock-test/busybox:1 asks for memory 128m, and the setting drydock.limits.memory"
                  + " allows a container 64m. Ask for less, or raise the setting.");
      assertThatThrownBy(() -> session.start(Live.sleeper().withResources(r -> r.withCpus(1))))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "drydock-test/busybox:1 asks for cpus 1.0, and the setting drydock.limits.cpus allows"
                  + " a container 0.5. Ask for less, or raise the setting.");
      assertThat(OnEngine.of(session)).isEmpty();
      String look =
          "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.cfs_quota_us";
      assertThat(session.start(Live.sleeper()).exec("sh", "-c", look).stdout())
          .isEqualTo("67108864\n50000\n");
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

  private static Settings limited() {
    return Settings.load()
        .with("drydock.limits.run.memory", "100m")
        .with("drydock.defaults.memory", "70m");
  }

  @Test
  void what_is_on_its_way_out_is_waited_for_before_a_start_is_refused() {
    try (Drydock drydock = Drydock.connect(limited())) {
      for (int i = 0; i < 3; i++) {
        Session each = drydock.openSession();
        assertThat(each.start(Live.sleeper()).state().isAlive()).isTrue();
        each.closeInBackground();
      }
    }
  }

  @Test
  void what_was_made_ahead_is_given_up_for_what_is_wanted_now() {
    ContainerSpec later = Live.sleeper().withEnv("WANTED", "later");
    try (Drydock drydock = Drydock.connect(limited());
        Session now = drydock.openSession();
        Session next = drydock.openSession();
        Engine engine = Live.engine()) {
      Map<String, String> ofNext = Map.of("dev.drydock.session", next.id());
      next.prepare(later);
      await().until(() -> engine.find(ofNext).size() == 1);
      Container wanted = now.start(Live.sleeper());
      assertThat(wanted.state().isAlive()).isTrue();
      assertThat(engine.find(ofNext)).isEmpty();
      wanted.close();
      assertThat(next.start(later).state().isAlive()).isTrue();
    }
  }

  @Test
  void a_container_that_lives_keeps_within_the_same_limits() {
    Settings settings =
        Settings.load()
            .with("drydock.limits.memory", "64m")
            .with("drydock.limits.run.memory", "100m")
            .with("drydock.defaults.memory", "40m");
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      Container container = session.start(Live.sleeper());
      Container other = session.start(Live.sleeper());
      assertThatThrownBy(() -> container.limit(r -> r.withMemory(DataSize.ofMebibytes(128))))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "drydock-test/busybox:1 asks for memory 128m, and the setting drydock.limits.memory"
                  + " allows a container 64m. Ask for less, or raise the setting.");
      assertThatThrownBy(() -> container.limit(r -> r.withMemory(DataSize.ofMebibytes(62))))
          .isInstanceOf(UnsupportedWishException.class)
          .hasMessage(
              "drydock-test/busybox:1 asks for memory 62m, and 1 container has 40m of 100m that"
                  + " the setting drydock.limits.run.memory allows all together. Close some before,"
                  + " ask for less, or raise the setting.");
      container.limit(r -> r.withMemory(DataSize.ofMebibytes(60)));
      assertThat(container.stats().memoryLimit()).isEqualTo(DataSize.ofMebibytes(60));
      assertThatThrownBy(() -> other.limit(r -> r.withMemory(DataSize.ofMebibytes(41))))
          .hasMessageContaining("and 1 container has 60m of 100m");
      other.close();
      container.limit(r -> r.withMemory(DataSize.ofMebibytes(64)));
    }
  }
}
