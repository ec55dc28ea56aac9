package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PullTest {

  private static final EngineAddress LOCAL = EngineAddress.parse("unix:///var/run/docker.sock");
  private static final Duration LIMIT = DockerEngine.FIRST_ANSWER;

  private static DockerEngine connect(StubEngine stub) {
    return DockerEngine.connect(stub.address(), null, LIMIT);
  }

  private static StubEngine answering(String... messages) throws IOException {
    return StubEngine.after(
        talk -> {
          talk.say("HTTP/1.1 200 OK\r\n\r\n");
          for (String each : messages) {
            talk.say(each + "\r\n");
          }
        });
  }

  private static void pull(StubEngine stub, String image) {
    try (DockerEngine engine = connect(stub)) {
      engine.images().pull(ImageName.parse(image), null, null, line -> {});
    }
  }

  @Test
  void an_image_without_a_version_is_pulled_as_latest() throws IOException {
    try (StubEngine stub = answering("{\"status\":\"Status: Image is up to date\"}")) {
      pull(stub, "shop");
      assertThat(stub.requests())
          .endsWith("POST /v1.41/images/create?fromImage=shop&tag=latest HTTP/1.1");
    }
  }

  @Test
  void the_digest_of_a_push_is_also_read_where_it_is_told_in_words() throws IOException {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    try (StubEngine stub = answering("{\"status\":\"1.4: digest: " + digest + " size: 1234\\n\"}");
        DockerEngine engine = connect(stub)) {
      ImageName image = ImageName.parse("registry.example:5000/shop:1.4");
      assertThat(engine.images().push(image, null, line -> {})).isEqualTo(digest);
    }
  }

  @Test
  void a_digest_beats_the_tag() throws IOException {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    try (StubEngine stub = answering()) {
      pull(stub, "registry.example:5000/team/shop:1.4@" + digest);
      assertThat(stub.requests())
          .endsWith(
              "POST /v1.41/images/create?fromImage=registry.example%3A5000/team/shop&tag="
                  + digest.replace(":", "%3A")
                  + " HTTP/1.1");
    }
  }

  @Test
  void an_error_within_the_stream_names_image_and_reason() throws IOException {
    for (String error :
        List.of(
            "{\"errorDetail\":{\"message\":\"manifest unknown\"},\"error\":\"manifest unknown\"}",
            "{\"error\":\"manifest unknown\"}")) {
      try (StubEngine stub = answering("{\"status\":\"Pulling from shop\",\"id\":\"1\"}", error)) {
        assertThatThrownBy(() -> pull(stub, "shop:1"))
            .isInstanceOf(ImageException.class)
            .hasMessage("The engine failed to pull image shop:1: manifest unknown");
      }
    }
  }

  @Test
  void a_refusal_names_image_and_reason() throws IOException {
    try (StubEngine stub =
        StubEngine.after(talk -> talk.answer(404, "{\"message\":\"pull access denied\"}"))) {
      assertThatThrownBy(() -> pull(stub, "shop:1"))
          .isInstanceOf(ImageException.class)
          .hasMessage("The engine refused to pull image shop:1: pull access denied");
    }
  }

  @Test
  void a_pull_that_breaks_off_is_an_error_of_the_connection() throws IOException {
    try (StubEngine stub =
        StubEngine.after(
            talk ->
                talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sta\r\n"))) {
      assertThatThrownBy(() -> pull(stub, "shop:1"))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("asked to pull image shop:1, broke the connection");
    }
  }

  @Test
  @Tag("engine")
  void an_image_is_pulled_from_a_registry() throws IOException {
    Map<String, String> labels = Map.of("dev.drydock.test", UUID.randomUUID().toString());
    try (DockerEngine engine = DockerEngine.connect(LOCAL, null, LIMIT);
        ConnectionPool pool =
            new ConnectionPool(new ChannelDialer(LOCAL), LIMIT, ConnectionPool.IDLE)) {
      Api api = new Api(LOCAL, pool, new Json(), new ApiVersion(1, 41));
      ContainerSpec spec = ContainerSpec.of("drydock-test/registry:2").withPort(5000);
      String name = "registry-" + UUID.randomUUID();
      String id =
          engine.containers().create(new ContainerPlan(name, spec.image(), labels, spec)).id();
      try {
        engine.containers().start(id);
        ContainerFacts facts = engine.containers().inspect(id);
        ContainerPort port = ContainerPort.tcp(5000);
        await().until(() -> engine.containers().accepts(facts, port).equals(Verdict.ready()));
        String registry = "127.0.0.1:" + facts.endpoints().get(port).port();
        pushAndPull(engine, api, ImageName.parse(registry + "/team/busybox:7"));
      } finally {
        engine.containers().remove(id);
      }
    }
  }

  @Test
  void credentials_are_shown_in_the_engines_own_header() throws IOException {
    RegistryCredentials ann = RegistryCredentials.of("ann", "s3cret");
    List<String> heads = new ArrayList<>();
    for (RegistryCredentials each : List.of(ann, RegistryCredentials.identityToken("t0k"))) {
      try (StubEngine stub = answering();
          DockerEngine engine = connect(stub)) {
        engine.images().pull(ImageName.parse("registry.example/shop:1"), null, each, line -> {});
        heads.add(stub.header("X-Registry-Auth"));
      }
    }
    assertThat(heads)
        .extracting(each -> new String(Base64.getUrlDecoder().decode(each), StandardCharsets.UTF_8))
        .containsExactly(
            "{\"username\":\"ann\",\"password\":\"s3cret\",\"serveraddress\":\"registry.example\"}",
            "{\"identitytoken\":\"t0k\",\"serveraddress\":\"registry.example\"}");
  }

  @Test
  @Tag("engine")
  void a_registry_that_wants_credentials_is_shown_them() throws IOException {
    Map<String, String> labels = Map.of("dev.drydock.test", UUID.randomUUID().toString());
    try (DockerEngine engine = DockerEngine.connect(LOCAL, null, LIMIT);
        ConnectionPool pool =
            new ConnectionPool(new ChannelDialer(LOCAL), LIMIT, ConnectionPool.IDLE)) {
      Api api = new Api(LOCAL, pool, new Json(), new ApiVersion(1, 41));
      ContainerSpec spec =
          ContainerSpec.of("drydock-test/registry:2")
              .withEntrypoint("sh", "-c")
              .withCommand(
                  "htpasswd -Bbn ann s3cret >/passwords;"
                      + " exec registry serve $(find /etc -name config.yml | head -n 1)")
              .withEnv("REGISTRY_AUTH", "htpasswd")
              .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "test")
              .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/passwords")
              .withPort(5000);
      String id =
          engine
              .containers()
              .create(
                  new ContainerPlan("registry-" + UUID.randomUUID(), spec.image(), labels, spec))
              .id();
      try {
        engine.containers().start(id);
        ContainerFacts facts = engine.containers().inspect(id);
        ContainerPort port = ContainerPort.tcp(5000);
        await().until(() -> engine.containers().accepts(facts, port).equals(Verdict.ready()));
        ImageName image =
            ImageName.parse("127.0.0.1:" + facts.endpoints().get(port).port() + "/team/absent:7");
        assertThatThrownBy(() -> engine.images().pull(image, null, null, line -> {}))
            .isInstanceOf(ImageException.class)
            .hasMessageContaining("no basic auth credentials");
        assertThatThrownBy(
                () ->
                    engine
                        .images()
                        .pull(image, null, RegistryCredentials.of("ann", "wrong"), line -> {}))
            .isInstanceOf(ImageException.class)
            .hasMessageContaining("unauthorized");
        assertThatThrownBy(
                () ->
                    engine
                        .images()
                        .pull(image, null, RegistryCredentials.of("ann", "s3cret"), line -> {}))
            .isInstanceOf(ImageException.class)
            .hasMessageContaining("manifest unknown");
      } finally {
        engine.containers().remove(id);
      }
    }
  }

  private static void pushAndPull(DockerEngine engine, Api api, ImageName image)
      throws IOException {
    String path = "/images/" + image.withoutVersion();
    api.call(
        Request.post(
            Url.of("/images/drydock-test/busybox:1/tag")
                .with("repo", image.withoutVersion())
                .with("tag", "7")
                .toString()),
        "tag");
    String digest = "";
    try (Response response =
        api.open(Request.post(path + "/push?tag=7").header("X-Registry-Auth", "e30="), "push")) {
      String messages = new String(response.bytes(), StandardCharsets.UTF_8);
      assertThat(messages).doesNotContain("error").contains("\"Digest\":\"sha256:");
      int start = messages.indexOf("\"Digest\":\"") + 10;
      digest = messages.substring(start, start + 71);
    }
    api.call(Request.delete(path + ":7"), "untag");
    assertThatThrownBy(() -> engine.images().inspect(image)).isInstanceOf(ImageException.class);
    ImageName byDigest = ImageName.parse(image.withoutVersion() + "@" + digest);
    try {
      engine.images().pull(image, null, null, layer -> {});
      assertThat(engine.images().inspect(image).id()).startsWith("sha256:");
      engine.images().pull(byDigest, null, null, layer -> {});
      assertThat(engine.images().inspect(byDigest)).isEqualTo(engine.images().inspect(image));
      assertThatThrownBy(
              () -> engine.images().pull(image.withTag("absent"), null, null, layer -> {}))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("pull image " + image.withTag("absent"))
          .hasMessageContaining("manifest unknown");
    } finally {
      api.call(Request.delete(path + ":7?force=1"), "remove the image");
    }
  }
}
