package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.Forked;
import dev.drydock.engine.Settings;
import dev.drydock.model.ClosedException;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.VolumeSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@Timeout(60)
class VolumeTest {

  @RegisterExtension final Live live = new Live();

  @TempDir Path directory;

  private static Engine engine() {
    for (EngineProvider each : ServiceLoader.load(EngineProvider.class)) {
      return each.connect(EngineAddress.parse("unix:///var/run/docker.sock"));
    }
    throw new AssertionError("no provider");
  }

  private static ContainerSpec on(Volume volume, ContainerSpec spec) {
    return spec.withMount(Mount.volume(volume, "/data"));
  }

  /** What a line of shell says that runs beside the volume. */
  private String sh(Volume volume, String line) {
    ExecResult result = live.session().run(on(volume, Live.shell("cd /data; " + line)));
    assertThat(result.exitCode()).describedAs(result.stderr()).isZero();
    return result.stdout().strip();
  }

  private int leftOf(Session session) {
    try (Engine engine = engine()) {
      return engine.find(Map.of("dev.drydock.session", session.id())).size();
    }
  }

  @Test
  void a_volume_is_filled_from_texts_directories_and_class_path_before_anybody_uses_it()
      throws IOException {
    Files.createDirectories(directory.resolve("conf/more"));
    Files.writeString(directory.resolve("conf/more/b.txt"), "deep");
    Session session = live.session();
    // docs: fill
    Volume seed =
        session.volume(
            VolumeSpec.of()
                .withLabel("team", "orders")
                .withFile("/greeting", FileContent.text("hello").withMode(0600))
                .withFile("/conf", FileContent.path(directory.resolve("conf")))
                .withFile(
                    "/lib/Drydock.class", FileContent.classPath("dev/drydock/Drydock.class")));
    // docs: end
    assertThat(sh(seed, "cat greeting conf/more/b.txt; stat -c ' %a %u:%g' greeting"))
        .isEqualTo("hellodeep 600 0:0");
    assertThat(seed.readFile("/lib/Drydock.class")).startsWith(0xca, 0xfe, 0xba, 0xbe);
    try (Engine engine = engine()) {
      assertThat(engine.volumes().inspect(seed.name()).labels()).containsEntry("team", "orders");
    }
  }

  @Test
  void what_a_container_left_in_a_volume_is_read_out_when_no_container_is_there()
      throws IOException {
    Session session = live.session();
    // docs: out
    Volume reports = session.volume();
    ExecResult job =
        session.run(
            ContainerSpec.of("busybox:1")
                .withCommand("sh", "-c", "mkdir /out/sub; echo one >/out/a; echo two >/out/sub/b")
                .withMount(Mount.volume(reports, "/out")));

    assertThat(reports.list()).containsExactly("/a", "/sub/", "/sub/b");
    assertThat(reports.readFile("/a")).asString().isEqualTo("one\n");
    reports.copyOut("/", directory.resolve("reports"));
    // docs: end
    assertThat(job.exitCode()).isZero();
    assertThat(directory.resolve("reports/sub/b")).hasContent("two\n");
    assertThat(reports.size()).isEqualTo(DataSize.ofBytes(8));
    assertThat(leftOf(live.session())).isEqualTo(1);
  }

