package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineInfo;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DataSize;
import dev.drydock.model.Health;
import dev.drydock.model.ImageName;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.GroupMember;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1.4");

  private static ContainerPlanner planner(String engineKind, ImageNaming images) {
    return planner(engineKind, "linux", images);
  }

  private static ContainerPlanner planner(String engineKind, String system, ImageNaming images) {
    return planner(engineKind, system, "1.41", images, false);
  }

  private static ContainerPlanner planner(
      String engineKind, String system, String api, ImageNaming images, boolean emulation) {
    EngineDetails details =
        new EngineDetails(
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
            1,
            DataSize.ofBytes(1),
            List.of());
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
        List.of());
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
}
