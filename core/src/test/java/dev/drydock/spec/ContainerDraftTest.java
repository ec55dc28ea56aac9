package dev.drydock.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.Platform;
import dev.drydock.model.image.ImageOrigin;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.container.Device;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.RestartPolicy;
import dev.drydock.spec.container.Security;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** No field of a description is forgotten where it is copied and compared. */
class ContainerDraftTest {

  /** What the engine makes no other container for. */
  private static final Set<String> NOT_MADE_OF =
      Set.of(
          "logConsumers",
          "logger",
          "stdoutLevel",
          "stderrLevel",
          "logFile",
          "readiness",
          "startTimeout",
          "startAttempts",
          "pullPolicy");

  /** What nearly every description says. */
  private static final Set<String> PLAIN =
      Set.of(
          "env",
          "envFromFiles",
          "ports",
          "labels",
          "networks",
          "networkMode",
          "mounts",
          "files",
          "logConsumers",
          "engineOptions",
          "image",
          "imageOrigin",
          "imagePorts",
          "name",
          "command",
          "entrypoint",
          "user",
          "workingDirectory",
          "platform",
          "healthcheck",
          "logger",
          "stdoutLevel",
          "stderrLevel",
          "logFile",
          "readiness",
          "startTimeout",
          "startAttempts",
          "pullPolicy");

  private record Net(String id, String name) implements NetworkRef {}

  static Stream<Field> fields() {
    return Arrays.stream(ContainerDraft.class.getDeclaredFields())
        .filter(each -> !each.isSynthetic());
  }

  private static ContainerDraft plain() {
    return new ContainerDraft(ImageName.parse("shop:1"));
  }

  /** Says something in this field that is not its default. */
  private static void say(ContainerDraft draft, Field field) throws IllegalAccessException {
    switch (field.getName()) {
      case "env" -> draft.env.put("A", "b");
      case "envFromFiles" -> draft.envFromFiles.add("A");
      case "ports" ->
          draft.ports.put(ContainerPort.tcp(80), new PortBinding(ContainerPort.tcp(80), 0));
      case "labels" -> draft.labels.put("a", "b");
      case "networks" ->
          draft.networks.add(NetworkAttachment.to(new Net("1", "net")).withAlias("web"));
      case "mounts" -> draft.mounts.add(Mount.tmpfs("/t"));
      case "files" -> draft.files.put("/f", FileContent.text("f"));
      case "logConsumers" -> draft.logConsumers.add(line -> {});
      case "engineOptions" -> draft.engineOptions.add(DockerOption.createBody(body -> {}));
      case "groups" -> draft.groups.add("docker");
      case "devices" -> draft.devices.add(new Device("/dev/null", "/dev/x", "r"));
      case "command", "entrypoint" -> field.set(draft, List.of("run"));
      case "logger" -> draft.logger = LoggerFactory.getLogger("x");
      case "readiness" -> draft.readiness = Readiness.logLine("up");
      case "pullPolicy" -> draft.pullPolicy = PullPolicy.never();
      default -> field.set(draft, other(field.getType()));
    }
  }

  private static Object other(Class<?> type) {
    Map<Class<?>, Object> others =
        Map.ofEntries(
            Map.entry(String.class, "other"),
            Map.entry(boolean.class, true),
            Map.entry(int.class, 7),
            Map.entry(Duration.class, Duration.ofSeconds(7)),
            Map.entry(Path.class, Path.of("/tmp/log")),
            Map.entry(Level.class, Level.WARN),
            Map.entry(ImageName.class, ImageName.parse("other:2")),
            Map.entry(ImageOrigin.class, (ImageOrigin) () -> ImageName.parse("origin:1")),
            Map.entry(Platform.class, Platform.parse("linux/arm64")),
            Map.entry(NetworkMode.class, NetworkMode.host()),
            Map.entry(Healthcheck.class, Healthcheck.none()),
            Map.entry(Gpus.class, Gpus.all()),
            Map.entry(RestartPolicy.class, RestartPolicy.always()),
            Map.entry(LogDriver.class, LogDriver.none()),
            Map.entry(Resources.class, Resources.unlimited().withShm(DataSize.ofMebibytes(1))),
            Map.entry(Security.class, Security.standard().withPrivileged()),
            Map.entry(Namespaces.class, Namespaces.own().withHostPid()),
            Map.entry(Dns.class, Dns.standard().withServer("192.0.2.1")));
    return others.get(type);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void every_field_is_compared_and_copied(Field field) throws IllegalAccessException {
    ContainerDraft changed = plain();
    say(changed, field);
    assertThat(changed.values()).isNotEqualTo(plain().values());
    assertThat(new ContainerDraft(changed).values()).isEqualTo(changed.values());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void a_copy_shares_no_list_with_what_it_was_copied_from(Field field)
      throws IllegalAccessException {
    ContainerDraft draft = plain();
    if (field.get(draft) instanceof Collection<?> || field.get(draft) instanceof Map<?, ?>) {
      ContainerDraft copy = new ContainerDraft(draft);
      say(copy, field);
      assertThat(draft.values()).isEqualTo(plain().values());
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void what_the_engine_makes_another_container_for_is_not_the_same(Field field)
      throws IllegalAccessException {
    ContainerDraft changed = plain();
    say(changed, field);
    assertThat(changed.madeOf().equals(plain().madeOf()))
        .isEqualTo(NOT_MADE_OF.contains(field.getName()));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void what_few_descriptions_say_is_told(Field field) throws IllegalAccessException {
    ContainerDraft changed = plain();
    say(changed, field);
    assertThat(changed.isPlain()).isEqualTo(PLAIN.contains(field.getName()));
  }

  @Test
  void a_bare_description_is_plain() {
    assertThat(plain().isPlain()).isTrue();
  }
}
