package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.EngineOffers.Limit;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.Health;
import dev.drydock.model.LogLine;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.container.Device;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.RestartPolicy;
import dev.drydock.spec.container.Security;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every word of a container's description, seen from within the container. */
public abstract class BodyContract extends ContractFixture {

  private record Ref(String id, String name) implements ContainerRef {}

  /** What a line of shell says in a container of this description. */
  private String says(ContainerSpec spec, String line) {
    return sh(start(spec), line);
  }

  private String limited(UnaryOperator<Resources> resources, String line) {
    return says(sleeper().withResources(resources), line);
  }

  private String secured(UnaryOperator<Security> security, String line) {
    return says(sleeper().withSecurity(security), line);
  }

  private String seeing(UnaryOperator<Namespaces> namespaces, String line) {
    return says(sleeper().withNamespaces(namespaces), line);
  }

  /** Within what the engine can limit, what it says in the container; else that it is refused. */
  private void assertLimited(
      Limit limit, UnaryOperator<Resources> resources, String line, String... expected) {
    ContainerSpec spec = sleeper().withResources(resources);
    if (engine.details().offers().lacks().contains(limit)) {
      assertRefused(spec);
    } else {
      assertThat(says(spec, line)).isIn((Object[]) expected);
    }
  }

  /** That this engine is asked nothing of the kind. */
  protected final void assertRefused(ContainerSpec spec) {
    ContainerPlanner planner =
        ContainerPlanner.of(engine, ImageNaming.none(), Settings.of(name -> Optional.empty()));
    assertThatThrownBy(() -> planner.plan(spec, freshName(), labels))
        .isInstanceOf(UnsupportedWishException.class);
  }

  private boolean isPodman4() {
    return engine.info().product().startsWith("Libpod/4.");
  }

  private boolean isPodman() {
    return engine.info().product().startsWith("Libpod/");
  }

  private static String cgroup(String first, String second) {
    return "cat /sys/fs/cgroup/" + first + " 2>/dev/null || cat /sys/fs/cgroup/" + second;
  }

  // Who it is.

  @Test
  void it_has_the_wanted_name_for_itself() {
    assertThat(says(sleeper().withHostname("ship"), "cat /proc/sys/kernel/hostname"))
        .isEqualTo("ship");
  }

  @Test
  void it_is_in_the_wanted_domain() {
    ContainerSpec spec = sleeper().withDomain("sea.test");
    if (isPodman()) {
      assertRefused(spec);
    } else {
      assertThat(says(spec, "cat /proc/sys/kernel/domainname")).isEqualTo("sea.test");
    }
  }

  @Test
  void its_user_is_in_the_wanted_groups() {
    assertThat(
            says(
                    sleeper().withUser("1000:1000").withGroup("2000").withGroup("2001"),
                    "id -u; id -G")
                .lines())
        .containsExactly("1000", "1000 2000 2001");
  }

  // Its main process.

  @Test
  void a_terminal_is_one() {
    String id = start(shell("tty; echo err >&2; sleep 1000").withTty());
    try (LogStream log = engine.containers().logs(id, true, -1, true)) {
      assertThat(log.next()).extracting(LogLine::text).asString().startsWith("/dev/pts/");
      assertThat(log.next()).extracting(LogLine::text).isEqualTo("err");
    }
  }

