package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.internal.session.PlanRecord.Plan;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanRecordTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1").withEnv("COLOR", "red");

  @TempDir private Path directory;
  private Path file = Path.of("unset");

  @BeforeEach
  void name_file() {
    file = directory.resolve("drydock/plans.json");
  }

  private void remember(ContainerSpec spec) throws IOException {
    PlanRecord record = PlanRecord.read(file);
    record.put("ShopTest", new Plan(false, Map.of("shop", spec)));
    record.write(file);
  }

  private Plan plan() {
    return PlanRecord.read(file).plan("ShopTest");
  }

  @Test
  void a_description_comes_back_the_same() throws IOException {
    Path sql = Files.writeString(directory.resolve("init.sql"), "select 1");
    ContainerSpec spec =
        SHOP.withPort(80)
            .withPort(ContainerPort.udp(53))
            .withImagePorts()
            .withCommand("serve", "--now")
            .withEntrypoint("/bin/tini")
            .withLabel("team", "blue")
            .withUser("10:10")
            .withWorkingDirectory("/srv")
            .withMemory(DataSize.ofMebibytes(64))
            .withMount(Mount.tmpfs("/tmp").withSize(DataSize.ofMebibytes(8)).withOption("exec"))
            .withFile("/a", FileContent.text("grüße"))
            .withFile("/b", FileContent.classPath("dev/drydock/Drydock.class"))
            .withFile("/init.sql", FileContent.path(sql).withMode(0600));
    remember(spec);
    Plan plan = plan();
    assertThat(plan).isNotNull();
    assertThat(plan.containers().get("shop").makesSameContainerAs(spec)).isTrue();
    Files.delete(sql);
    assertThat(plan()).isNull();
  }

  @Test
  void what_no_file_can_hold_is_not_recorded() throws IOException {
    remember(SHOP.withFile("/a", FileContent.bytes(new byte[64 * 1024 + 1])));
    assertThat(plan()).isNull();
    remember(SHOP.withFile("/a", FileContent.bytes(new byte[64 * 1024])));
    assertThat(plan()).isNotNull();
  }

  @Test
  void neither_a_secret_nor_a_stream_is_recorded() throws IOException {
    remember(SHOP.withSecret("password", FileContent.text("hush")));
    assertThat(plan()).isNull();
    remember(
        SHOP.withFile(
            "/a",
            FileContent.stream(
                () -> {
                  throw new AssertionError("nobody may open it");
                })));
    assertThat(plan()).isNull();
    Path env = Files.writeString(directory.resolve("app.env"), "COLOR=hush\n");
    remember(SHOP.withEnvFile(env));
    assertThat(plan()).isNull();
    remember(SHOP);
    assertThat(Files.readString(file)).contains("COLOR").doesNotContain("hush");
  }

  static Stream<ContainerSpec> further() {
    return Stream.of(
        SHOP.withHostname("ship"),
        SHOP.withTty(),
        SHOP.withResources(r -> r.withPids(9)),
        SHOP.withDns(d -> d.withServer("192.0.2.1")),
        SHOP.withSecurity(s -> s.withReadOnlyRoot()),
        SHOP.withLogDriver(LogDriver.of("local")));
  }

  @ParameterizedTest
  @MethodSource("further")
  void what_does_not_come_back_the_same_is_not_recorded(ContainerSpec spec) throws IOException {
    assertThat(Preparation.isHarmless(spec)).isTrue();
    remember(spec);
    assertThat(plan()).isNull();
  }

  static Stream<ContainerSpec> harmful() {
    return Stream.of(
        SHOP.withSecurity(s -> s.withPrivileged()),
        SHOP.withSecurity(s -> s.withCapability("SYS_ADMIN")),
        SHOP.withSecurity(s -> s.withOption("seccomp=unconfined")),
        SHOP.withSecurity(s -> s.withDeviceRule("c 1:1 r")),
        SHOP.withDevice("/dev/fuse"),
        SHOP.withGpus(Gpus.all()),
        SHOP.withRestartPolicy(RestartPolicy.always()),
        SHOP.withNamespaces(n -> n.withHostPid()),
        SHOP.withNamespaces(n -> n.withHostIpc()),
        SHOP.withNamespaces(n -> n.withHostUts()),
        SHOP.withNamespaces(n -> n.withHostUsers()),
        SHOP.withNamespaces(n -> n.withCgroupParent("/x")));
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void what_touches_the_host_is_not_made_ahead(ContainerSpec spec) {
    assertThat(Preparation.isHarmless(spec)).isFalse();
  }

  @Test
  void a_plan_that_was_another_the_last_time_is_none_until_it_stays_the_same() throws IOException {
    remember(SHOP);
    assertThat(plan()).isNotNull();
    remember(SHOP.withEnv("COLOR", "blue"));
    assertThat(plan()).isNull();
    remember(SHOP.withEnv("COLOR", "blue"));
    assertThat(plan()).isNotNull();
  }

  @Test
  void a_plan_changed_by_hand_is_none() throws IOException {
    remember(SHOP);
    Files.writeString(file, Files.readString(file).replace("red", "green"));
    assertThat(plan()).isNull();
  }

  @Test
  void a_file_that_is_no_record_is_an_empty_one_and_is_written_anew() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{ no JSON");
    assertThat(plan()).isNull();
    remember(SHOP);
    assertThat(plan()).isNotNull();
  }

  @Test
  void a_place_that_starts_nothing_any_more_is_forgotten() throws IOException {
    remember(SHOP);
    PlanRecord record = PlanRecord.read(file);
    record.put("ShopTest", new Plan(false, Map.of()));
    record.write(file);
    assertThat(plan()).isNull();
    assertThat(Files.readString(file)).doesNotContain("ShopTest");
  }

  @Test
  void a_record_that_cannot_take_its_place_leaves_nothing_beside_it() throws IOException {
    Files.createDirectories(file.resolve("in the way"));
    PlanRecord record = PlanRecord.read(file);
    record.put("ShopTest", new Plan(false, Map.of("shop", SHOP)));
    assertThatThrownBy(() -> record.write(file)).isInstanceOf(IOException.class);
    try (Stream<Path> beside = Files.list(directory.resolve("drydock"))) {
      assertThat(beside).containsExactly(file);
    }
  }

  @Test
  void nobody_but_its_owner_can_read_it() throws IOException {
    remember(SHOP);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void what_is_being_prepared_counts_as_much_as_it_may_use() {
    ContainerSpec large = SHOP.withMemory(DataSize.parse("4g"));
    assertThat(Spare.wanted(List.of(SHOP), List.of()))
        .isEqualTo(DataSize.ofMebibytes(512 + 256).bytes());
    assertThat(Spare.wanted(List.of(large), List.of(large, SHOP)))
        .isEqualTo(DataSize.ofMebibytes(512 + 2 * 4096 + 256).bytes());
  }

  @Test
  void the_kernel_says_what_is_free() {
    assertThat(Spare.freeBytes("MemTotal:  9999 kB\nMemAvailable:    2048 kB\nBuffers: 1 kB\n"))
        .isEqualTo(2048 * 1024L);
    assertThat(Spare.freeBytes("nothing")).isEqualTo(Long.MAX_VALUE);
    assertThat(Spare.runnable("0.20 0.18 0.12 3/80 11206\n")).isEqualTo(3);
    assertThat(Spare.runnable("")).isZero();
  }
}