  @Test
  void a_volume_is_shared_by_containers_and_what_one_may_not_write_is_said_so() {
    Session session = live.session();
    // docs: shared
    Volume shared = session.volume();
    Container writer =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withMount(Mount.volume(shared, "/out")));
    Container reader =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withMount(Mount.volume(shared, "/in").asReadOnly()));

    writer.exec("sh", "-c", "echo hello >/out/greeting");
    // docs: end
    assertThat(reader.exec("cat", "/in/greeting").stdout()).isEqualTo("hello\n");
    assertThat(reader.exec("touch", "/in/x").stderr()).contains("Read-only file system");
    shared.copyIn(FileContent.text("from the test"), "/note");
    assertThat(reader.exec("cat", "/in/note").stdout()).isEqualTo("from the test");
  }

  @Test
  void an_adopted_volume_is_used_and_not_removed() {
    Volume others = live.session().volume(VolumeSpec.of().withFile("/a", FileContent.text("kept")));
    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      String name = others.name();
      // docs: adopt
      Volume data = session.adoptVolume(name);
      // docs: end
      assertThat(data.readFile("/a")).asString().isEqualTo("kept");
      data.close();
      assertThatThrownBy(data::list)
          .isInstanceOf(ClosedException.class)
          .hasMessage("Cannot list volume " + others.name() + ": its handle is closed.");
      assertThat(session.adoptVolume(others.name()).size()).isEqualTo(DataSize.ofBytes(4));
    }
    assertThat(others.list()).containsExactly("/a");
  }

  @Test
  void a_kept_volume_is_filled_once_and_found_by_the_next_session() {
    String name = "drydock-test-" + UUID.randomUUID();
    try (Engine engine = engine()) {
      try {
        String first;
        try (Drydock drydock = Drydock.connect();
            Session session = drydock.openSession()) {
          // docs: kept
          Volume cache =
              session.volume(
                  VolumeSpec.of().withKeptName(name).withFile("/seed", FileContent.text("once")));
          // docs: end
          cache.copyIn(FileContent.text("later"), "/seed");
          cache.close();
          first = session.id();
        }
        Volume again =
            live.session()
                .volume(
                    VolumeSpec.of().withKeptName(name).withFile("/seed", FileContent.text("no")));
        assertThat(again.readFile("/seed")).asString().isEqualTo("later");
        assertThat(engine.find(Map.of("dev.drydock.session", first))).isEmpty();
        assertThat(engine.find(Map.of("dev.drydock", "true")))
            .noneMatch(each -> each.name().equals(name));
        assertThatThrownBy(
                () ->
                    live.session()
                        .volume(VolumeSpec.of().withKeptName(name).withDriver("elsewhere")))
            .isInstanceOf(EngineException.class)
            .hasMessage(
                "The engine has a volume "
                    + name
                    + " already, of driver local, and the description says elsewhere. Remove it,"
                    + " or choose another name.");
        assertThatThrownBy(() -> live.session().volume(VolumeSpec.of().withName(name)))
            .hasMessage(
                "The engine refused to create volume \""
                    + name
                    + "\": there is a volume of that name already");
      } finally {
        engine.volumes().remove(name);
      }
    }
  }

  private static VolumeSpec kept(String name, FileContent last) {
    return VolumeSpec.of()
        .withKeptName(name)
        .withFile("/first", FileContent.text("1"))
        .withFile("/last", last);
  }

  private static void clearAway(String name) {
    try (Engine engine = engine()) {
      engine.volumes().remove(name);
      engine.volumes().remove(name + ".unfilled");
    }
  }

  private static boolean isThere(String name) {
    try (Engine engine = engine()) {
      return engine.volumes().inspect(name).name().equals(name);
    } catch (EngineException e) {
      return false;
    }
  }

  @Test
  void a_kept_volume_is_not_found_before_it_is_full() throws Exception {
    String name = "drydock-test-" + UUID.randomUUID();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    FileContent slow =
        FileContent.stream(
            () -> {
              begun.countDown();
              awaitUninterruptibly(goOn);
              return new ByteArrayInputStream(new byte[] {'2'});
            });
    try (Drydock other = Drydock.connect();
        Session second = other.openSession()) {
      CompletableFuture<Volume> filling =
          CompletableFuture.supplyAsync(() -> live.session().volume(kept(name, slow)));
      begun.await();
      CompletableFuture<byte[]> reading =
          CompletableFuture.supplyAsync(
              () -> second.volume(kept(name, FileContent.text("no"))).readFile("/last"));
      assertThatThrownBy(() -> reading.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      goOn.countDown();
      assertThat(reading.get()).asString().isEqualTo("2");
      assertThat(filling.get().list()).containsExactly("/first", "/last");
      assertThat(isThere(name + ".unfilled")).isFalse();
    } finally {
      goOn.countDown();
      clearAway(name);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the forked JVM runs: it fills a volume, and does not come to the end. */
  static final class Filler {
    public static void main(String[] args) {
      Session session = Drydock.connect().openSession();
      FileContent endless =
          FileContent.stream(
              () -> {
                System.out.println(session.id());
                awaitUninterruptibly(new CountDownLatch(1));
                return InputStream.nullInputStream();
              });
      session.volume(kept(args[0], endless));
    }
  }

  @Test
  void a_kept_volume_whose_filler_was_killed_is_made_anew() throws Exception {
    String name = "drydock-test-" + UUID.randomUUID();
    try {
      Process filler = Forked.jvm(Filler.class, List.of(name));
      assertThat(Forked.session(filler)).isNotEmpty();
      filler.destroyForcibly().waitFor();
      List<CompletableFuture<Volume>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            CompletableFuture.supplyAsync(
                () -> live.session().volume(kept(name, FileContent.text("2")))));
      }
      for (CompletableFuture<Volume> each : all) {
        assertThat(each.get().list()).containsExactly("/first", "/last");
      }
      assertThat(isThere(name + ".unfilled")).isFalse();
    } finally {
      clearAway(name);
    }
  }

  @Test
  void nothing_is_left_of_a_kept_volume_that_cannot_be_filled() {
    String name = "drydock-test-" + UUID.randomUUID();
    FileContent broken =
        FileContent.stream(
            () -> {
              throw new IllegalStateException("of the test");
            });
    assertThatThrownBy(() -> live.session().volume(kept(name, broken)))
        .hasStackTraceContaining("of the test");
    assertThat(isThere(name)).isFalse();
    assertThat(isThere(name + ".unfilled")).isFalse();
  }

  @Test
  void somebody_elses_volume_is_not_taken_for_a_kept_one() {
    String name = "drydock-test-" + UUID.randomUUID();
    Volume others = live.session().volume(VolumeSpec.of().withName(name));
    assertThatThrownBy(() -> live.session().volume(kept(name, FileContent.text("2"))))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The engine has a volume "
                + name
                + " already, and Drydock did not make it to be kept. Use it by"
                + " session.adoptVolume(\""
                + name
                + "\"), or choose another name.");
    assertThat(others.list()).isEmpty();
  }

  @Test
  void a_volume_has_the_options_of_its_driver() {
    Session session = live.session();
    // docs: options
    Volume small =
        session.volume(
            VolumeSpec.of()
                .withDriverOption("type", "tmpfs")
                .withDriverOption("device", "tmpfs")
                .withDriverOption("o", "size=1m"));
    // docs: end
    assertThat(sh(small, "df -k /data | tail -1 | awk '{print $2}'")).isEqualTo("1024");
  }

  private static final String LAY =
      "mkdir -m 750 d; echo 1 >d/f; chown 70:71 d/f; chmod 4711 d/f; ln d/f hard; ln -s d/f soft;"
          + " touch -d '2001-02-03 04:05:06' d/f; chown 7:8 .; chmod 700 .";

  private static final String TELL =
      "stat -c '%n %a %u:%g %h' . d d/f; stat -c %Y d/f; test d/f -ef hard && readlink soft; ls";

  @Test
  void a_snapshot_keeps_owners_modes_times_and_links_and_is_restored_exactly() {
    Volume volume = live.session().volume();
    sh(volume, LAY);
    String was = sh(volume, TELL);
    assertThat(was).startsWith(". 700 7:8 3\nd 750 0:0 2\nd/f 4711 70:71 2\n981173106");
    Volume snapshot = volume.snapshot();
    assertThat(sh(snapshot, TELL)).isEqualTo(was);

    sh(volume, "rm -rf d hard; mkdir .more; echo 2 >.more/x; echo y >'odd name'; chmod 755 .");
    volume.restore(snapshot);
    assertThat(sh(volume, TELL)).isEqualTo(was);
    assertThat(volume.list()).containsExactly("/d/", "/d/f", "/hard", "/soft");
    Volume fork = live.session().volume(VolumeSpec.of().withContentOf(snapshot));
    assertThat(sh(fork, TELL)).isEqualTo(was);
  }

  @Test
  void a_volume_keeps_what_it_has_when_there_is_nothing_to_restore_it_from() {
    Volume volume = live.session().volume();
    volume.copyIn(FileContent.text("mine"), "/state");
    assertThatThrownBy(() -> volume.restore(volume))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "volume to restore from must be another one, was volume " + volume.name() + " itself");
    Volume gone = live.session().volume();
    gone.close();
    assertThatThrownBy(() -> volume.restore(gone))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot restore from volume " + gone.name() + ": its handle is closed.");
    assertThatThrownBy(() -> volume.restore(() -> "no-such-volume"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no-such-volume");
    assertThat(new String(volume.readFile("/state"), StandardCharsets.UTF_8)).isEqualTo("mine");
  }

  @Test
  void a_volume_is_restored_under_a_container_that_was_stopped_and_not_under_one_that_runs() {
    Session session = live.session();
    // docs: snapshot
    Volume data = session.volume();
    Container app =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withMount(Mount.volume(data, "/data")));
    app.exec("sh", "-c", "echo clean >/data/state");
    Volume clean = data.snapshot();

    app.exec("sh", "-c", "echo dirty >/data/state; touch /data/.more /data/..and");
    app.stop(Duration.ZERO);
    data.restore(clean);
    app.start();
    // docs: end
    assertThat(app.exec("ls", "-A", "/data").stdout()).isEqualTo("state\n");
    assertThat(app.exec("cat", "/data/state").stdout()).isEqualTo("clean\n");
    assertThatThrownBy(() -> data.restore(clean))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Volume "
                + data.name()
                + " cannot be restored: container "
                + app.name()
                + " runs and has it mounted. Stop it first.");
    assertThat(app.exec("cat", "/data/state").stdout()).isEqualTo("clean\n");
  }

  @Test
  void two_who_restore_a_volume_at_once_do_not_mix() {
    Volume volume = live.session().volume();
    Volume left = live.session().volume(VolumeSpec.of().withFile("/l", FileContent.text("l")));
    Volume right = live.session().volume(VolumeSpec.of().withFile("/r", FileContent.text("r")));
    Volume twin = live.session().adoptVolume(volume.name());
    List<CompletableFuture<Void>> both =
        List.of(
            CompletableFuture.runAsync(() -> volume.restore(left)),
            CompletableFuture.runAsync(() -> twin.restore(right)));
    both.forEach(CompletableFuture::join);
    assertThat(volume.list()).hasSize(1);
  }

  @Test
  void what_cannot_be_is_told() {
    Volume volume = live.session().volume();
    assertThatThrownBy(() -> volume.readFile("/nope"))
        .isInstanceOf(EngineException.class)
        .hasMessage("Volume " + volume.name() + " has no /nope.");
    assertThatThrownBy(() -> volume.copyIn(FileContent.text(""), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path in a volume must begin with /, its root, was x");
    assertThatThrownBy(() -> live.session().adoptVolume("no-such-volume"))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The engine has no volume no-such-volume to adopt. Name one that `docker volume ls`"
                + " lists, or make one with"
                + " session.volume(VolumeSpec.of().withName(\"no-such-volume\")).");
    assertThatThrownBy(
            () ->
                live.session()
                    .volume(
                        VolumeSpec.of()
                            .withDriverOption("type", "tmpfs")
                            .withFile("/a", FileContent.text("lost"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a volume of type tmpfs must be filled by the container that uses it: it is empty"
                + " whenever nobody has it mounted, was volume");
    assertThat(leftOf(live.session())).isEqualTo(1);
  }

  @Test
  void nothing_is_left_of_a_volume_that_cannot_be_filled() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "soon gone");
    FileContent content = FileContent.path(file);
    Files.delete(file);
    assertThat(catchThrowable(() -> live.session().volume(VolumeSpec.of().withFile("/a", content))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(file + " cannot be read");
    assertThat(
            catchThrowable(
                () -> live.session().volume(VolumeSpec.of().withContentOf(() -> "none-such"))))
        .hasMessageStartingWith("The engine refused to inspect volume \"none-such\": ");
    Volume closed = live.session().volume();
    closed.close();
    assertThat(catchThrowable(() -> live.session().start(on(closed, Live.sleeper()))))
        .isInstanceOf(ClosedException.class)
        .hasMessage("Cannot mount volume " + closed.name() + ": its handle is closed.");
    try (Engine engine = engine()) {
      assertThatThrownBy(() -> engine.volumes().inspect(closed.name()))
          .isInstanceOf(EngineException.class);
    }
    assertThat(leftOf(live.session())).isZero();
  }

  @Test
  void a_directory_in_a_volume_belongs_with_all_in_it_to_whom_it_is_given() throws IOException {
    Files.createDirectories(directory.resolve("seed/sub"));
    Files.writeString(directory.resolve("seed/f"), "f");
    FileContent seed = FileContent.path(directory.resolve("seed")).withOwner(7, 8);
    Volume volume =
        live.session().volume(VolumeSpec.of().withFile("/seed", seed).withFile("/", seed));
    assertThat(sh(volume, "stat -c '%n %u:%g' . seed seed/sub seed/f sub f"))
        .isEqualTo(". 0:0\nseed 7:8\nseed/sub 7:8\nseed/f 7:8\nsub 7:8\nf 7:8");
  }

  @Test
  void a_volume_is_restored_where_a_run_is_limited_and_where_images_are_locked()
      throws IOException {
    Volume data = live.session().volume();
    Container app = live.session().start(on(data, Live.sleeper()));
    app.exec("sh", "-c", "echo clean >/data/state");
    Volume clean = data.snapshot();
    app.exec("sh", "-c", "echo dirty >/data/state");
    app.stop(Duration.ZERO);
    Path lock = Files.writeString(directory.resolve("lock"), "drydock.lock 1\n");
    for (Settings each :
        List.of(
            Settings.load().with("drydock.limits.run.memory", "100m"),
            Settings.load()
                .with("drydock.lock", "locked")
                .with("drydock.lock.file", lock.toString()))) {
      data.copyIn(FileContent.text("more"), "/more");
      try (Drydock drydock = Drydock.connect(each);
          Session session = drydock.openSession()) {
        session.adoptVolume(data.name()).restore(clean);
        assertThat(leftOf(session)).isZero();
      }
      assertThat(data.list()).containsExactly("/state");
    }
    assertThat(data.readFile("/state")).asString().isEqualTo("clean\n");
  }
}
