package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.drydock.Drydock;
import dev.drydock.engine.Settings;
import dev.drydock.internal.session.Prepare;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageException.Reason;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.registry.RegistryUnderTest;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.PullPolicy;
import dev.drydock.spec.image.ImageSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The lock file, on a real engine and a real registry whose tags move. */
@Tag("engine")
@Timeout(120)
class LockTest {

  /** The platform of this machine's engine, as a lock file has it. */
  private static final String HERE =
      " linux/" + Platform.architecture(System.getProperty("os.arch")) + " ";

  private static RegistryUnderTest registry;

  @RegisterExtension final Live live = new Live();
  @TempDir private Path directory;

  private final String repository = "team/" + UUID.randomUUID();
  private ImageName name;

  @BeforeAll
  static void start() {
    registry = RegistryUnderTest.open();
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @AfterEach
  void removeWhatWasPulled() {
    for (String each : Files.exists(file()) ? lines() : List.<String>of()) {
      String digest = each.substring(each.indexOf("sha256:"));
      ImageName image = ImageName.parse(each.split(" ")[0]);
      if (image.registry().isPresent()) {
        removeIfThere(image);
        removeIfThere(image.withoutTag().withDigest(digest));
      }
    }
  }

  private void removeIfThere(ImageName image) {
    try {
      live.session().image(image, PullPolicy.never()).remove();
    } catch (ImageException e) {
      // It is not there.
    }
  }

  private Path file() {
    return directory.resolve("drydock.lock");
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file()).stream().filter(each -> each.contains(" linux/")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Settings mode(String mode) {
    return Settings.load().with("drydock.lock", mode).with("drydock.lock.file", file().toString());
  }

  /** What the image's file says when a container of the name is run. */
  private static String note(Settings settings, ImageName image) {
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      return session.run(ContainerSpec.of(image).withCommand("cat", "/note")).stdout();
    }
  }

  private ImageName pushed(String note) {
    name = ImageName.parse(registry.host() + "/" + repository + ":1");
    return registry.pushOnly(repository + ":1", note);
  }

  /** An image of this name that no registry has; goes with the session. */
  private Image built(String note, String image) {
    Container box = live.session().start(Live.sleeper());
    box.exec("sh", "-c", "echo " + note + " >/note");
    Image made = box.commit();
    Image named = made.tag(image);
    made.remove();
    box.close();
    return named;
  }

  private void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .asInstanceOf(type(ImageException.class))
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().replace(file().toString(), "FILE"))
                    .isEqualTo(message),
            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.FORBIDDEN));
  }

  @Test
  void an_update_writes_what_was_used_and_the_lock_keeps_it_though_the_tag_moves() {
    String first = pushed("first").digest().orElseThrow();
    assertThat(note(mode("update"), name)).isEqualTo("first\n");
    assertThat(lines()).containsExactly(name + HERE + first);
    removeIfThere(name);

    pushed("second");
    assertThat(note(mode("locked"), name)).isEqualTo("first\n");
    assertThat(note(mode("off"), name)).isEqualTo("second\n");
    assertThat(note(mode("locked"), name)).isEqualTo("first\n");
  }

  @Test
  void a_locked_image_is_called_by_the_name_that_its_registry_gives_it_for_ever() {
    String digest = pushed("first").digest().orElseThrow();
    note(mode("update"), name);
    try (Drydock drydock = Drydock.connect(mode("locked"));
        Session session = drydock.openSession()) {
      ImageName called = session.image(name).name();
      assertThat(called).isEqualTo(name.withoutTag().withDigest(digest));
      assertThat(session.run(ContainerSpec.of(called).withCommand("cat", "/note")).stdout())
          .isEqualTo("first\n");
    }
  }

  @Test
  void an_image_that_its_registry_no_longer_has_is_named_with_the_one_that_it_has() {
    ImageName first = pushed("first");
    note(mode("update"), name);
    removeIfThere(name);
    String second = pushed("second").digest().orElseThrow();
    registry.client().delete(first);
    refused(
        () -> note(mode("locked"), name),
        """
        %s could not be started: its image is not to be had.
          Locked:     %s, in FILE
          Engine has: no image of the name %s
          Registry:   no longer has it; it has %s
          Hint:       the image has changed since it was locked; if that is meant, lock it anew: \
        `drydock prepare --update %s`"""
            .formatted(name, first.digest().orElseThrow(), name, second, name));
  }

  @Test
  void an_image_that_was_built_here_is_locked_by_its_identifier() {
    Image first = built("first", "lock-test-" + UUID.randomUUID() + ":1");
    ImageName local = first.name();
    assertThat(note(mode("update"), local)).isEqualTo("first\n");
    assertThat(lines()).containsExactly(local + HERE + "local " + first.id());
    assertThat(note(mode("locked"), local)).isEqualTo("first\n");

    Image second;
    try (Drydock drydock = Drydock.connect(mode("locked"));
        Session session = drydock.openSession()) {
      assertThat(session.image(local).name()).isEqualTo(local);
      second = built("second", local.toString());
      refused(
          () -> session.image(local),
          """
          Image %s is not to be had.
            Locked:     local %s, in FILE
            Engine has: local %s
            Hint:       the image has changed since it was locked; if that is meant, lock it anew: \
          `drydock prepare --update %s`"""
              .formatted(local, first.id(), second.id(), local));
    }
    String message =
        """
        %s could not be started: its image is not to be had.
          Locked:     local %s, in FILE
          Engine has: local %s
          Hint:       the image has changed since it was locked; if that is meant, lock it anew: \
        `drydock prepare --update %s`"""
            .formatted(local, first.id(), second.id(), local);
    refused(() -> note(mode("locked"), local), message);
    second.remove();
    refused(
        () -> note(mode("locked"), local),
        """
        %s could not be started: its image is not to be had.
          Locked:     local %s, in FILE
          Engine has: no image of the name %s
          Hint:       build the image here; if that gives another one, lock it anew: \
        `drydock prepare --update %s`"""
            .formatted(local, first.id(), local, local));
  }

  @Test
  void offline_nothing_is_pulled_and_what_is_there_runs() {
    pushed("first");
    note(mode("update"), name);
    assertThat(note(mode("offline"), name)).isEqualTo("first\n");
    removeIfThere(name);
    refused(
        () -> note(mode("offline"), name),
        """
        %s could not be started: its image is not to be had.
          Refused:    drydock.lock=offline: image %s is not pulled
          Hint:       pull it while there is a network: `drydock prepare`"""
            .formatted(name, lockedName()));
  }

  private String lockedName() {
    String digest = lines().get(0).replaceFirst(".* ", "");
    return name.withoutTag().withDigest(digest).toString();
  }

  @Test
  void a_name_that_the_lock_does_not_have_is_refused() throws IOException {
    Files.writeString(file(), "drydock.lock 1\n");
    refused(
        () -> note(mode("locked"), ImageName.parse(Live.BUSYBOX)),
        """
        Image drydock-test/busybox:1 is not in lock file FILE, which is older than the wish for it.
          Hint:       lock it with `drydock prepare drydock-test/busybox:1`, or run the tests once \
        with drydock.lock=update""");
  }

  @Test
  void without_builds_nothing_is_pulled_by_its_name_and_what_is_locked_is_by_its_digest() {
    pushed("first");
    refused(
        () -> note(Settings.load().with("drydock.build", "never"), name),
        """
        %s could not be started: its image is not to be had.
          Refused:    drydock.build=never: image %s is not pulled by its name
          Hint:       pull and lock it before the tests: `drydock prepare %s`"""
            .formatted(name, name, name));
    note(mode("update"), name);
    removeIfThere(name);
    assertThat(note(mode("locked").with("drydock.build", "never"), name)).isEqualTo("first\n");
  }

  @Test
  void an_image_for_several_platforms_is_locked_as_a_whole_and_the_engines_own_runs_again()
      throws Exception {
    String whole = registry.pushSeveral(repository, "1", RegistryUnderTest.LIST, "own").whole();
    name = ImageName.parse(registry.host() + "/" + repository + ":1");
    ContainerSpec spec =
        ContainerSpec.of(name).withPlatform(RegistryUnderTest.HERE).withCommand("cat", "/note");
    assertThat(run(mode("update"), spec)).isEqualTo("own\n");
    assertThat(lines()).containsExactly(name + HERE + whole);
    removeIfThere(name);

    registry.retag(registry.pushOnly(repository + ":2", "moved"), "1");
    assertThat(run(mode("locked"), spec)).isEqualTo("own\n");
    assertThat(run(mode("off"), spec)).isEqualTo("moved\n");
    assertThat(run(mode("offline"), spec)).isEqualTo("own\n");
  }

  @Test
  void a_lock_file_with_a_wrong_line_is_told_before_anything_runs() throws IOException {
    Files.writeString(file(), "drydock.lock 1\n# what the tests want\npostgres:17\n");
    assertThatThrownBy(() -> note(mode("locked"), ImageName.parse(Live.BUSYBOX)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            Line 3 of lock file %s is wrong: it must be a name, a platform and a digest, perhaps \
            with `local` before it, and is "postgres:17".
              Hint:       mend the line, or take it out and lock the image anew: `drydock prepare \
            NAME`"""
                .formatted(file()));
  }

  @Test
  void a_lock_file_for_another_platform_is_told_with_both() throws IOException {
    Files.writeString(
        file(), "drydock.lock 1\n" + Live.BUSYBOX + " linux/s390x sha256:" + "a".repeat(64) + "\n");
    refused(
        () -> note(mode("locked"), ImageName.parse(Live.BUSYBOX)),
        """
        Image drydock-test/busybox:1 is locked for linux/s390x in FILE, and is wanted for %s.
          Hint:       lock it for this platform too, on an engine that has it: `drydock prepare \
        drydock-test/busybox:1`"""
            .formatted(HERE.strip()));
  }

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int prepare(String... arguments) {
    said.reset();
    return Prepare.run(
        List.of(arguments),
        Settings.load()
            .with("drydock.lock.file", file().toString())
            .with("drydock.progress", "lines"),
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8)
        .replace(file().toString(), "FILE")
        .replaceAll("in \\d+\\.\\d s", "in <time>")
        .replaceAll("Pulling \\S+: \\d.*\n", "");
  }

  @Test
  void prepare_pulls_and_locks_and_then_tests_need_neither_registry_nor_build() {
    String first = pushed("first").digest().orElseThrow();
    assertThat(prepare(name.toString(), Live.BUSYBOX)).isZero();
    String busybox = live.session().image(Live.BUSYBOX).id();
    assertThat(said())
        .isEqualTo(
            """
            Pulling %s
            Pulled %s in <time>
            %s: %s, locked
            drydock-test/busybox:1: local %s, locked
            Locked in FILE. Tests with drydock.lock=locked use just these.
            """
                .formatted(name, name, name, first, busybox));
    Settings strict = mode("offline").with("drydock.build", "never");
    assertThat(note(strict, name)).isEqualTo("first\n");

    assertThat(prepare()).isZero();
    assertThat(said())
        .isEqualTo(
            """
            %s: %s, there
            drydock-test/busybox:1: local %s, there
            Locked in FILE. Tests with drydock.lock=locked use just these.
            """
                .formatted(name, first, busybox));

    removeIfThere(name);
    String second = pushed("second").digest().orElseThrow();
    assertThat(prepare("--update", name.toString())).isZero();
    assertThat(said())
        .isEqualTo(
            """
            Pulling %s
            Pulled %s in <time>
            %s: %s, was %s
            Locked in FILE. Tests with drydock.lock=locked use just these.
            """
                .formatted(name, name, name, second, first));
    assertThat(note(strict, name)).isEqualTo("second\n");
    removeIfThere(name.withoutTag().withDigest(first));
  }

  @Test
  void prepare_pulls_a_name_with_a_digest_and_needs_no_line_for_it() {
    ImageName exact = pushed("first");
    assertThat(prepare(exact.toString())).isZero();
    assertThat(said())
        .isEqualTo(
            """
            Pulling %s
            Pulled %s in <time>
            %s: pulled; its name says which it is
            All is there, and nothing of it needs a lock.
            """
                .formatted(exact, exact, exact));
    assertThat(file()).doesNotExist();
    live.session().image(exact, PullPolicy.never()).remove();
  }

  private Path dockerfile(String text) {
    try {
      Path context = Files.createDirectories(directory.resolve("app"));
      Files.writeString(context.resolve("Dockerfile"), text);
      return context;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void prepare_builds_and_locks_and_then_tests_build_nothing() {
    ImageName shop = ImageName.parse("lock-test-" + UUID.randomUUID() + ":1.4");
    Path context =
        dockerfile("FROM " + Live.BUSYBOX + "\nRUN echo built >/note\nLABEL test=" + shop + "\n");
    ContainerSpec inJava = ContainerSpec.of(ImageSpec.context(context)).withCommand("cat", "/note");
    Settings strict = mode("locked").with("drydock.build", "never");
    assertThat(prepare(Live.BUSYBOX)).isZero();
    assertThatThrownBy(() -> run(strict, inJava))
        .asInstanceOf(type(ImageException.class))
        .satisfies(
            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.FORBIDDEN),
            thrown ->
                assertThat(thrown.getMessage().replace(context.toString(), "CONTEXT"))
                    .isEqualTo(
                        """
                        The image of CONTEXT/Dockerfile could not be built: drydock.build=never forbids it.
                          Hint:       build it before the tests, without that setting: the image stays \
                        for them"""));

    assertThat(prepare(shop + "=" + context)).isZero();
    String id = live.session().image(shop).id();
    assertThat(said())
        .isEqualTo(
            """
            %s: local %s, built
            Locked in FILE. Tests with drydock.lock=locked use just these.
            """
                .formatted(shop, id));
    assertThat(note(strict, shop)).isEqualTo("built\n");
    // The same inputs are the same image: it is found, not built.
    assertThat(run(strict, inJava)).isEqualTo("built\n");

    assertThat(prepare(shop + "=" + context)).isZero();
    assertThat(said()).startsWith(shop + ": local " + id + ", built, unchanged\n");
    live.session().image(shop).remove();
    removeImage(id);
  }

  @Test
  void a_build_starts_from_the_image_that_is_locked() {
    pushed("first");
    note(mode("update"), name);
    removeIfThere(name);
    pushed("second");
    ImageSpec spec =
        ImageSpec.context(dockerfile("FROM " + name + "\nRUN cp /note /copy\n")).withoutCache();
    ContainerSpec copy = ContainerSpec.of(spec).withCommand("cat", "/copy");
    assertThat(run(mode("locked"), copy)).isEqualTo("first\n");
    assertThat(run(mode("off"), copy)).isEqualTo("second\n");
  }

  private static String run(Settings settings, ContainerSpec spec) {
    try (Drydock drydock = Drydock.connect(settings);
        Session session = drydock.openSession()) {
      return session.run(spec).stdout();
    }
  }

  private void removeImage(String id) {
    for (ImageName each : live.session().image(ImageName.parse(id)).details().names()) {
      live.session().image(each).remove();
    }
  }

  @Test
  void a_wrong_permission_is_refused() {
    pushed("first");
    assertThatThrownBy(() -> note(Settings.load().with("drydock.build", "no"), name))
        .hasMessage("drydock.build must be never or allowed, was no");
  }

  @Test
  void prepare_says_what_it_could_not_do_and_does_the_rest() throws IOException {
    Path list =
        Files.writeString(
            directory.resolve("images"), "# what the tests want\n" + Live.BUSYBOX + "\n");
    assertThat(prepare("127.0.0.1:1/team/nobody:1", "@" + list)).isEqualTo(1);
    assertThat(said().replaceAll("pull image (\\S+): .*", "pull image $1: …"))
        .isEqualTo(
            """
            Pulling 127.0.0.1:1/team/nobody:1
            Image 127.0.0.1:1/team/nobody:1 could not be prepared.
              Engine:     The engine failed to pull image 127.0.0.1:1/team/nobody:1: …
              Hint:       check the image's name and tag, and that its registry can be reached; an \
            image built on this machine must be built before the test
            drydock-test/busybox:1: local %s, locked
            1 of 2 images could not be prepared.
            """
                .formatted(live.session().image(Live.BUSYBOX).id()));
  }

  @Test
  void prepare_refuses_what_it_does_not_understand() {
    String usage =
        """


        Usage: prepare [--update] [--lock FILE] [NAME | NAME=DIRECTORY | @FILE]…

          NAME            is pulled unless the engine has it, and locked
          NAME=DIRECTORY  is built by the Dockerfile there, and locked
          @FILE           is a file with one of these a line
          --update        pulls anew what a registry has, and locks what the names stand for now
          --lock FILE     in place of drydock.lock

        Without any, all that the lock file has is pulled.
        """;
    assertThat(prepare()).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "There is nothing to prepare: no image is named, and there is no lock file FILE yet."
                + usage);
    assertThat(prepare("--fast")).isEqualTo(2);
    assertThat(said()).isEqualTo("There is no option --fast of prepare." + usage);
    assertThat(prepare("Shop")).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "not an image name: \"Shop\"; its repository must be lower-case letters and digits,"
                + " parted by '/', '.', '_' or '-'"
                + usage);
    assertThat(prepare("shop=/no/such/directory")).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "NAME=DIRECTORY must name a directory with a Dockerfile, was shop=/no/such/directory"
                + usage);
    assertThat(prepare("@/no/such/list")).isEqualTo(2);
    assertThat(said())
        .isEqualTo(
            "@FILE must be a readable file with the name of an image a line, was /no/such/list"
                + usage);
  }
}
