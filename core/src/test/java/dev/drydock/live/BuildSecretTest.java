package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drydock.Drydock;
import dev.drydock.engine.Forked;
import dev.drydock.internal.docker.TlsProxy;
import dev.drydock.model.ImageException;
import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Builds that are given secrets, in JVMs whose environment says where docker's plug-in is. */
@Tag("engine")
@Timeout(120)
class BuildSecretTest {

  private static final String MARK = "=> ";

  @RegisterExtension private final Live live = new Live();
  @TempDir private Path directory;

  private final String once = UUID.randomUUID().toString();

  private Process agent;

  @AfterEach
  void endTheAgent() {
    if (agent != null) {
      agent.destroy();
    }
  }

  @BeforeEach
  void realPath() throws IOException {
    directory = directory.toRealPath();
  }

  /** What a forked JVM runs: builds, runs a line of shell in the image, and tells both. */
  static final class Builder {
    public static void main(String[] args) {
      try (Drydock drydock = Drydock.connect();
          Session session = drydock.openSession()) {
        // docs: secret
        ImageSpec spec =
            ImageSpec.context(Path.of(args[0]))
                .withSecret("token", FileContent.text("s3cret"))
                .withSecret("key", FileContent.path(Path.of(args[0], "key,file")))
                .withSshAgent();
        // docs: end
        BuiltImage image = session.image(spec.withoutCache());
        for (HistoryEntry each : image.details().history()) {
          say(each.instruction());
        }
        for (BuildStep each : image.steps()) {
          say((each.layer() == null ? "no layer: " : "layer: ") + each.instruction());
        }
        say(session.run(ContainerSpec.of(image.name()).withCommand("sh", "-c", args[1])).stdout());
      } catch (ImageException e) {
        say(e.getMessage());
      }
    }

    private static void say(String text) {
      System.out.println(MARK + text.strip().replace("\n", "\n" + MARK));
    }
  }

  private List<String> build(Map<String, String> environment, String shell, String... dockerfile)
      throws Exception {
    Files.writeString(
        directory.resolve("Dockerfile"),
        "FROM " + Live.BUSYBOX + "\nLABEL once=" + once + "\n" + String.join("\n", dockerfile));
    Files.writeString(directory.resolve("key,file"), "a key");
    Process jvm = Forked.jvm(Builder.class, List.of(directory.toString(), shell), environment);
    try {
      String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(jvm.waitFor()).isZero();
      List<String> lines = new ArrayList<>();
      for (String each : said.lines().toList()) {
        if (each.startsWith(MARK)) {
          lines.add(each.substring(MARK.length()).replace(directory.toString(), "<dir>"));
        }
      }
      return lines;
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** An environment in which the docker command has its plug-in, and there is an agent of ssh. */
  private Map<String, String> withPlugIn() throws IOException {
    Path plugIns = Files.createDirectories(directory.resolve("config/cli-plugins"));
    Path plugIn = plugIns.resolve("docker-buildx");
    live.session()
        .start(ContainerSpec.of("drydock-test/buildx:0.13").withCommand("sleep", "1000"))
        .copyOut("/usr/libexec/docker/cli-plugins/docker-buildx", plugIn);
    assertThat(plugIn.toFile().setExecutable(true)).isTrue();
    Files.writeString(directory.resolve(".dockerignore"), "config\n*.sock\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("DOCKER_CONFIG", directory.resolve("config").toString());
    Path socket = directory.resolve("agent.sock");
    agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    await().until(() -> Files.exists(socket));
    environment.put("SSH_AUTH_SOCK", socket.toString());
    return environment;
  }

  @Test
  @Tag("engines")
  void a_secret_is_a_file_while_a_step_runs_and_in_no_layer_and_no_history() throws Exception {
    List<String> said =
        build(
            withPlugIn(),
            "cat /sizes; cat /run/secrets/token || true",
            "RUN --mount=type=secret,id=token --mount=type=secret,id=key"
                + " cat /run/secrets/token /run/secrets/key | wc -c >/sizes",
            "COPY Dockerfile /");
    assertThat(said).contains("layer: COPY Dockerfile /");
    assertThat(said).anyMatch(each -> each.startsWith("layer: RUN --mount=type=secret,id=token"));
    assertThat(said.get(said.size() - 1)).isEqualTo(Integer.toString("s3creta key".length()));
    assertThat(String.join("\n", said)).doesNotContain("s3cret").doesNotContain("a key");
  }

  @Test
  @Tag("engines")
  void a_secret_goes_to_an_engine_behind_tls_too() throws Exception {
    Path files = Files.createDirectories(directory.resolve("tls"));
    try (TlsProxy proxy = new TlsProxy(files)) {
      TlsProxy.certificate(files, "client", "rsa:2048", "localhost");
      Files.move(files.resolve("client-cert.pem"), files.resolve("cert.pem"));
      Files.move(files.resolve("client-key.pem"), files.resolve("key.pem"));
      Map<String, String> environment = withPlugIn();
      Files.writeString(directory.resolve(".dockerignore"), "config\n*.sock\ntls\n");
      environment.put("DOCKER_HOST", proxy.address(files, true).uri().toString());
      environment.put("DOCKER_TLS_VERIFY", "1");
      environment.put("DOCKER_CERT_PATH", files.toString());
      assertThat(
              build(
                  environment,
                  "cat /size",
                  "RUN --mount=type=secret,id=token wc -c </run/secrets/token >/size"))
          .endsWith("6");
    }
  }

  @Test
  @Tag("engines")
  void an_agent_of_ssh_is_there_while_a_step_runs() throws Exception {
    assertThat(
            build(
                withPlugIn(),
                "cat /kind",
                "RUN --mount=type=ssh test -S $SSH_AUTH_SOCK && echo socket >/kind"))
        .endsWith("socket");
  }

  @Test
  @Tag("engines")
  void a_step_with_a_secret_that_fails_is_told_with_its_output() throws Exception {
    List<String> said =
        build(
            withPlugIn(),
            "true",
            "RUN --mount=type=secret,id=token echo so far; echo so bad >&2; exit 9");
    assertThat(String.join("\n", said))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: RUN in line 3 failed.
              Line 3:     RUN --mount=type=secret,id=token echo so far; echo so bad >&2; exit 9
              Reason:     exit code 9
              Output:
                so far
                so bad""");
  }

  @Test
  void without_the_plug_in_of_docker_that_is_what_is_told() throws Exception {
    List<String> said =
        build(
            Map.of("PATH", directory.toString()),
            "true",
            "RUN --mount=type=secret,id=token cat /run/secrets/token");
    assertThat(String.join("\n", said))
        .isEqualTo(
            """
            The image of <dir>/Dockerfile could not be built: RUN in line 3 mounts a secret, which\
             only `docker buildx` can, and that is not here.
              Hint:       install docker's plug-in buildx: the package docker-buildx of Debian,\
             docker-buildx-plugin of Docker""");
  }
}
