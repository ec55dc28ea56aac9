package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.DataSize;
import dev.drydock.model.NetworkRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.RestartPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page that lists the fields of the create body is right, and complete. */
class ReferenceTest {

  private static final Path PAGE = Path.of("../docs/reference.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| ([^|]*) \\| ([^|]*) \\|");
  private static final Pattern WORD = Pattern.compile("`(\\w+)\\.(\\w+)`");

  private record Net(String id, String name) implements NetworkRef {}

  private record Other(String id, String name) implements ContainerRef {}

  /** One row of the table. */
  record Row(String field, List<String> words, String note) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(PAGE)) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          List<String> words = new ArrayList<>();
          Matcher word = WORD.matcher(row.group(2));
          while (word.find()) {
            words.add(word.group(1) + "." + word.group(2));
          }
          rows.add(new Row(row.group(1), words, row.group(4).strip()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  @Test
  void the_page_has_every_field_of_the_API_and_no_other() throws IOException {
    try (InputStream list = getClass().getResourceAsStream("/dev/drydock/create-body-1.47.txt")) {
      List<String> fields =
          new String(list.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      assertThat(rows()).extracting(Row::field).containsExactlyElementsOf(fields);
      assertThat(fields).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_field_has_a_word_or_a_reason() {
    assertThat(rows())
        .allSatisfy(row -> assertThat(row.words().isEmpty() && row.note().isEmpty()).isFalse());
  }

  static Stream<String> words() {
    return rows().stream().flatMap(row -> row.words().stream()).distinct();
  }

  @ParameterizedTest
  @MethodSource("words")
  void each_word_is_a_method(String word) throws ClassNotFoundException {
    String type = word.substring(0, word.indexOf('.'));
    String name = word.substring(word.indexOf('.') + 1);
    boolean inSpec = type.equals("ContainerSpec") || type.equals("Healthcheck");
    Class<?> found =
        Class.forName((inSpec ? "dev.drydock.spec." : "dev.drydock.spec.container.") + type);
    assertThat(Arrays.stream(found.getMethods()).map(Method::getName)).contains(name);
  }

  @Test
  void what_a_description_says_is_sent_and_no_other_field() {
    Set<String> worded = new TreeSet<>();
    for (Row each : rows()) {
      if (!each.words().isEmpty() && !each.field().startsWith("?")) {
        worded.add(each.field());
      }
    }
    assertThat(fields(everything())).isEqualTo(worded);
  }

  private static Set<String> fields(ContainerSpec spec) {
    Map<String, Object> body =
        CreateBody.of(new ContainerPlan("name", spec.image(), Map.of("l", "v"), spec), true);
    Set<String> fields = new TreeSet<>();
    body.forEach(
        (name, value) -> {
          boolean group =
              name.equals("HostConfig")
                  || name.equals("NetworkingConfig")
                  || name.equals("Healthcheck");
          if (group) {
            ((Map<?, ?>) value).keySet().forEach(each -> fields.add(name + "." + each));
          } else {
            fields.add(name);
          }
        });
    return fields;
  }

  private static ContainerSpec everything() {
    return ContainerSpec.of("shop:1")
        .withMount(Mount.bind("/a", "/b").createdWhenMissing())
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
        .withNetwork(new Net("1", "net"))
        .withMount(Mount.tmpfs("/t"))
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
