package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.engine.RootPlan;
import dev.drydock.engine.VolumePlan;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.Platform;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.Subnet;
import dev.drydock.spec.VolumeSpec;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.RestartPolicy;
import dev.drydock.spec.container.Security;
import dev.drydock.spec.image.ImageArchive;
import dev.drydock.spec.image.ImageSource;
import dev.drydock.spec.image.ImageSpec;
import dev.drydock.spec.image.RootFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the reference are right, and complete. */
class ReferenceTest {

  private static final List<String> PACKAGES =
      List.of(
          "dev.drydock.",
          "dev.drydock.runtime.",
          "dev.drydock.spec.",
          "dev.drydock.spec.Mount$",
          "dev.drydock.spec.container.",
          "dev.drydock.spec.image.",
          "dev.drydock.model.",
          "dev.drydock.registry.",
          "dev.drydock.engine.");

  private static final ImageName SHOP = ImageName.parse("shop:1");

  private record Net(String id, String name) implements NetworkRef {}

  private record Other(String id, String name) implements ContainerRef {}

  private record Vol(String name) implements VolumeRef {}

  /** The calls, and the fields as {@code CALL FIELD}. */
  private static Set<String> api() {
    Set<String> api = new TreeSet<>();
    try (InputStream list =
        ReferenceTest.class.getResourceAsStream("/dev/drydock/engine-api-1.47.txt")) {
      String call = "";
      for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("  ")) {
          api.add(call + " " + line.strip());
        } else if (!line.startsWith("#")) {
          call = line;
          api.add(call);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return api;
  }

  private static Set<String> named(boolean leftOut) {
    Set<String> named = new TreeSet<>();
    for (ReferencePage page : ReferencePage.all()) {
      for (ReferencePage.Row row : page.rows()) {
        if (row.leftOut() == leftOut) {
          named.addAll(row.api());
        }
      }
    }
    return named;
  }

  @Test
  void each_call_and_field_of_the_API_has_a_word_or_a_reason() {
    Set<String> all = new TreeSet<>(named(false));
    assertThat(named(true)).doesNotContainAnyElementsOf(all);
    all.addAll(named(true));
    // Whose fields are told is told.
    Set.copyOf(all).forEach(each -> all.add(call(each)));
    assertThat(all).containsExactlyInAnyOrderElementsOf(api());
    assertThat(all).hasSizeGreaterThan(250);
  }

  private static String call(String callOrField) {
    int field = callOrField.indexOf(' ', callOrField.indexOf(' ') + 1);
    return field < 0 ? callOrField : callOrField.substring(0, field);
  }

  @Test
  void what_has_no_word_has_a_reason() {
    for (ReferencePage page : ReferencePage.all()) {
      assertThat(page.rows())
          .filteredOn(ReferencePage.Row::leftOut)
          .noneMatch(row -> row.api().isEmpty() || row.note().isEmpty());
    }
  }

  static Stream<String> words() {
    return ReferencePage.all().stream().flatMap(page -> page.words().stream()).distinct();
  }

  @ParameterizedTest
  @MethodSource("words")
  void each_word_is_a_method(String word) {
    String name = word.substring(word.indexOf('.') + 1);
    Class<?> type = type(word.substring(0, word.indexOf('.')));
    assertThat(Arrays.stream(type.getMethods()).map(Method::getName)).contains(name);
  }

  private static Class<?> type(String simpleName) {
    for (String each : PACKAGES) {
      try {
        return Class.forName(each + simpleName);
      } catch (ClassNotFoundException e) {
        // It is in another.
      }
    }
    throw new AssertionError("there is no public type " + simpleName);
  }

  static Stream<Arguments> handles() {
    return Stream.of(
        Arguments.of("container", "Container UnstartedContainer StartHooks Logs"),
        Arguments.of("exec", "DetachedExec"),
        Arguments.of("network", "Network"),
        Arguments.of("volume", "Volume"),
        Arguments.of("image", "Image BuiltImage"),
        Arguments.of("session", "Drydock Session Group HostPort RunAhead"));
  }

  @ParameterizedTest
  @MethodSource("handles")
  void no_verb_of_a_handle_is_missing(String page, String types) {
    for (String type : types.split(" ")) {
      assertThat(ReferencePage.of(page).words()).containsAll(methods(type(type), each -> true));
    }
  }

  static Stream<Arguments> descriptions() {
    return Stream.of(
        Arguments.of("container", ContainerSpec.class),
        Arguments.of("container", Healthcheck.class),
        Arguments.of("container", Resources.class),
        Arguments.of("container", Security.class),
        Arguments.of("container", Namespaces.class),
        Arguments.of("container", Dns.class),
        Arguments.of("container", Gpus.class),
        Arguments.of("container", LogDriver.class),
        Arguments.of("container", RestartPolicy.class),
        Arguments.of("container", Mount.class),
        Arguments.of("container", Mount.Bind.class),
        Arguments.of("container", Mount.VolumeMount.class),
        Arguments.of("container", Mount.ImageMount.class),
        Arguments.of("container", Mount.Tmpfs.class),
        Arguments.of("container", Mount.VolumesFrom.class),
        Arguments.of("exec", ExecSpec.class),
        Arguments.of("network", NetworkSpec.class),
        Arguments.of("network", NetworkAttachment.class),
        Arguments.of("network", NetworkMode.class),
        Arguments.of("network", Subnet.class),
        Arguments.of("volume", VolumeSpec.class),
        Arguments.of("image", ImageSpec.class),
        Arguments.of("image", ImageSource.class),
        Arguments.of("image", ImageArchive.class),
        Arguments.of("image", RootFileSystem.class),
        Arguments.of("image", PullPolicy.class));
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void no_word_of_a_description_is_missing(String page, Class<?> type) {
    assertThat(ReferencePage.of(page).words()).containsAll(methods(type, ReferenceTest::isWord));
  }

  /** A description's own facts are not words, nor is what empties a list. */
  private static boolean isWord(Method method) {
    boolean factory =
        Modifier.isStatic(method.getModifiers())
            && !method.getReturnType().equals(method.getDeclaringClass().getEnclosingClass())
            && !Set.of("standard", "own", "unlimited").contains(method.getName());
    return factory || method.getName().matches("(?!without)(with|as[A-Z]).*");
  }

  private static List<String> methods(Class<?> type, java.util.function.Predicate<Method> which) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
        .filter(which)
        .map(each -> type.getSimpleName() + "." + each.getName())
        .toList();
  }

  @Test
  void what_a_description_says_is_sent_and_no_other_field() throws IOException {
    Set<String> sent = new TreeSet<>();
    sent.addAll(
        fields(
            "POST /containers/create",
            CreateBody.of(new ContainerPlan("n", SHOP, Map.of(), everything()), true)));
    // An engine before 1.44 takes the first network's there.
    sent.add("POST /containers/create MacAddress");
    sent.add("POST /containers/create ?name");
    sent.add("POST /containers/create ?platform");
    sent.addAll(
        fields(
            "POST /containers/{id}/exec",
            Execs.body(
                ExecSpec.of("run")
                    .withTty()
                    .withPrivileged()
                    .withEnv("A", "b")
                    .withUser("1")
                    .withStdin("in")
                    .withWorkingDirectory("/"),
                true)));
    sent.addAll(
        fields(
            "POST /networks/create",
            Networks.body(
                new NetworkPlan(
                    "n",
                    Map.of(),
                    NetworkSpec.overlay()
                        .withInternal()
                        .withIpv6()
                        .withDriverOption("a", "b")
                        .withAddressDriver("default")
                        .withAddressOption("a", "b")
                        .withSubnet(
                            Subnet.of("10.9.0.0/24")
                                .withGateway("10.9.0.9")
                                .withRange("10.9.0.128/25")
                                .withReserved("tv", "10.9.0.7"))))));
    sent.addAll(fields("POST /networks/{id}/connect", Networks.connection("id", place())));
    sent.addAll(
        fields(
            "POST /volumes/create",
            Volumes.body(
                new VolumePlan(
                    "v",
                    Map.of(),
                    VolumeSpec.of().withDriver("other").withDriverOption("a", "b")))));
    sent.addAll(parameters());
    Set<String> worded = new TreeSet<>(named(false));
    worded.removeIf(each -> each.equals(call(each)) || each.startsWith("GET "));
    assertThat(sent).containsExactlyInAnyOrderElementsOf(worded);
  }

  /** The parameters of what is asked about images. */
  private static Set<String> parameters() throws IOException {
    Set<String> parameters = new TreeSet<>();
    try (StubEngine stub = StubEngine.after(talk -> talk.answer(200, "{}"));
        DockerEngine engine =
            DockerEngine.connect(stub.address(), null, DockerEngine.FIRST_ANSWER)) {
      Platform platform = Platform.parse("linux/amd64");
      ImageSpec spec =
          ImageSpec.over("base:1")
              .withBuildArg("A", "b")
              .withTarget("stage")
              .withPlatform(platform)
              .withCacheFrom(SHOP)
              .withExtraHost("db", "192.0.2.2")
              .withEveryStep();
      for (ImageSpec each : List.of(spec, spec.withClassicBuilder())) {
        BuildPlan plan =
            new BuildPlan(SHOP, Map.of("l", "v"), List.of(), "Dockerfile", "", "", each, () -> {});
        catchThrowable(() -> engine.images().build(plan, line -> {}));
      }
      catchThrowable(() -> engine.images().pull(SHOP, platform, null, layer -> {}));
      catchThrowable(
          () ->
              engine
                  .images()
                  .importRoot(
                      new RootPlan(SHOP, Map.of("l", "v"), List.of("CMD x"), null, List.of())));
      catchThrowable(() -> engine.images().commit("c", SHOP, Map.of("l", "v")));
      for (String line : stub.requests()) {
        String call = line.replaceFirst("^POST /v1\\.\\d+", "POST ").replace(" /", "/");
        int query = call.indexOf('?');
        if (line.startsWith("POST ") && query > 0) {
          for (String each : call.substring(query + 1).split("&")) {
            parameters.add(
                call.substring(0, query).replace("POST", "POST ")
                    + " ?"
                    + each.substring(0, each.indexOf('=')));
          }
        }
      }
    }
    return parameters;
  }

  /** The fields of a body, each as far as the API's list goes. */
  private static Set<String> fields(String call, Map<String, Object> body) {
    Set<String> fields = new TreeSet<>();
    body.forEach((name, value) -> add(fields::add, call + " " + name, value));
    return fields;
  }

  private static void add(Consumer<String> fields, String path, Object value) {
    if (!api().contains(path) && value instanceof Map<?, ?> map && !map.isEmpty()) {
      // The networks of a container are keys, not fields.
      map.forEach(
          (name, each) ->
              add(
                  fields,
                  (path + "." + name).replace(".EndpointsConfig.net", ".EndpointsConfig"),
                  each));
    } else if (!api().contains(path) && value instanceof List<?> list && !list.isEmpty()) {
      list.forEach(each -> add(fields, path, each));
    } else {
      fields.accept(path);
    }
  }

  private static NetworkAttachment place() {
    return NetworkAttachment.to(new Net("1", "net"))
        .withAlias("db")
        .withAddress("10.9.0.8")
        .withAddress("fd00::8")
        .withMac("02:42:0a:d5:4e:14");
  }

  private static ContainerSpec everything() {
    return ContainerSpec.of("shop:1")
        .withMount(Mount.bind("/a", "/b").createdWhenMissing())
        .withMount(Mount.bind("/c", "/d").withPropagation(Mount.Propagation.SHARED))
        .withMount(Mount.volume(new Vol("v"), "/v").withSubpath("s").withoutCopy())
        .withMount(Mount.image("base:1", "/i").withSubpath("s"))
        .withMount(Mount.tmpfs("/t").withSize(DataSize.ofMebibytes(8)))
        .withMount(Mount.tmpfs("/words").withOption("exec"))
        .withMount(Mount.volumesFrom(new Other("1", "data")))
        .withHostname("ship")
        .withDomain("sea.test")
        .withUser("1")
        .withGroup("2")
        .withPort(80)
        .withImagePorts()
        .withTty()
        .withStdin()
        .withInit()
        .withEnv("A", "b")
        .withCommand("run")
        .withEntrypoint("sh")
        .withHealthcheck(
            Healthcheck.shell("true")
                .withInterval(Duration.ofSeconds(1))
                .withTimeout(Duration.ofSeconds(1))
                .withRetries(1)
                .withStartPeriod(Duration.ofSeconds(1))
                .withStartInterval(Duration.ofSeconds(1)))
        .withWorkingDirectory("/")
        .withStopSignal("INT")
        .withStopTimeout(Duration.ofSeconds(1))
        .withDevice("/dev/null")
        .withGpus(Gpus.all())
        .withRuntime("runc")
        .withRestartPolicy(RestartPolicy.always())
        .withLogDriver(LogDriver.of("local"))
        .withNetwork(place())
        .withResources(
            r ->
                r.withMemory(DataSize.ofMebibytes(8))
                    .withMemoryAndSwap(DataSize.ofMebibytes(8))
                    .withMemoryReservation(DataSize.ofMebibytes(8))
                    .withCpus(1)
                    .withCpuShares(9)
                    .withCpuSet("0")
                    .withPids(1)
                    .withShm(DataSize.ofMebibytes(8))
                    .withUlimit("nofile", 1, 1)
                    .withOomScore(1))
        .withSecurity(
            s ->
                s.withPrivileged()
                    .withReadOnlyRoot()
                    .withCapability("CHOWN")
                    .withoutCapability("KILL")
                    .withNoNewPrivileges()
                    .withDeviceRule("c 1:1 r"))
        .withNamespaces(
            n ->
                n.withPidOf(new Other("1", "other"))
                    .withHostIpc()
                    .withHostUts()
                    .withHostUsers()
                    .withHostCgroups()
                    .withCgroupParent("/x")
                    .withSysctl("net.core.somaxconn", "1"))
        .withDns(
            d ->
                d.withServer("192.0.2.1")
                    .withSearch("corp.test")
                    .withOption("ndots:1")
                    .withHost("db", "192.0.2.2"));
  }
}
