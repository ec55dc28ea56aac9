package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineOffers;
import dev.drydock.engine.EngineOffers.Limit;
import dev.drydock.engine.Settings;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.Health;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.GroupMember;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PortBinding;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class PlanTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1.4");

  private static ContainerPlanner planner(String engineKind, ImageNaming images) {
    return planner(engineKind, "linux", images);
  }

  private static ContainerPlanner planner(String engineKind, String system, ImageNaming images) {
    return planner(engineKind, system, "1.41", images, false);
  }

  static ContainerPlanner planner(
      String engineKind, String system, String api, ImageNaming images, boolean emulation) {
    EngineDetails details = details(system, 1, EngineOffers.unknown());
    return new ContainerPlanner(
        new EngineInfo(
            engineKind, "Test/1", api, system, EngineAddress.parse("unix:///x"), Set.of()),
        images,
        () -> details,
        emulation);
  }

  @Test
  void a_foreign_processor_is_refused_by_name() {
    assertThatThrownBy(() -> plan(SHOP.withPlatform("linux/arm64")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for platform linux/arm64, and this engine's processor is amd64: Test/1."
                + " Leave withPlatform out, use an engine with such a processor, or, if this one"
                + " runs programs for foreign processors, set drydock.emulation=allowed.");
  }

  @Test
  void the_engines_own_processor_is_granted_whatever_the_kernel_calls_it() {
    assertThat(plan(SHOP.withPlatform("linux/amd64")).name()).isEqualTo("made");
  }

  @Test
  void a_foreign_processor_is_granted_where_emulation_is_allowed() {
    ContainerPlanner emulating = planner("docker", "linux", "1.41", ImageNaming.none(), true);
    assertThat(emulating.plan(SHOP.withPlatform("linux/arm64"), "made", Map.of()).name())
        .isEqualTo("made");
  }

  @Test
  void an_image_for_Windows_is_refused_by_an_engine_for_Linux() {
    assertThatThrownBy(() -> plan(SHOP.withPlatform("windows/amd64")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for platform windows/amd64, and this engine runs linux containers:"
                + " Test/1. Use an image for linux, or an engine for windows containers.");
  }

  @Test
  void an_image_for_Linux_is_refused_by_an_engine_for_Windows() {
    ContainerPlanner windows = planner("docker", "windows", ImageNaming.none());
    assertThatThrownBy(() -> windows.plan(SHOP.withPlatform("linux/amd64"), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for platform linux/amd64, and this engine runs windows containers:"
                + " Test/1. Use an image for windows, or an engine for linux containers.");
  }

  @Test
  void a_platform_needs_an_engine_that_takes_one() {
    ContainerPlanner old = planner("docker", "linux", "1.40", ImageNaming.none(), false);
    assertThatThrownBy(() -> old.plan(SHOP.withPlatform("linux/amd64"), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for platform linux/amd64, which needs Engine API 1.41, and this engine"
                + " speaks 1.40: Test/1");
  }

  private static ContainerPlan plan(ContainerSpec spec) {
    return planner("docker", ImageNaming.none()).plan(spec, "made", Map.of("dev.drydock", "true"));
  }

  private static ContainerFacts facts(@Nullable Healthcheck healthcheck, ContainerPort... exposed) {
    return new ContainerFacts(
        "id",
        "name",
        false,
        new ContainerState.Running(Health.NONE),
        Duration.ZERO,
        Map.of(),
        List.of(exposed),
        Map.of(),
        healthcheck,
        Map.of());
  }

  @Test
  void a_name_is_made_unless_one_is_wanted() {
    assertThat(plan(SHOP).name()).isEqualTo("made");
    assertThat(plan(SHOP.withName("web")).name()).isEqualTo("web");
  }

  @Test
  void the_users_labels_stand_beside_ours() {
    assertThat(plan(SHOP.withLabel("team", "a")).labels())
        .containsOnly(Map.entry("team", "a"), Map.entry("dev.drydock", "true"));
  }

  @Test
  void a_readiness_on_a_port_that_is_not_named_is_refused() {
    assertThatThrownBy(() -> plan(SHOP.withPort(80).withReadiness(Readiness.port(8080))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "readiness of shop:1.4 looks at port 8080/tcp, which the description does not name; it"
                + " names [80/tcp]. Add withPort(8080).");
  }

  @Test
  void the_images_ports_may_be_looked_at_when_they_are_published() {
    assertThat(plan(SHOP.withImagePorts().withReadiness(Readiness.port(8080))).name())
        .isEqualTo("made");
  }

  @Test
  void an_option_of_another_engine_is_refused_by_name() {
    assertThatThrownBy(
            () ->
                planner("kubernetes", ImageNaming.none())
                    .plan(
                        SHOP.withEngineOption(DockerOption.createBody(body -> {})), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for an option of docker engines, and this is a kubernetes engine: Test/1");
  }

  @Test
  void a_tmpfs_on_an_engine_for_windows_is_refused_by_name() {
    ContainerPlanner windows = planner("docker", "windows", ImageNaming.none());
    assertThatThrownBy(() -> windows.plan(SHOP.withMount(Mount.tmpfs("/fast")), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for a tmpfs at /fast, which Windows containers do not have, and this"
                + " engine runs those: Test/1. Use a volume, or switch the engine to Linux"
                + " containers.");
    assertThat(windows.plan(SHOP, "n", Map.of()).name()).isEqualTo("n");
  }

  @Test
  void the_network_of_the_host_is_refused_on_an_engine_for_windows() {
    ContainerPlanner windows = planner("docker", "windows", ImageNaming.none());
    assertThatThrownBy(() -> windows.plan(SHOP.withNetworkMode(NetworkMode.host()), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for the network of the host, which Windows containers do not have, and"
                + " this engine runs those: Test/1. Publish its ports with withPort, or switch the"
                + " engine to Linux containers.");
    assertThat(windows.plan(SHOP.withNetworkMode(NetworkMode.none()), "n", Map.of()).name())
        .isEqualTo("n");
  }

  @Test
  void no_host_port_is_chosen_where_nothing_is_published() {
    assertThat(plan(SHOP.withPort(80).withNetworkMode(NetworkMode.host())).spec().ports())
        .containsExactly(new PortBinding(ContainerPort.tcp(80), 0));
    assertThat(
            plan(SHOP.withPort(80).withNetworkMode(NetworkMode.bridge()))
                .spec()
                .ports()
                .get(0)
                .hostPort())
        .isPositive();
  }

  @Test
  void a_hardware_address_on_a_second_network_needs_an_engine_that_takes_one() {
    NetworkAttachment first =
        NetworkAttachment.to(new Net("1", "front")).withMac("02:00:00:00:00:01");
    NetworkAttachment second =
        NetworkAttachment.to(new Net("2", "back")).withMac("02:00:00:00:00:02");
    ContainerPlanner old = planner("docker", "linux", "1.43", ImageNaming.none(), false);
    assertThat(old.plan(SHOP.withNetwork(first), "n", Map.of()).name()).isEqualTo("n");
    assertThatThrownBy(() -> old.plan(SHOP.withNetwork(first).withNetwork(second), "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for hardware address 02:00:00:00:00:02 on network back, which is not its"
                + " first, and that needs Engine API 1.44, and this engine speaks 1.43: Test/1. Name"
                + " that network first.");
  }

  private record Net(String id, String name) implements NetworkRef {}

  @Test
  void a_file_that_has_gone_since_it_was_described_is_refused(@TempDir Path dir)
      throws IOException {
    Path file = Files.writeString(dir.resolve("init.sql"), "select 1");
    ContainerSpec spec = SHOP.withFile("/init.sql", FileContent.path(file));
    Files.delete(file);
    assertThatThrownBy(() -> plan(spec)).hasMessage("file to copy does not exist: " + file);
  }

  @Test
  void by_default_a_healthcheck_is_waited_for_before_ports() {
    assertThat(
            ContainerPlanner.readiness(
                SHOP.withPort(80), facts(Healthcheck.shell("true"), ContainerPort.tcp(80))))
        .isEqualTo(Readiness.healthy());
  }

  @Test
  void by_default_every_named_tcp_port_is_waited_for() {
    assertThat(
            ContainerPlanner.readiness(
                SHOP.withPort(80).withPort(ContainerPort.udp(53)).withPort(81), facts(null)))
        .isEqualTo(Readiness.all(Readiness.port(80), Readiness.port(81)));
  }

  @Test
  void an_exposed_port_alone_is_not_waited_for() {
    assertThat(ContainerPlanner.readiness(SHOP, facts(null, ContainerPort.tcp(80))))
        .isEqualTo(Readiness.running());
    assertThat(
            ContainerPlanner.readiness(SHOP.withImagePorts(), facts(null, ContainerPort.tcp(80))))
        .isEqualTo(Readiness.port(80));
  }

  @Test
  void what_is_said_is_waited_for_rather_than_the_default() {
    Readiness said = Readiness.logLine("up");
    assertThat(
            ContainerPlanner.readiness(SHOP.withReadiness(said), facts(Healthcheck.shell("true"))))
        .isEqualTo(said);
  }

  @Test
  void an_image_map_sends_one_name_to_another(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("map"),
            "# mirrors\n\npostgres:17 = mirror.example:5000/pg:17\nredis=other/redis\n");
    ImageMap map = ImageMap.read(file);
    assertThat(map.apply(ImageName.parse("postgres:17")))
        .isEqualTo(ImageName.parse("mirror.example:5000/pg:17"));
    assertThat(map.apply(ImageName.parse("postgres:15"))).isEqualTo(ImageName.parse("postgres:15"));
    assertThat(
            planner("docker", ImageNaming.of(map))
                .plan(ContainerSpec.of("redis"), "n", Map.of())
                .image())
        .isEqualTo(ImageName.parse("other/redis"));
  }

  @Test
  void a_wrong_line_of_an_image_map_is_refused_with_its_number(@TempDir Path dir)
      throws IOException {
    Path file = Files.writeString(dir.resolve("map"), "a=b\nA=b\n");
    assertThatThrownBy(() -> ImageMap.read(file))
        .hasMessage(
            "drydock.image.map must hold lines of the form name=name, but line 2 of "
                + file
                + " is wrong: not an image name: \"A\"; its repository must be lower-case letters and"
                + " digits, parted by '/', '.', '_' or '-'");
  }

  @Test
  void an_image_map_that_is_not_there_is_refused() {
    assertThatThrownBy(() -> ImageMap.read(Path.of("/no/such/map")))
        .hasMessage("drydock.image.map must be a readable file, was /no/such/map");
  }

  @Test
  void an_order_without_cycle_is_taken() {
    GroupMember<Container> db = GroupMember.of("db", SHOP);
    assertThat(StartOrder.check(List.of(GroupMember.of("app", SHOP).after(db), db)))
        .containsEntry("app", List.of("db"))
        .containsEntry("db", List.of());
  }

  @Test
  void an_order_with_a_cycle_is_refused_by_name() {
    GroupMember<Container> app = GroupMember.of("app", SHOP);
    GroupMember<Container> web = GroupMember.of("web", SHOP).after(app);
    assertThatThrownBy(() -> StartOrder.check(List.of(app.after(web), web)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the order of the group has a cycle: app after web after app");
  }

  @Test
  void a_member_outside_the_group_is_refused() {
    GroupMember<Container> app = GroupMember.of("app", SHOP).after(GroupMember.of("db", SHOP));
    assertThatThrownBy(() -> StartOrder.check(List.of(app)))
        .hasMessage("group member app starts after db, which is not in the group");
  }

  @Test
  void a_name_used_twice_is_refused() {
    assertThatThrownBy(
            () -> StartOrder.check(List.of(GroupMember.of("a", SHOP), GroupMember.of("a", SHOP))))
        .hasMessage("group must name each member once, named twice: a");
  }

  private static void assertRefused(ContainerSpec spec, String message) {
    assertThatThrownBy(() -> plan(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the description of shop:1.4 " + message);
  }

  @Test
  void swap_without_memory_is_refused() {
    assertRefused(
        SHOP.withResources(r -> r.withMemoryAndSwap(DataSize.parse("1g"))),
        "limits memory and swap together (1g), and not memory. Add withMemory.");
  }

  @Test
  void less_memory_and_swap_than_memory_is_refused() {
    assertRefused(
        SHOP.withMemory(DataSize.parse("2g"))
            .withResources(r -> r.withMemoryAndSwap(DataSize.parse("1g"))),
        "limits memory and swap together to 1g, less than memory alone: 2g.");
  }

  @Test
  void a_reservation_over_the_limit_is_refused() {
    assertRefused(
        SHOP.withMemory(DataSize.parse("8m"))
            .withResources(r -> r.withMemoryReservation(DataSize.parse("9m"))),
        "reserves more memory than it may use: 9m of 8m.");
  }

  @Test
  void capabilities_that_a_privileged_container_has_in_spite_of_it_are_refused() {
    assertRefused(
        SHOP.withSecurity(s -> s.withPrivileged().withoutCapability("CHOWN")),
        "is privileged, which gives it every capability, and drops [CHOWN]. Leave out"
            + " withPrivileged, and add the capabilities it needs.");
  }

  @Test
  void files_for_a_read_only_root_are_refused() {
    assertRefused(
        SHOP.withSecurity(s -> s.withReadOnlyRoot()).withFile("/x", FileContent.text("y")),
        "has a read-only root, into which engines copy no files, and files to be copied: [/x]. Use"
            + " Mount.bind, or a volume that holds them.");
  }

  @Test
  void files_below_a_tmpfs_are_refused() {
    assertRefused(
        SHOP.withMount(Mount.tmpfs("/fast")).withFile("/fast/x", FileContent.text("y")),
        "has a file to be copied before the start, /fast/x, below a tmpfs, which is empty at the"
            + " start: /fast. Copy it elsewhere, or use a volume there.");
    assertThat(
            plan(SHOP.withMount(Mount.tmpfs("/fast")).withFile("/faster", FileContent.text("y")))
                .spec()
                .files())
        .containsOnlyKeys("/faster");
  }

  @Test
  void a_name_beside_the_hosts_is_refused() {
    assertRefused(
        SHOP.withHostname("ship").withNamespaces(n -> n.withHostUts()),
        "has the host's name (withHostUts) and one of its own: ship. Leave out one of them.");
  }

  @Test
  void parameters_of_the_host_are_refused() {
    assertRefused(
        SHOP.withNamespaces(n -> n.withHostIpc().withSysctl("kernel.shmmax", "1")),
        "shares memory with the host (withHostIpc), whose kernel.shmmax it must not set. Leave out"
            + " one of them.");
  }

  @Test
  void streams_of_a_terminal_are_not_told_apart() {
    Logger logger = LoggerFactory.getLogger("shop");
    assertRefused(
        SHOP.withTty().withLogger(logger, Level.INFO, Level.WARN),
        "has a terminal, in which standard error is part of standard output, and a log level for"
            + " each of them. Leave out withTty, or name one level.");
    assertThat(plan(SHOP.withTty().withLogger(logger)).name()).isEqualTo("made");
  }

  @Test
  void a_log_that_is_not_kept_is_not_read() {
    assertRefused(
        SHOP.withLogDriver(LogDriver.none()).withLogConsumer(line -> {}),
        "keeps no log (log driver none), and somebody shall read it. Leave out the driver, or the"
            + " logger, log consumer or log file.");
  }

  private static ContainerPlanner podman(String version, String cgroups) {
    EngineDetails plain = details("linux", 2, EngineOffers.unknown());
    EngineDetails details =
        new EngineDetails(
            plain.edition(),
            plain.version(),
            plain.newestApi(),
            plain.oldestApi(),
            plain.system(),
            plain.architecture(),
            plain.host(),
            plain.kernel(),
            plain.storage(),
            cgroups,
            plain.isolation(),
            plain.rootless(),
            plain.processors(),
            plain.memory(),
            plain.warnings(),
            plain.offers());
    return new ContainerPlanner(
        new EngineInfo(
            "docker",
            "Libpod/" + version,
            "1.41",
            "linux",
            EngineAddress.parse("unix:///x"),
            Set.of()),
        ImageNaming.none(),
        () -> details,
        false);
  }

  static Stream<Arguments> forgottenByPodman() {
    String forgets = ", which Podman forgets when it is asked over this API: Libpod/4.3. ";
    return Stream.of(
        Arguments.of(
            SHOP.withDomain("sea.test"), "domain sea.test" + forgets + "Leave out withDomain."),
        Arguments.of(
            SHOP.withRuntime("runsc"),
            "runtime runsc"
                + forgets
                + "Leave out withRuntime, and set Podman's own in containers.conf."),
        Arguments.of(
            SHOP.withGpus(Gpus.all()), "GPUs" + forgets + "Name the devices by withDevice."),
        Arguments.of(
            SHOP.withSecurity(s -> s.withDeviceRule("c 1:1 r")),
            "device rules" + forgets + "Leave out withDeviceRule."),
        Arguments.of(
            SHOP.withDns(d -> d.withHost("me", "host-gateway")),
            "the host's address by the name host-gateway, which Podman 4 takes for an address:"
                + " Libpod/4.3. Its containers know the host as host.containers.internal."),
        Arguments.of(
            SHOP.withNamespaces(n -> n.withPrivateCgroups()),
            "control groups of its own, for which Podman needs version 2 of them, and this host has"
                + " cgroupfs v1: Libpod/4.3. Leave out withPrivateCgroups."));
  }

  @ParameterizedTest
  @MethodSource("forgottenByPodman")
  void what_Podman_forgets_is_refused(ContainerSpec spec, String message) {
    assertUnsupported(podman("4.3", "cgroupfs v1"), spec, message);
  }

  @Test
  void a_newer_Podman_forgets_less() {
    ContainerSpec spec =
        SHOP.withSecurity(s -> s.withDeviceRule("c 1:1 r"))
            .withDns(d -> d.withHost("me", "host-gateway"))
            .withNamespaces(n -> n.withPrivateCgroups());
    assertThat(podman("5.4", "systemd v2").plan(spec, "n", Map.of()).name()).isEqualTo("n");
  }

  @Test
  void a_control_group_needs_an_engine_that_uses_them() {
    assertUnsupported(
        podman("5.4", "none v2"),
        SHOP.withNamespaces(n -> n.withCgroupParent("/x")),
        "control group /x, and this engine uses none: Libpod/5.4. Leave withCgroupParent out.");
  }

  private static ContainerPlanner offering(String system, String api, EngineOffers offers) {
    return new ContainerPlanner(
        new EngineInfo("docker", "Test/1", api, system, EngineAddress.parse("unix:///x"), Set.of()),
        ImageNaming.none(),
        () -> details(system, 2, offers),
        false);
  }

  private static void assertUnsupported(
      ContainerPlanner planner, ContainerSpec spec, String message) {
    assertThatThrownBy(() -> planner.plan(spec, "n", Map.of()))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage("shop:1.4 asks for " + message);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of(Limit.MEMORY, "a limit of memory", SHOP.withMemory(DataSize.parse("1g"))),
        Arguments.of(
            Limit.SWAP,
            "a limit of memory and swap together",
            SHOP.withMemory(DataSize.parse("1g"))
                .withResources(r -> r.withMemoryAndSwap(DataSize.parse("1g")))),
        Arguments.of(
            Limit.CPUS, "a limit of processor time", SHOP.withResources(r -> r.withCpus(1))),
        Arguments.of(Limit.CPU_SHARES, "cpu shares", SHOP.withResources(r -> r.withCpuShares(9))),
        Arguments.of(Limit.CPU_SET, "a cpu set", SHOP.withResources(r -> r.withCpuSet("0"))),
        Arguments.of(Limit.PIDS, "a limit of processes", SHOP.withResources(r -> r.withPids(9))));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void a_limit_that_the_engine_would_ignore_is_refused(
      Limit limit, String wish, ContainerSpec spec) {
    assertUnsupported(
        offering("linux", "1.45", new EngineOffers(Set.of(limit), List.of(), false)),
        spec,
        wish
            + ", which this engine would ignore: it cannot limit that: Test/1. Leave it out, or give"
            + " the engine the control groups it needs; a rootless engine needs version 2 of them,"
            + " delegated to its user.");
    assertThat(offering("linux", "1.45", EngineOffers.unknown()).plan(spec, "n", Map.of()).name())
        .isEqualTo("n");
  }

  @Test
  void more_processors_than_there_are_is_refused() {
    assertUnsupported(
        offering("linux", "1.45", EngineOffers.unknown()),
        SHOP.withResources(r -> r.withCpus(2.5)),
        "2.5 cpus, and this engine has 2: Test/1. Ask for fewer.");
  }

  @Test
  void a_start_interval_needs_an_engine_that_knows_it() {
    ContainerSpec spec =
        SHOP.withHealthcheck(Healthcheck.shell("true").withStartInterval(Duration.ofMillis(100)));
    assertUnsupported(
        offering("linux", "1.43", EngineOffers.unknown()),
        spec,
        "a healthcheck with a start interval, which needs Engine API 1.44, and this engine speaks"
            + " 1.43: Test/1");
    assertThat(offering("linux", "1.44", EngineOffers.unknown()).plan(spec, "n", Map.of()).name())
        .isEqualTo("n");
  }

  @Test
  void control_groups_of_its_own_need_an_engine_that_knows_them() {
    assertUnsupported(
        offering("linux", "1.40", EngineOffers.unknown()),
        SHOP.withNamespaces(n -> n.withPrivateCgroups()),
        "control groups of the host or of its own, which needs Engine API 1.41, and this engine"
            + " speaks 1.40: Test/1");
  }

  @Test
  void gpus_need_an_engine_that_has_some() {
    assertUnsupported(
        offering("linux", "1.45", EngineOffers.unknown()),
        SHOP.withGpus(Gpus.all()),
        "GPUs, and this engine knows neither a runtime nor a device for them: Test/1. Install the"
            + " GPU maker's container toolkit where the engine runs, or name the devices by"
            + " withDevice.");
    EngineOffers some = new EngineOffers(Set.of(), List.of("nvidia"), true);
    assertThat(
            offering("linux", "1.45", some).plan(SHOP.withGpus(Gpus.all()), "n", Map.of()).name())
        .isEqualTo("n");
  }

  static Stream<Arguments> linuxOnly() {
    return Stream.of(
        Arguments.of("privileges", SHOP.withSecurity(s -> s.withPrivileged())),
        Arguments.of(
            "a root file system that cannot be written to",
            SHOP.withSecurity(s -> s.withReadOnlyRoot())),
        Arguments.of(
            "capabilities NET_ADMIN, SYS_TIME",
            SHOP.withSecurity(s -> s.withCapability("SYS_TIME").withCapability("NET_ADMIN"))),
        Arguments.of(
            "dropped capabilities ALL", SHOP.withSecurity(s -> s.withoutCapability("ALL"))),
        Arguments.of(
            "options of security modules", SHOP.withSecurity(s -> s.withNoNewPrivileges())),
        Arguments.of("device rules", SHOP.withSecurity(s -> s.withDeviceRule("c 1:1 r"))),
        Arguments.of(
            "namespaces or parameters of the kernel", SHOP.withNamespaces(n -> n.withHostPid())),
        Arguments.of("an init process", SHOP.withInit()),
        Arguments.of("further groups", SHOP.withGroup("1")),
        Arguments.of("GPUs", SHOP.withGpus(Gpus.all())),
        Arguments.of("options of the resolver", SHOP.withDns(d -> d.withOption("ndots:1"))),
        Arguments.of(
            "limits other than memory and processor time",
            SHOP.withResources(r -> r.withUlimit("nofile", 1, 1))));
  }

  @ParameterizedTest
  @MethodSource("linuxOnly")
  void what_only_Linux_has_is_refused_for_Windows(String wish, ContainerSpec spec) {
    assertUnsupported(
        offering("windows", "1.45", EngineOffers.unknown()),
        spec,
        wish
            + ", which Windows containers do not have, and this engine runs those: Test/1. Leave"
            + " them out, or switch the engine to Linux containers.");
  }

  private static EngineDetails details(String system, int processors, EngineOffers offers) {
    return new EngineDetails(
        "",
        "",
        "",
        "",
        system,
        "x86_64",
        "",
        "",
        "",
        "",
        "",
        false,
        processors,
        DataSize.ofBytes(1),
        List.of(),
        offers);
  }

  private static ContainerPlanner offering(Map<String, String> settings) {
    return new ContainerPlanner(
        new EngineInfo(
            "docker", "Test/1", "1.45", "linux", EngineAddress.parse("unix:///x"), Set.of()),
        ImageNaming.none(),
        () -> details("linux", 2, EngineOffers.unknown()),
        false,
        new Defaults(Settings.of(key -> Optional.ofNullable(settings.get(key))), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drydock.limits.cpus", "drydock.defaults.cpus"})
  void a_setting_gives_no_more_processors_than_there_are(String setting) {
    assertThat(offering(Map.of(setting, "4")).plan(SHOP, "n", Map.of()).spec())
        .isEqualTo(SHOP.withResources(r -> r.withCpus(2)));
    assertThat(offering(Map.of(setting, "1.5")).plan(SHOP, "n", Map.of()).spec())
        .isEqualTo(SHOP.withResources(r -> r.withCpus(1.5)));
    assertUnsupported(
        offering(Map.of(setting, "4")),
        SHOP.withResources(r -> r.withCpus(3)),
        "3.0 cpus, and this engine has 2: Test/1. Ask for fewer.");
  }

  @Test
  void limits_of_a_live_container_are_refused_as_those_of_a_description() {
    ContainerPlanner planner = offering(Map.of("drydock.limits.memory", "1g"));
    assertThatThrownBy(
            () ->
                planner.requireAllowed(
                    SHOP, Resources.unlimited().withMemory(DataSize.parse("2g"))))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for memory 2g, and the setting drydock.limits.memory allows a container"
                + " 1g. Ask for less, or raise the setting.");
    assertThatThrownBy(() -> planner.requireAllowed(SHOP, Resources.unlimited().withCpus(3)))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage("shop:1.4 asks for 3.0 cpus, and this engine has 2: Test/1. Ask for fewer.");
    planner.requireAllowed(
        SHOP.withMemory(DataSize.parse("512m")), Resources.unlimited().withCpus(2));
  }
}
