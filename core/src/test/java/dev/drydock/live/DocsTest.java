package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drydock.Drydock;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.DataSize;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Verdict;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipes of the documentation, run as they stand there. */
@Tag("engine")
@Timeout(120)
class DocsTest {

  private static String get(Endpoint endpoint) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void plain_java() throws Exception {
    // docs: plain
    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      Container web =
          session.start(
              ContainerSpec.of("nginx:1.27")
                  .withPort(80)
                  .withReadiness(Readiness.http(80, "/").withStatus(200)));
      assertThat(get(web.endpoint(80))).contains("nginx");
    }
    // docs: end
  }

  @Test
  void a_group() {
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: group
      GroupMember<Container> cache =
          GroupMember.of("cache", ContainerSpec.of("redis:7").withPort(6379));
      GroupMember<Container> job =
          GroupMember.of(
                  "job",
                  ContainerSpec.of("redis:7")
                      .withCommand("redis-cli", "-h", "cache", "set", "greeting", "hello")
                      .withReadiness(Readiness.exited(0)))
              .after(cache);
      Group group = session.startAll(cache, job);
      ExecResult read = group.get(cache).exec("redis-cli", "get", "greeting");
      assertThat(read.stdout()).isEqualTo("hello\n");
      // docs: end
    }
  }

  @Test
  void the_words_of_a_container(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("index.html"), "from the host");
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: words
      Network network = session.network();
      Volume volume = session.volume();
      Container web =
          session.start(
              ContainerSpec.of("busybox:1")
                  .withCommand("httpd", "-f", "-p", "80", "-h", "/www")
                  .withEnv("MODE", "test")
                  .withPort(80)
                  .withMemory(DataSize.ofMebibytes(64))
                  .withNetwork(network, "web")
                  .withFile("/www/index.html", FileContent.text("hello"))
                  .withMount(Mount.bind(dir, "/host").asReadOnly())
                  .withMount(Mount.volume(volume, "/data"))
                  .withMount(Mount.tmpfs("/scratch").withSize(DataSize.parse("16m")))
                  .withStartTimeout(Duration.ofSeconds(20)));
      assertThat(get(web.endpoint(80))).isEqualTo("hello");
      // docs: end

      // docs: exec
      ExecResult result =
          web.exec(ExecSpec.of("sh", "-c", "cat > /data/in; wc -c < /data/in").withStdin("12345"));
      assertThat(result.exitCode()).isZero();
      assertThat(result.stdout().strip()).isEqualTo("5");
      // docs: end

      // docs: files
      web.copyIn(FileContent.text("v2"), "/www/version.txt");
      assertThat(web.readFile("/www/version.txt")).asString().isEqualTo("v2");
      web.copyOut("/www", dir.resolve("copy"));
      assertThat(dir.resolve("copy/index.html")).hasContent("hello");
      // docs: end
    }
  }

  @Test
  void logs() {
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: logs
      Logger logger = LoggerFactory.getLogger("containers");
      Container job =
          session.start(
              ContainerSpec.of("busybox:1")
                  .withCommand("sh", "-c", "echo working; echo done")
                  .withLogger(logger)
                  .withReadiness(Readiness.exited(0)));
      assertThat(job.logs()).extracting("text").containsExactly("working", "done");

      LogLine done = job.logs().await("done", Duration.ofSeconds(5));
      assertThat(done.text()).isEqualTo("done");
      // docs: end
    }
  }

  @Test
  void readiness() {
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: readiness
      Readiness up =
          Readiness.all(
              Readiness.port(6379),
              Readiness.logLine("Ready to accept connections"),
              Readiness.failIf(Readiness.logLine("Fatal error")),
              Readiness.command("redis-cli", "ping"));
      Container redis = session.start(ContainerSpec.of("redis:7").withPort(6379).withReadiness(up));
      // docs: end

      // docs: custom
      Readiness answersPing =
          Readiness.exchange(
              "it answers PING",
              ContainerPort.tcp(6379),
              server -> {
                byte[] answer = server.ask("PING\r\n".getBytes(), in -> in.readNBytes(5));
                return new String(answer).equals("+PONG")
                    ? Verdict.ready()
                    : Verdict.notYet("it said " + new String(answer));
              });
      redis.await(answersPing, Duration.ofSeconds(10));
      // docs: end
    }
  }

  @Test
  void a_failed_start() throws IOException {
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: failure
      ContainerSpec broken =
          ContainerSpec.of("busybox:1")
              .withCommand("sh", "-c", "echo no configuration; sleep 0.2; exit 3")
              .withPort(80);
      ContainerStartException failure =
          assertThrows(ContainerStartException.class, () -> session.start(broken));
      // docs: end
      try (InputStream sample = getClass().getResourceAsStream("ended.txt")) {
        assertThat(Live.ended(failure.getMessage()))
            .isEqualTo(
                Live.normal(new String(sample.readAllBytes(), StandardCharsets.UTF_8).strip()));
      }
    }
  }

  @Test
  void the_escape_hatch() {
    try (Drydock drydock = Drydock.connect(Live.settings());
        Session session = drydock.openSession()) {
      // docs: hatch
      Container container =
          session.start(
              ContainerSpec.of("busybox:1")
                  .withCommand("sleep", "1000")
                  .withEngineOption(DockerOption.createBody(body -> body.put("Hostname", "ship"))));
      assertThat(container.exec("hostname").stdout()).isEqualTo("ship\n");
      // docs: end
    }
  }
}
