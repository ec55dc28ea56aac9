package dev.drydock.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.Platform;
import dev.drydock.registry.ChangingProxy.Fault;
import dev.drydock.runtime.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@Timeout(60)
class RegistryClientTest {

  private static final Platform HERE =
      new Platform("linux", Platform.architecture(System.getProperty("os.arch")), "");
  private static final String ABSENT = "sha256:" + "0123456789abcdef".repeat(4);

  private static RegistryUnderTest registry;
  private static RegistryUnderTest locked;

  private final RegistryClient client = registry.client();

  @BeforeAll
  static void start() {
    registry = RegistryUnderTest.open();
    locked = RegistryUnderTest.withPassword();
  }

  @AfterAll
  static void stop() {
    registry.close();
    locked.close();
  }

  private static ImageName pushed(String repositoryAndTag) {
    Image image = registry.busybox(repositoryAndTag);
    return image.push().withTag(image.name().tag().orElseThrow());
  }

  private static String text(Throwable thrown) {
    return thrown
        .getMessage()
        .replace(registry.host(), "REGISTRY")
        .replace(locked.host(), "LOCKED");
  }

  private static AbstractThrowableAssert<?, ?> refused(
      Reason reason, ThrowingCallable call, String message) {
    return assertThatThrownBy(call)
        .asInstanceOf(type(ImageException.class))
        .satisfies(thrown -> assertThat(text(thrown)).isEqualTo(message))
        .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(reason))
        .extracting(
            thrown -> (Throwable) thrown, org.assertj.core.api.InstanceOfAssertFactories.THROWABLE);
  }

  @Test
  void repositories_and_tags_are_listed() {
    pushed("team/listed:1");
    pushed("team/listed:2");
    assertThat(client.repositories()).contains("team/listed");
    assertThat(client.tags("team/listed")).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void a_long_list_comes_in_pages_and_is_whole() {
    List<String> names = List.of("page/a", "page/b", "page/c", "page/d", "page/e");
    names.forEach(each -> pushed(each + ":1"));
    assertThat(client.withPage(2).repositories()).containsAll(names).doesNotHaveDuplicates();
  }

  @Test
  void a_digest_is_that_of_the_push_and_of_the_manifest() {
    ImageName image = pushed("team/digest:1");
    String digest = image.digest().orElseThrow();
    assertThat(client.digest(image.withoutDigest())).isEqualTo(digest);
    ImageManifest manifest = client.manifest(image.withoutDigest());
    assertThat(manifest.digest()).isEqualTo(digest);
    assertThat(manifest.layers()).hasSize(1);
    assertThat(manifest.layers().get(0).size().bytes()).isPositive();
    assertThat(manifest.platforms()).isEmpty();
    assertThat(manifest.config()).contains(registry.session().image(image.withoutDigest()).id());
    assertThat(client.manifest(image)).isEqualTo(manifest);
  }

  @Test
  void the_digest_for_each_platform_is_told() {
    ImageName image = pushed("team/platform:1");
    assertThat(client.digests(image.withoutDigest()))
        .containsExactly(java.util.Map.entry(HERE, image.digest().orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {RegistryUnderTest.LIST, RegistryUnderTest.INDEX})
  void of_an_image_for_several_platforms_each_has_its_digest(String kind) throws Exception {
    RegistryUnderTest.Several pushed = registry.pushSeveral("team/several", "1", kind, "own");
    ImageName image = ImageName.parse("team/several:1");
    assertThat(client.digest(image)).isEqualTo(pushed.whole());
    assertThat(client.digests(image))
        .containsExactly(
            java.util.Map.entry(RegistryUnderTest.FOREIGN, pushed.foreign()),
            java.util.Map.entry(HERE, pushed.here()));
    ImageManifest manifest = client.manifest(image);
    assertThat(manifest.digest()).isEqualTo(pushed.whole());
    assertThat(manifest.mediaType()).isEqualTo(kind);
    assertThat(manifest.platforms()).isEqualTo(client.digests(image));
    assertThat(manifest.config()).isEmpty();
    assertThat(manifest.layers()).isEmpty();
    assertThat(client.manifest(image.withDigest(pushed.whole()))).isEqualTo(manifest);
  }

  @Test
  void a_name_without_registry_is_one_of_this_registry() {
    ImageName image = pushed("team/plain:1");
    assertThat(client.digest(ImageName.parse("team/plain:1")))
        .isEqualTo(image.digest().orElseThrow());
    assertThatThrownBy(() -> client.digest(ImageName.parse("other.example/team/plain:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "image must be one of registry "
                + registry.host()
                + ", was other.example/team/plain:1");
  }

  @Test
  void what_is_deleted_is_gone_with_its_tags() {
    ImageName image = pushed("team/deleted:" + UUID.randomUUID());
    client.delete(image.withoutDigest());
    refused(
        Reason.NOT_FOUND,
        () -> client.manifest(image),
        "Registry REGISTRY cannot send the manifest of "
            + text(new Throwable(image.toString()))
            + ": manifest unknown.");
    assertThat(client.tags("team/deleted")).isEmpty();
  }

  @Test
  void what_is_not_there_is_named() {
    refused(
        Reason.NOT_FOUND,
        () -> client.tags("team/absent"),
        "Registry REGISTRY cannot list the tags of team/absent: repository name not known to"
            + " registry.");
    refused(
        Reason.NOT_FOUND,
        () -> client.digest(ImageName.parse("team/absent:1")),
        "Registry REGISTRY cannot tell the digest of team/absent:1: it has no such thing.");
    refused(
        Reason.NOT_FOUND,
        () -> client.delete(ImageName.parse("team/absent").withDigest(ABSENT)),
        "Registry REGISTRY cannot delete team/absent@" + ABSENT + ": manifest unknown.");
  }

  @Test
  void a_registry_that_wants_a_login_takes_the_right_one_only() {
    RegistryClient asked = locked.client();
    asked.withCredentials(RegistryUnderTest.ANN).checkLogin();
    assertThat(asked.withCredentials(RegistryUnderTest.ANN).repositories()).isEmpty();
    refused(
        Reason.DENIED,
        asked::checkLogin,
        "Registry LOCKED refuses to log in: it wants a login, and none is known for it"
            + " (authentication required). Say `docker login LOCKED`, or give withCredentials.");
    refused(
        Reason.DENIED,
        () -> asked.withCredentials(RegistryUnderTest.WRONG).repositories(),
        "Registry LOCKED refuses to list its repositories: it does not take the login of user ann"
            + " (authentication required). Say `docker login LOCKED`, or give withCredentials.");
  }

  @Test
  void a_registry_with_tls_is_asked_when_its_authority_is_known(@TempDir Path directory)
      throws IOException {
    try (RegistryUnderTest tls = RegistryUnderTest.withTls()) {
      Path authority = tls.certificate(directory);
      for (String each : List.of(tls.host(), tls.address())) {
        RegistryClient.of(each).withCertificateAuthority(authority).checkLogin();
        assertThatThrownBy(() -> RegistryClient.of(each).checkLogin())
            .asInstanceOf(type(ImageException.class))
            .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.UNREACHABLE))
            // Newer JDKs quote the alert too.
            .extracting(thrown -> thrown.getMessage().replace("(certificate_unknown) ", ""))
            .isEqualTo(
                "Registry "
                    + each
                    + " cannot be asked to log in: its certificate is not trusted, or it speaks no"
                    + " TLS (PKIX path building failed:"
                    + " sun.security.provider.certpath.SunCertPathBuilderException: unable to find"
                    + " valid certification path to requested target). Give its authority with"
                    + " withCertificateAuthority.");
      }
    }
  }

  @Test
  void a_file_that_is_no_certificate_is_refused(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "no certificate\n");
    for (Path each : List.of(file, directory.resolve("absent"))) {
      assertThatThrownBy(() -> client.withCertificateAuthority(each))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "certificate authority must be a readable file of certificates in PEM, was " + each);
    }
  }

  @Test
  void bytes_that_were_changed_on_the_way_are_noticed() throws IOException {
    ImageName image = pushed("team/changed:1");
    String digest = image.digest().orElseThrow();
    try (ChangingProxy proxy =
        new ChangingProxy(
            registry.host(), path -> path.contains("/manifests/"), Fault.OTHER_BYTE)) {
      assertThatThrownBy(
              () -> RegistryClient.of(proxy.host()).manifest(ImageName.parse("team/changed:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.MISMATCH))
          .extracting(
              thrown ->
                  thrown
                      .getMessage()
                      .replaceFirst("and are sha256:[0-9a-f]{64}", "and are OTHER")
                      .replace(proxy.host(), "PROXY"))
          .isEqualTo(
              "Registry PROXY sent other bytes for team/changed:1 than their digest says: they"
                  + " should be "
                  + digest
                  + " and are OTHER. Its storage, or a proxy on the way, is broken.");
    }
  }

  @Test
  void a_cut_connection_is_tried_three_times_and_then_named() throws IOException {
    pushed("team/cut:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.CUT)) {
      assertThatThrownBy(
              () -> RegistryClient.of(proxy.host()).manifest(ImageName.parse("team/cut:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.INTERRUPTED))
          .extracting(Throwable::getMessage)
          .asString()
          .startsWith(
              "Registry "
                  + proxy.host()
                  + ", asked to send the manifest of team/cut:1, broke the connection or did not"
                  + " answer within 30000 ms: ");
      assertThat(proxy.requests().stream().filter(each -> each.contains("/manifests/"))).hasSize(3);
    }
  }

  @Test
  void what_is_served_after_two_connections_that_were_cut_is_taken() throws IOException {
    ImageName image = pushed("team/twice:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.CUT, 2)) {
      ImageManifest manifest =
          RegistryClient.of(proxy.host()).manifest(ImageName.parse("team/twice:1"));
      assertThat(manifest.digest()).isEqualTo(image.digest().orElseThrow());
      assertThat(proxy.requests().stream().filter(each -> each.contains("/manifests/"))).hasSize(3);
    }
  }

  @Test
  void a_registry_that_was_asked_too_often_says_when_to_come_again() throws IOException {
    pushed("team/often:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.TOO_MANY)) {
      assertThatThrownBy(
              () -> RegistryClient.of(proxy.host()).manifest(ImageName.parse("team/often:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RATE_LIMITED))
          .extracting(Throwable::getMessage)
          .isEqualTo(
              "Registry "
                  + proxy.host()
                  + " refuses to send the manifest of team/often:1: it was asked too often"
                  + " (toomanyrequests); try again in 17 s.");
    }
  }

  @Test
  void a_registry_that_nobody_runs_is_named() {
    assertThatThrownBy(() -> RegistryClient.of("127.0.0.1:1").repositories())
        .asInstanceOf(type(ImageException.class))
        .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.UNREACHABLE))
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "Registry 127.0.0.1:1 cannot be asked to list its repositories: connection refused");
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays_set() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(client::repositories).isInstanceOf(InterruptedWaitException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void wrong_arguments_are_refused() {
    assertThatThrownBy(() -> RegistryClient.of("registry/path"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "not an image name: \"registry/path/x\"; its registry must look like host or"
                + " host:port, with a port of 1 to 65535");
    assertThatThrownBy(() -> client.withTimeout(Duration.ZERO))
        .hasMessage("timeout must be positive, was PT0S");
    assertThatThrownBy(() -> client.tags("team/shop:1"))
        .hasMessage("repository must be a name without registry, tag and digest, was team/shop:1");
  }
}
