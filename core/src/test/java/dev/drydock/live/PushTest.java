package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.registry.ChangingProxy;
import dev.drydock.registry.ChangingProxy.Fault;
import dev.drydock.registry.RegistryClient;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Images on their way to real registries and back. */
@Tag("engine")
@Timeout(120)
class PushTest {

  private static RegistryUnderTest registry;
  private static RegistryUnderTest locked;

  @RegisterExtension final Live live = new Live();

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

  private static String normal(Throwable thrown, String registry, String word) {
    return normal(thrown.getMessage(), registry, word);
  }

  /** The engine's own words differ from version to version. */
  static String normal(String message, String registry, String word) {
    return message
        .replace(registry, word)
        .replaceFirst("(?:failed|refused) to (pull|push) image (\\S+): .*", "… to $1 image $2: …");
  }

  private static void refused(Reason reason, ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ImageException.class))
        .satisfies(
            thrown ->
                assertThat(
                        normal(thrown, registry.host(), "REGISTRY")
                            .replace(locked.host(), "LOCKED"))
                    .isEqualTo(message),
            thrown -> assertThat(thrown.reason()).isEqualTo(reason));
  }

  /** Pushed, and no longer on the engine. */
  private ImageName onlyIn(RegistryUnderTest where, String repositoryAndTag) {
    Image image = where.busybox(repositoryAndTag);
    ImageName pushed = where == locked ? image.push(RegistryUnderTest.ANN) : image.push();
    image.remove();
    return pushed;
  }

  private ContainerSpec echo(ImageName image) {
    return ContainerSpec.of(image).withCommand("echo", "hello");
  }

  @Test
  void an_image_without_a_tag_is_not_pushed_as_latest() {
    ImageName pushed = registry.busybox("team/untagged:1").push();
    String id = registry.session().image(pushed).id();
    for (String each : new String[] {pushed.toString(), id}) {
      refused(
          Reason.OTHER,
          () -> registry.session().image(each).push(),
          "Image "
              + each.replace(registry.host(), "REGISTRY")
              + " was not pushed: its name says which image it is, and no tag to push it under.\n"
              + "  Hint:       give it a name with a tag, and push that:"
              + " image.tag(\"REGISTRY/NAME:TAG\").push()");
    }
    assertThat(registry.client().tags("team/untagged")).containsExactly("1");
  }

  @Test
  void what_is_pushed_is_pulled_by_its_digest_and_runs() {
    ImageName pushed = onlyIn(registry, "team/hello:1");
    assertThat(pushed.toString()).matches("\\S+/team/hello@sha256:[0-9a-f]{64}");
    assertThat(live.session().run(echo(pushed)).stdout()).isEqualTo("hello\n");
    live.session().image(pushed).remove();
  }

  @Test
  void what_is_built_is_tagged_pushed_pulled_by_its_digest_and_runs(@TempDir Path context)
      throws IOException {
    Files.writeString(
        context.resolve("Dockerfile"), "FROM " + Live.BUSYBOX + "\nCOPY note /note\n");
    Files.writeString(context.resolve("note"), "built " + registry.host() + "\n");
    Image built = live.session().image(ImageSpec.context(context).withoutCache());
    Image tagged = built.tag(registry.host() + "/team/built:1.4");
    ImageName released = tagged.push();
    tagged.remove();
    built.remove();
    assertThatThrownBy(() -> live.session().image(released, PullPolicy.never()))
        .isInstanceOf(ImageException.class);

    assertThat(live.session().run(ContainerSpec.of(released).withCommand("cat", "/note")).stdout())
        .isEqualTo("built " + registry.host() + "\n");
    try (Engine engine = Live.engine()) {
      // It has the labels of the session that built it, and is not a leftover of that.
      assertThat(engine.find(Map.of("dev.drydock", "true")))
          .extracting(Leftover::id)
          .doesNotContain(engine.images().inspect(released).id());
    }
    live.session().image(released).remove();
  }

  @Test
  void a_push_without_permission_is_named() {
    Image image = locked.busybox("team/denied:1");
    refused(
        Reason.DENIED,
        image::push,
        """
        Image LOCKED/team/denied:1 was not pushed.
          Engine:     The engine … to push image LOCKED/team/denied:1: …
          Shown:      nothing: no login is known
          Hint:       say `docker login LOCKED` as somebody who may push there, or give credentials \
        to push(…)""");
  }

  @Test
  void a_push_with_a_wrong_password_is_named_and_the_password_is_not() {
    Image image = locked.busybox("team/wrong:1");
    refused(
        Reason.DENIED,
        () -> image.push(RegistryUnderTest.WRONG),
        """
        Image LOCKED/team/wrong:1 was not pushed.
          Engine:     The engine … to push image LOCKED/team/wrong:1: …
          Shown:      user ann, password ***
          Hint:       say `docker login LOCKED` as somebody who may push there, or give credentials \
        to push(…)""");
  }

  @Test
  void a_push_with_the_right_password_arrives() {
    locked.busybox("team/right:1").push(RegistryUnderTest.ANN);
    assertThat(locked.client().withCredentials(RegistryUnderTest.ANN).tags("team/right"))
        .containsExactly("1");
  }

  @Test
  void an_image_that_the_engine_lacks_is_not_pushed() {
    Image image = registry.busybox("team/gone:1");
    image.remove();
    refused(
        Reason.NOT_FOUND,
        image::push,
        """
        Image REGISTRY/team/gone:1 was not pushed.
          Engine:     The engine … to push image REGISTRY/team/gone:1: …
          Hint:       the engine has no image of that name: give it one with image.tag(…), and push \
        that""");
  }

  @Test
  void a_registry_that_nobody_runs_is_named() {
    Image image = live.session().image(Live.BUSYBOX).tag("127.0.0.1:1/team/nobody:1");
    refused(
        Reason.UNREACHABLE,
        image::push,
        """
        Image 127.0.0.1:1/team/nobody:1 was not pushed.
          Engine:     The engine … to push image 127.0.0.1:1/team/nobody:1: …
          Hint:       see that registry 127.0.0.1:1 runs, and its name is right""");
  }

  @Test
  void a_pull_without_a_login_is_named() {
    ImageName pushed = onlyIn(locked, "team/closed:1");
    refused(
        Reason.DENIED,
        () -> live.session().run(echo(pushed.withoutDigest().withTag("1"))),
        """
        LOCKED/team/closed:1 could not be started: its image is not to be had.
          Engine:     The engine … to pull image LOCKED/team/closed:1: …
          Hint:       registry LOCKED refuses: it wants credentials, or others than it was shown; \
        say `docker login LOCKED`""");
  }

  @Test
  void a_manifest_that_is_not_there_is_named() {
    onlyIn(registry, "team/some:1");
    refused(
        Reason.NOT_FOUND,
        () -> live.session().image(registry.host() + "/team/some:2"),
        """
        Image REGISTRY/team/some:2 is not to be had.
          Engine:     The engine … to pull image REGISTRY/team/some:2: …
          Hint:       check the image's name and tag, and that its registry can be reached; an image \
        built on this machine must be built before the test""");
  }

  private static ImageName through(ChangingProxy proxy, String repositoryAndTag) {
    return ImageName.parse(proxy.host() + "/" + repositoryAndTag);
  }

  @Test
  void a_layer_whose_bytes_were_changed_is_not_taken() throws IOException {
    ImageName pushed = registry.pushOnly("team/changed:1");
    String layer = registry.client().manifest(pushed).layers().get(1).digest();
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.endsWith(layer), Fault.OTHER_BYTE)) {
      assertThatThrownBy(() -> live.session().image(through(proxy, "team/changed:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(
              thrown -> assertThat(thrown.reason()).isEqualTo(Reason.MISMATCH),
              thrown ->
                  assertThat(normal(thrown, proxy.host(), "PROXY"))
                      .isEqualTo(
                          """
                          Image PROXY/team/changed:1 is not to be had.
                            Engine:     The engine … to pull image PROXY/team/changed:1: …
                            Hint:       registry PROXY sent other bytes than the digest says: its \
                          storage, or a proxy on the way, is broken"""));
    }
  }

  @Test
  void a_connection_that_is_cut_is_tried_again_and_then_named() throws IOException {
    registry.pushOnly("team/cut:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.CUT)) {
      assertThatThrownBy(() -> live.session().image(through(proxy, "team/cut:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(
              thrown -> assertThat(thrown.reason()).isEqualTo(Reason.INTERRUPTED),
              thrown ->
                  assertThat(normal(thrown, proxy.host(), "PROXY"))
                      .isEqualTo(
                          """
                          Image PROXY/team/cut:1 is not to be had.
                            Engine:     The engine … to pull image PROXY/team/cut:1: …
                            Hint:       the connection to registry PROXY broke, in 4 tries"""));
      assertThat(
              proxy.requests().stream()
                  .filter(each -> each.startsWith("GET") && each.contains("/manifests/")))
          .hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void a_connection_that_is_cut_twice_is_tried_a_third_time_and_the_image_runs()
      throws IOException {
    registry.pushOnly("team/twice:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.CUT, 2)) {
      ImageName image = through(proxy, "team/twice:1");
      assertThat(live.session().run(echo(image)).stdout()).isEqualTo("hello\n");
      assertThat(
              proxy.requests().stream()
                  .filter(each -> each.startsWith("GET") && each.contains("/manifests/")))
          .hasSizeGreaterThanOrEqualTo(3);
      live.session().image(image, PullPolicy.never()).remove();
    }
  }

  @Test
  void a_registry_that_was_asked_too_often_is_named() throws IOException {
    registry.pushOnly("team/often:1");
    try (ChangingProxy proxy =
        new ChangingProxy(registry.host(), path -> path.contains("/manifests/"), Fault.TOO_MANY)) {
      assertThatThrownBy(() -> live.session().image(through(proxy, "team/often:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(
              thrown -> assertThat(thrown.reason()).isEqualTo(Reason.RATE_LIMITED),
              thrown ->
                  assertThat(normal(thrown, proxy.host(), "PROXY"))
                      .isEqualTo(
                          """
                          Image PROXY/team/often:1 is not to be had.
                            Engine:     The engine … to pull image PROXY/team/often:1: …
                            Hint:       registry PROXY was asked too often: log in, which raises \
                          the limit, wait, or name a mirror with drydock.image.mirror"""));
    }
  }

  private static ChangingProxy honest() throws IOException {
    return new ChangingProxy(registry.host(), path -> false, Fault.CUT);
  }

  /** How often an image's manifest was asked for. */
  private static long asked(ChangingProxy proxy, String repository) {
    return proxy.requests().stream()
        .filter(each -> each.contains("/" + repository + "/manifests/"))
        .count();
  }

  @Test
  void an_image_that_is_there_for_another_platform_is_pulled_for_the_wanted_one() throws Exception {
    registry.pushSeveral("team/other", "1", RegistryUnderTest.LIST, "own");
    ImageName several = ImageName.parse(registry.host() + "/team/other:1");
    try (Engine engine = Live.engine()) {
      engine.images().pull(several, RegistryUnderTest.FOREIGN, null, layer -> {});
    }
    ContainerSpec spec = ContainerSpec.of(several).withPlatform(RegistryUnderTest.HERE);
    assertThat(live.session().run(spec.withCommand("cat", "/note")).stdout()).isEqualTo("own\n");
    live.session().image(several, PullPolicy.never()).remove();
  }

  @Test
  void one_pull_serves_all_who_wait_for_an_image() throws Exception {
    registry.pushOnly("team/alone:1");
    registry.pushOnly("team/shared:1");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ChangingProxy proxy = honest();
        Engine engine = Live.engine()) {
      ImageName alone = through(proxy, "team/alone:1");
      engine.images().pull(alone, null, null, layer -> {});
      engine.images().remove(alone.toString());
      ImageName shared = through(proxy, "team/shared:1");
      List<Future<Image>> all =
          threads.invokeAll(Collections.nCopies(8, () -> live.session().image(shared)));
      for (Future<Image> each : all) {
        assertThat(each.get().id()).isEqualTo(all.get(0).get().id());
      }
      all.get(0).get().remove();
      assertThat(asked(proxy, "team/shared")).isPositive().isEqualTo(asked(proxy, "team/alone"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_version_that_is_not_there_is_asked_for_once() throws IOException {
    try (ChangingProxy proxy = honest();
        Engine engine = Live.engine()) {
      assertThatThrownBy(
              () -> engine.images().pull(through(proxy, "team/never:1"), null, null, layer -> {}))
          .isInstanceOf(ImageException.class);
      assertThatThrownBy(() -> live.session().image(through(proxy, "team/missing:1")))
          .asInstanceOf(type(ImageException.class))
          .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(Reason.NOT_FOUND));
      assertThat(asked(proxy, "team/missing")).isPositive().isEqualTo(asked(proxy, "team/never"));
    }
  }

  /** What the image's file says when a container of the name is run. */
  private static String note(Session session, ImageName image, PullPolicy policy) {
    return session
        .run(ContainerSpec.of(image).withPullPolicy(policy).withCommand("cat", "/note"))
        .stdout();
  }

  @Test
  void the_policy_decides_which_image_runs_when_a_tag_has_moved(@TempDir Path cache)
      throws Exception {
    ImageName first = registry.pushOnly("team/moving:1", "first");
    ImageName second = registry.pushOnly("team/moving:2", "second");
    ImageName third = registry.pushOnly("team/moving:3", "third");
    ImageName moving = first.withoutDigest().withTag("1");
    try (Drydock drydock =
            Drydock.connect(Settings.load().with("drydock.cache.dir", cache.toString()));
        Session session = drydock.openSession()) {
      assertThat(note(session, moving, PullPolicy.missing())).isEqualTo("first\n");

      registry.retag(second, "1");
      assertThat(note(session, moving, PullPolicy.missing())).isEqualTo("first\n");
      assertThat(note(session, moving, PullPolicy.never())).isEqualTo("first\n");
      assertThat(note(session, moving, PullPolicy.olderThan(Duration.ofDays(1))))
          .isEqualTo("first\n");
      assertThat(note(session, moving, PullPolicy.always())).isEqualTo("second\n");

      registry.retag(third, "1");
      assertThat(note(session, moving, PullPolicy.missing())).isEqualTo("second\n");
      // To run the last one has taken longer than that.
      assertThat(note(session, moving, PullPolicy.olderThan(Duration.ofMillis(1))))
          .isEqualTo("third\n");

      // What the tag has left is there under its digest.
      for (ImageName each : List.of(moving, first, second)) {
        session.image(each, PullPolicy.never()).remove();
      }
    }
  }

  @Test
  void of_an_image_for_several_platforms_the_engines_own_is_pulled_and_run() throws Exception {
    registry.pushSeveral("team/several", "1", RegistryUnderTest.LIST, "own");
    ImageName several = ImageName.parse(registry.host() + "/team/several:1");
    ContainerSpec spec = ContainerSpec.of(several).withCommand("cat", "/note");
    for (ContainerSpec each : List.of(spec.withPlatform(RegistryUnderTest.HERE), spec)) {
      assertThat(live.session().run(each).stdout()).isEqualTo("own\n");
      live.session().image(several, PullPolicy.never()).remove();
    }
  }

  /** Where engines look for the certificate of a registry. */
  static final class EnginesTrust implements AutoCloseable {

    private final Path directory;

    EnginesTrust(String registry, Path certificate) throws IOException {
      directory = Files.createDirectories(Path.of("/etc/docker/certs.d").resolve(registry));
      Files.copy(certificate, directory.resolve("ca.crt"));
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(directory.resolve("ca.crt"));
      Files.deleteIfExists(directory);
    }
  }

  @Test
  void a_registry_with_tls_takes_and_gives_when_its_authority_is_known(@TempDir Path directory)
      throws IOException {
    try (RegistryUnderTest tls = RegistryUnderTest.withTls()) {
      ImageName name = ImageName.parse(tls.address() + "/team/tls:1");
      Image image = live.session().image(Live.BUSYBOX).tag(name);
      assertThatThrownBy(image::push)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("certificate");
      ImageName pushed;
      try (EnginesTrust trust = new EnginesTrust(tls.address(), tls.certificate(directory))) {
        pushed = image.push();
        image.remove();
        assertThat(live.session().run(echo(pushed)).stdout()).isEqualTo("hello\n");
        // The client believes what the engine believes.
        assertThat(RegistryClient.of(pushed).digest(name)).isEqualTo(pushed.digest().orElseThrow());
      }
      live.session().image(pushed, PullPolicy.never()).remove();
    }
  }

  @Test
  void the_mirror_is_where_an_image_is_pulled_from() {
    ImageName pushed = onlyIn(registry, "hub/library/only-in-mirror:1");
    try (Drydock drydock =
            Drydock.connect(
                Settings.load().with("drydock.image.mirror", registry.host() + "/hub"));
        Session session = drydock.openSession()) {
      Container box =
          session.start(ContainerSpec.of("only-in-mirror:1").withCommand("sleep", "1000"));
      assertThat(box.exec("echo", "up").stdout()).isEqualTo("up\n");
      box.close();
      session.image("only-in-mirror:1").remove();
    }
    assertThat(pushed.repository()).isEqualTo("hub/library/only-in-mirror");
  }
}