  @Test
  void standard_input_is_open_until_it_is_ended() throws IOException {
    String id = create(shell("cat; echo end").withStdin());
    try (ProcessStream stream = engine.containers().execs().attach(id, false, true)) {
      engine.containers().start(id);
      stream.stdin().write("in\n".getBytes(StandardCharsets.US_ASCII));
      stream.stdin().close();
      byte[] buffer = new byte[100];
      StringBuilder said = new StringBuilder();
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        said.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
      }
      assertThat(said).hasToString("in\nend\n");
    }
  }

  @Test
  void an_init_process_is_the_first() {
    assertThat(says(sleeper(), "cat /proc/1/comm")).isEqualTo("sleep");
    assertThat(says(sleeper().withInit(), "cat /proc/1/comm")).isNotEqualTo("sleep");
  }

  @Test
  void it_is_asked_to_end_by_its_own_signal() {
    String id =
        start(
            shell("trap 'exit 7' USR1; touch /up; while :; do sleep 0.01; done")
                .withStopSignal("SIGUSR1"));
    sh(id, "until test -e /up; do sleep 0.01; done");
    engine.containers().stop(id, Duration.ofSeconds(20));
    assertThat(stateOf(id)).isEqualTo(new ContainerState.Exited(7, false));
  }

  @Test
  void it_is_started_again_after_a_failure() {
    String id =
        start(
            shell("test -e /once && exec sleep 1000; touch /once; exit 1")
                .withRestartPolicy(RestartPolicy.onFailure(3)));
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(sh(id, "cat /proc/1/comm")).isEqualTo("sleep"));
  }

  @Test
  void its_runtime_is_the_engines_of_that_name() {
    if (isPodman()) {
      assertRefused(sleeper().withRuntime("runc"));
    } else {
      assertThat(says(sleeper().withRuntime("runc"), "echo up")).isEqualTo("up");
      assertThat(refusal(() -> create(sleeper().withRuntime("no-such"))))
          .hasMessageContaining("no-such");
    }
  }

  // What it may use.

  @Test
  void memory_is_limited() {
    assertLimited(
        Limit.MEMORY,
        r -> r.withMemory(DataSize.ofMebibytes(64)).withMemoryReservation(DataSize.ofMebibytes(32)),
        cgroup("memory/memory.limit_in_bytes", "memory.max")
            + ";"
            + cgroup("memory/memory.soft_limit_in_bytes", "memory.low"),
        "67108864\n33554432");
  }

  @Test
  void swap_is_limited() {
    assertLimited(
        Limit.SWAP,
        r -> r.withMemory(DataSize.ofMebibytes(64)).withMemoryAndSwap(DataSize.ofMebibytes(64)),
        cgroup("memory/memory.memsw.limit_in_bytes", "memory.swap.max"),
        "67108864",
        "0");
  }

  @Test
  void processor_time_is_limited() {
    assertLimited(
        Limit.CPUS,
        r -> r.withCpus(0.5),
        cgroup("cpu/cpu.cfs_quota_us", "cpu.max")
            + ";"
            + cgroup("cpu/cpu.cfs_period_us", "cgroup.type"),
        "50000\n100000",
        "50000 100000\ndomain");
  }

  @Test
  void processor_time_is_weighed() {
    // Version 2 of control groups has weights of its own, and two formulas for them.
    assertLimited(
        Limit.CPU_SHARES,
        r -> r.withCpuShares(512),
        cgroup("cpu/cpu.shares", "cpu.weight"),
        "512",
        "20",
        "59");
  }

  @Test
  void processors_are_chosen() {
    assertLimited(
        Limit.CPU_SET,
        r -> r.withCpuSet("0"),
        "grep Cpus_allowed_list /proc/1/status",
        "Cpus_allowed_list:\t0");
  }

  @Test
  void processes_are_limited() {
    assertLimited(Limit.PIDS, r -> r.withPids(77), cgroup("pids/pids.max", "pids.max"), "77");
  }

  @Test
  void shared_memory_has_the_wanted_size() {
    assertThat(limited(r -> r.withShm(DataSize.ofMebibytes(8)), "mount | grep /dev/shm"))
        .contains("size=8192k");
  }

  @Test
  void the_kernels_limits_are_set() {
    assertThat(
            limited(
                r -> r.withUlimit("nofile", 1000, 2000).withUlimit("core", 0, 0),
                "grep -e 'open files' -e 'core file' /proc/1/limits"))
        .containsPattern("Max core file size +0 +0 ")
        .containsPattern("Max open files +1000 +2000 ");
  }

  @Test
  void it_is_killed_sooner_than_others() {
    assertThat(limited(r -> r.withOomScore(500), "cat /proc/1/oom_score_adj")).isEqualTo("500");
  }

  // What it may do.

  private static long capabilities(String status) {
    return Long.parseLong(status.substring(status.lastIndexOf('\t') + 1), 16);
  }

  @Test
  void capabilities_are_added_and_dropped() {
    String effective = "grep CapEff /proc/1/status";
    long usual = capabilities(says(sleeper(), effective));
    long changed =
        capabilities(
            secured(s -> s.withCapability("CAP_NET_ADMIN").withoutCapability("chown"), effective));
    // CHOWN is capability 0 of the kernel, NET_ADMIN 12.
    assertThat(changed).isEqualTo((usual | 1L << 12) & ~1L);
    assertThat(usual & 1L).isEqualTo(1);
  }

  @Test
  void all_capabilities_can_be_dropped() {
    assertThat(capabilities(secured(s -> s.withoutCapability("ALL"), "grep CapEff /proc/1/status")))
        .isZero();
  }

  @Test
  void a_privileged_one_may_use_the_hosts_devices() {
    assertThat(secured(Security::withPrivileged, "ls /dev; grep Seccomp: /proc/1/status"))
        .contains("kmsg")
        .contains("Seccomp:\t0");
  }

  @Test
  void a_read_only_root_cannot_be_written_to() {
    assertThat(secured(Security::withReadOnlyRoot, "touch /x 2>&1 || true"))
        .isEqualTo("touch: /x: Read-only file system");
  }

  @Test
  void security_modules_are_told() {
    String status = "grep -e NoNewPrivs -e Seccomp: /proc/1/status";
    assertThat(secured(s -> s.withNoNewPrivileges().withOption("seccomp=unconfined"), status))
        .isEqualTo("NoNewPrivs:\t1\nSeccomp:\t0");
    assertThat(says(sleeper(), status)).isEqualTo("NoNewPrivs:\t0\nSeccomp:\t2");
  }

  @Test
  void a_device_is_there_under_its_name_with_its_permissions() {
    String id = start(sleeper().withDevice(new Device("/dev/zero", "/dev/mine", "r")));
    assertThat(sh(id, "head -c 3 /dev/mine | wc -c")).isEqualTo("3");
  }

  @Test
  void a_kind_of_devices_is_allowed() {
    if (isPodman4()) {
      assertRefused(sleeper().withSecurity(s -> s.withDeviceRule("c 10:229 rw")));
      return;
    }
    ContainerSpec maker = sleeper().withSecurity(s -> s.withCapability("MKNOD"));
    String open = "mknod /fuse c 10 229; (: </fuse) 2>&1 && echo open || true";
    assertThat(says(maker, open)).contains("not permitted");
    assertThat(says(maker.withSecurity(s -> s.withDeviceRule("c 10:229 rw")), open))
        .isEqualTo("open");
  }

  // What it sees of others.

  @Test
  void the_hosts_processes_are_seen() {
    assertThat(seeing(Namespaces::withHostPid, "cat /proc/1/comm")).isNotEqualTo("sleep");
  }

  @Test
  void another_containers_processes_are_seen() {
    String other = start(shell("exec sleep 4321"));
    String one = start(sleeper().withNamespaces(n -> n.withPidOf(new Ref(other, "other"))));
    assertThat(sh(one, "ps")).contains("sleep 4321");
    // Podman removes none on which another depends.
    engine.containers().remove(one);
  }

  @Test
  void memory_is_shared_with_the_host() {
    String ipc = "readlink /proc/1/ns/ipc";
    String host = seeing(Namespaces::withHostIpc, ipc);
    assertThat(seeing(Namespaces::withHostIpc, ipc)).isEqualTo(host);
    assertThat(says(sleeper(), ipc)).isNotEqualTo(host);
  }

  @Test
  void memory_is_shared_with_another_container() {
    String ipc = "readlink /proc/1/ns/ipc";
    String other = start(sleeper().withNamespaces(Namespaces::withShareableIpc));
    String one = start(sleeper().withNamespaces(n -> n.withIpcOf(new Ref(other, "other"))));
    assertThat(sh(one, ipc)).isEqualTo(sh(other, ipc));
    engine.containers().remove(one);
  }

  @Test
  void the_hosts_name_is_shared() {
    String uts = "readlink /proc/1/ns/uts";
    String host = seeing(Namespaces::withHostUts, uts);
    assertThat(seeing(Namespaces::withHostUts, uts)).isEqualTo(host);
    assertThat(says(sleeper(), uts)).isNotEqualTo(host);
  }

  @Test
  void the_hosts_users_are_its_own() {
    assertThat(seeing(Namespaces::withHostUsers, "id -u")).isEqualTo("0");
  }

  @Test
  void control_groups_are_its_own_or_the_hosts() {
    String groups = "readlink /proc/1/ns/cgroup";
    if (isPodman() && !engine.details().cgroups().endsWith("v2")) {
      assertRefused(sleeper().withNamespaces(n -> n.withPrivateCgroups()));
      return;
    }
    String host = seeing(Namespaces::withHostCgroups, groups);
    assertThat(seeing(Namespaces::withHostCgroups, groups)).isEqualTo(host);
    assertThat(seeing(Namespaces::withPrivateCgroups, groups)).isNotEqualTo(host);
  }

  @Test
  void it_is_in_the_wanted_control_group() {
    ContainerSpec spec =
        sleeper().withNamespaces(n -> n.withHostCgroups().withCgroupParent("/drydock-test"));
    if (engine.details().cgroups().startsWith("none")) {
      assertRefused(spec);
    } else {
      assertThat(says(spec, "cat /proc/1/cgroup")).contains("/drydock-test/");
    }
  }

  @Test
  void parameters_of_the_kernel_are_set() {
    assertThat(
            seeing(
                n -> n.withSysctl("net.core.somaxconn", "321"), "cat /proc/sys/net/core/somaxconn"))
        .isEqualTo("321");
  }

  // How it finds names.

  @Test
  void names_are_looked_up_as_told() {
    String resolver =
        says(
            sleeper()
                .withDns(
                    d -> d.withServer("192.0.2.53").withSearch("corp.test").withOption("ndots:3")),
            "cat /etc/resolv.conf");
    assertThat(resolver)
        .contains("nameserver 192.0.2.53")
        .containsPattern("search corp.test")
        .contains("ndots:3");
  }

  @Test
  void names_have_the_addresses_that_they_were_given() {
    assertThat(says(sleeper().withDns(d -> d.withHost("db", "192.0.2.7")), "cat /etc/hosts"))
        .containsPattern("192\\.0\\.2\\.7\\s+db");
  }

  @Test
  void the_host_has_a_name() {
    ContainerSpec spec = sleeper().withDns(d -> d.withHost("my-host", Dns.HOST_GATEWAY));
    if (isPodman4()) {
      assertRefused(spec);
    } else {
      assertThat(says(spec, "cat /etc/hosts"))
          .containsPattern("\\d+\\.\\d+\\.\\d+\\.\\d+\\s+my-host")
          .doesNotContain(Dns.HOST_GATEWAY);
    }
  }

  // What becomes of what it says and how it is.

  @Test
  void its_log_is_kept_in_the_wanted_way() {
    String kept =
        start(
            shell("echo up").withLogDriver(LogDriver.of("json-file").withOption("max-size", "1m")));
    assertThat(texts(engine.containers().logs(kept, false, -1, true))).containsExactly("up");
    String lost = start(shell("echo up").withLogDriver(LogDriver.none()));
    assertThatThrownBy(() -> texts(engine.containers().logs(lost, false, -1, false)))
        .isInstanceOf(EngineException.class);
    assertThat(refusal(() -> create(sleeper().withLogDriver(LogDriver.of("no-such")))))
        .hasMessageContaining("log");
  }

  @Test
  void a_healthcheck_runs_more_often_at_the_start() {
    ContainerSpec spec =
        sleeper()
            .withHealthcheck(
                Healthcheck.command("true")
                    .withInterval(Duration.ofMinutes(5))
                    .withStartPeriod(Duration.ofMinutes(5))
                    .withStartInterval(Duration.ofMillis(100)));
    if (!engine.info().speaks(1, 44)) {
      assertRefused(spec);
      return;
    }
    String id = start(spec);
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(stateOf(id)).isEqualTo(new ContainerState.Running(Health.HEALTHY)));
  }

  @Test
  void a_port_is_bound_to_the_wanted_address_of_the_host_only() {
    ContainerSpec spec = sleeper().withFixedPort("127.0.0.1", 28_417, ContainerPort.tcp(80));
    String id = start(spec);
    assertThat(engine.containers().inspect(id).endpoints()).containsKey(ContainerPort.tcp(80));
  }
}
