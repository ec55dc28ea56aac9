package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drydock.model.ContainerStartException;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.UnstartedContainer;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.VolumeSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@Timeout(60)
class MountTest {

  @RegisterExtension final Live live = new Live();

  @TempDir Path directory;

  private Container start(Mount mount) {
    return live.session().start(Live.sleeper().withMount(mount));
  }

  private static String sh(Container container, String line) {
    return container.exec("sh", "-c", "exec 2>&1; " + line).stdout().strip();
  }

  @Test
  void the_volumes_of_a_container_that_only_has_data_are_had_by_others() {
    Session session = live.session();
    // docs: from
    UnstartedContainer data =
        session.create(ContainerSpec.of("busybox:1").withMount(Mount.anonymousVolume("/data")));
    data.copyIn(FileContent.text("seed"), "/data/seed");

    Container app =
        session.start(
            ContainerSpec.of("busybox:1")
                .withCommand("sleep", "1000")
                .withMount(Mount.volumesFrom(data)));
    // docs: end
    Container reader = start(Mount.volumesFrom(data).asReadOnly());
    assertThat(sh(app, "cat /data/seed; echo more >/data/more")).isEqualTo("seed");
    assertThat(sh(reader, "cat /data/more; touch /data/x"))
        .isEqualTo("more\ntouch: /data/x: Read-only file system");
  }

  @Test
  void a_bind_may_be_read_only() {
    Container container = start(Mount.bind(directory, "/mnt/x").asReadOnly());
    assertThat(sh(container, "touch /mnt/x/a")).contains("Read-only file system");
  }

  @Test
  void a_bind_that_is_missing_is_refused_here_and_by_the_engine() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> Mount.bind(missing, "/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("host path to mount does not exist: " + missing);
    assertThatThrownBy(() -> start(Mount.bind("/no/such/path", "/x")))
        .isInstanceOf(ContainerStartException.class)
        .extracting(Live::normal)
        .isEqualTo(
            """
            drydock-test/busybox:1 could not be started.
              Engine:     The engine refused to create container "drydock-busybox-<n>" of image \
            drydock-test/busybox:1: invalid mount config for type "bind": bind source path does not \
            exist: /no/such/path
              Hint:       there is no such path on the engine's machine; make it, or say \
            createdWhenMissing()""");
    assertThatThrownBy(() -> Mount.bind("relative", "/x"))
        .hasMessage("host path to mount must be absolute, was relative");
  }

  @Test
  void a_bind_is_created_when_that_was_said() {
    Path made = directory.resolve("made/deep");
    Container container = start(Mount.bind(made.toString(), "/x").createdWhenMissing());
    assertThat(sh(container, "echo here >/x/file; stat -c %u /x")).isEqualTo("0");
    assertThat(made.resolve("file")).hasContent("here");
  }

  private static void run(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(said).isZero();
  }

  @Test
  void a_mount_made_later_is_seen_when_the_propagation_says_so() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount");
    String top = directory.toString();
    Path sub = Files.createDirectory(directory.resolve("sub"));
    run("mount", "--bind", top, top);
    try {
      run("mount", "--make-shared", top);
      Mount.Bind bind = Mount.bind(directory, "/x");
      Container alone = start(bind);
      Container slave = start(bind.withPropagation(Mount.Propagation.RSLAVE));
      run("mount", "-t", "tmpfs", "later", sub.toString());
      try {
        Files.writeString(sub.resolve("a"), "");
        assertThat(sh(alone, "ls /x/sub")).isEmpty();
        assertThat(sh(slave, "ls /x/sub")).isEqualTo("a");
      } finally {
        run("umount", "-l", sub.toString());
      }
    } finally {
      run("umount", "-l", top);
    }
  }

  @Test
  void a_tmpfs_has_the_words_for_the_kernel_that_were_said() {
    String program =
        "cp /bin/busybox /fast/echo; /fast/echo ran; df -k /fast | tail -1 | awk '{print $2}'";
    Mount.Tmpfs fast = Mount.tmpfs("/fast").withSize(DataSize.ofMebibytes(8)).withMode(0750);
    assertThat(sh(start(fast), program)).isEqualTo("sh: /fast/echo: Permission denied\n8192");
    Container other = start(fast.withOption("exec").withOption("uid=70"));
    assertThat(sh(other, program + "; stat -c '%a %u' /fast")).isEqualTo("ran\n8192\n750 70");
    assertThatThrownBy(() -> fast.withOption("size=1m"))
        .hasMessage("tmpfs size and mode are said with withSize and withMode, was size=1m");
    assertThatThrownBy(() -> fast.withOption("exec,size=1m"))
        .hasMessage("tmpfs option must be a word, or a word = a value, was exec,size=1m");
  }

  @Test
  void a_volume_that_is_not_to_be_filled_from_the_image_stays_empty() {
    Volume one = live.session().volume();
    Volume two = live.session().volume();
    assertThat(sh(start(Mount.volume(one, "/etc")), "ls /etc | grep -c .")).isNotEqualTo("0");
    var unused = start(Mount.volume(two, "/etc").withoutCopy());
    assertThat(one.list().size()).isGreaterThan(two.list().size());
  }

  @Test
  void what_the_engine_is_too_old_for_is_refused_by_name_and_version() {
    Volume volume = live.session().volume(VolumeSpec.of().withName("orders"));
    assertThatThrownBy(() -> start(Mount.volume(volume, "/x").withSubpath("a/b")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "drydock-test/busybox:1 asks to mount subpath a/b of volume orders, which needs Engine"
                + " API 1.45, and this engine speaks 1.41: Docker/20.10.*");
    assertThatThrownBy(() -> start(Mount.image("tools:2", "/x")))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessageMatching(
            "drydock-test/busybox:1 asks to mount the files of image tools:2, which needs Engine API"
                + " 1.48, and this engine speaks 1.41: Docker/20.10.*");
    assertThatThrownBy(() -> Mount.volume(volume, "/x").withSubpath("../x"))
        .hasMessage(
            "subpath must lie in what is mounted, without a leading / and without .., was ../x");
  }

  @Test
  void a_file_may_be_bound_over_one_of_the_image() throws Exception {
    Path file = Files.writeString(directory.resolve("motd"), "bound");
    assertThat(sh(start(Mount.bind(file, "/etc/motd")), "cat /etc/motd")).isEqualTo("bound");
  }
}
