package dev.drydock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.LogSource;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people rely on without saying so: what lasts, who sees it, and what is shut away. */
public abstract class StorageContract extends BodyContract {

  private void restart(String id) {
    engine.containers().stop(id, Duration.ZERO);
    engine.containers().start(id);
  }

  @Test
  void a_write_in_one_container_is_unseen_in_its_image_and_in_a_second_container() {
    String first = start(sleeper());
    sh(first, "echo mine >/etc/mine; rm /etc/passwd");
    String second = start(sleeper());
    assertThat(sh(second, "ls /etc/mine 2>&1; ls /etc/passwd"))
        .contains("No such file")
        .endsWith("/etc/passwd");
    restart(first);
    assertThat(sh(first, "cat /etc/mine; ls /etc/passwd 2>&1 || true"))
        .startsWith("mine")
        .contains("No such file");
    assertThat(engine.containers().life().sizes(first).writable().bytes()).isPositive();
  }

  @Test
  void a_removal_loses_what_was_written_and_a_volume_survives_it() {
    Vol volume = volume();
    ContainerSpec spec = sleeper().withMount(Mount.volume(volume, "/data"));
    String name = freshName();
    String first = engine.containers().create(plan(name, spec)).id();
    engine.containers().start(first);
    sh(first, "echo 1 >/data/kept; echo 1 >/lost");
    engine.containers().remove(first);
    String second = engine.containers().create(plan(name, spec)).id();
    engine.containers().start(second);
    assertThat(sh(second, "ls /data; test -e /lost || echo lost")).isEqualTo("kept\nlost");
  }

  @Test
  void a_tmpfs_is_empty_after_a_restart_and_the_rest_is_not() {
    String id = start(sleeper().withMount(Mount.tmpfs("/fast")));
    sh(id, "echo 1 >/fast/x; echo 1 >/x");
    restart(id);
    assertThat(sh(id, "ls -A /fast; ls /x")).isEqualTo("/x");
  }

  @Test
  void a_container_by_default_sees_no_file_process_or_interface_of_its_host() {
    String id = start(sleeper());
    // Its own processes: the first, and the shell that asks.
    assertThat(Integer.parseInt(sh(id, "ls -d /proc/[0-9]* | wc -l"))).isLessThanOrEqualTo(4);
    assertThat(sh(id, "cat /proc/1/cmdline | tr '\\0' ' '")).isEqualTo("sleep 1000");
    assertThat(sh(id, "ls /sys/class/net | sort | tr '\\n' ' '")).isEqualTo("eth0 lo");
    assertThat(sh(id, "ls /var/run/docker.sock /run/docker.sock 2>&1 || true"))
        .contains("No such file");
    assertThat(sh(id, "ls " + directory + " 2>&1 || true")).contains("No such file");
    assertThat(sh(id, "hostname")).isEqualTo(id.substring(0, 12));
  }

  @Test
  void a_change_of_a_bind_is_seen_from_both_sides_while_the_container_runs() throws IOException {
    String id = start(sleeper().withMount(Mount.bind(directory, "/mnt/x")));
    Files.writeString(directory.resolve("a"), "outside");
    assertThat(sh(id, "cat /mnt/x/a; echo inside >/mnt/x/b; rm /mnt/x/a")).isEqualTo("outside");
    assertThat(directory.resolve("b")).hasContent("inside\n");
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void what_another_container_has_mounted_can_be_had_though_it_never_ran() {
    String data = create(ContainerSpec.of(IMAGE).withMount(Mount.anonymousVolume("/data")));
    engine.containers().upload(data, "/data", Map.of("seed", FileContent.text("seed\n")));
    VolumeNames ref = new VolumeNames(data, data);
    String id =
        start(shell("cat /data/seed; touch /data/x || echo no").withMount(Mount.volumesFrom(ref)));
    assertThat(texts(engine.containers().logs(id, false, -1, true), LogSource.STDOUT))
        .containsExactly("seed");
  }

  private record VolumeNames(String id, String name) implements dev.drydock.model.ContainerRef {}

  @Test
  void files_that_are_put_in_before_the_start_are_in_the_volume_that_is_mounted_there() {
    Vol volume = volume();
    String id =
        create(
            sleeper()
                .withMount(Mount.volume(volume, "/v"))
                .withMount(Mount.anonymousVolume("/v/own")));
    engine
        .containers()
        .upload(
            id,
            Map.of(
                "/v/sub/a", FileContent.text("a"),
                "/v/own/b", FileContent.text("b"),
                "/c", FileContent.text("c")));
    engine.containers().start(id);
    assertThat(sh(id, "cat /v/sub/a /v/own/b /c")).isEqualTo("abc");
  }

  @Test
  void a_packed_directory_is_unpacked_as_it_was_in_what_does_not_run() throws IOException {
    Vol one = volume();
    String from =
        start(
            shell(
                    "cd /v; mkdir -m 750 d; echo 1 >d/f; chown 70:71 d/f; chmod 4711 d/f;"
                        + " ln d/f hard; ln -s d/f soft; chown 7:8 .; chmod 700 .")
                .withMount(Mount.volume(one, "/v")));
    awaitEnd(from);
    Vol two = volume();
    String to = create(sleeper().withMount(Mount.volume(two, "/v")));
    try (InputStream archive = engine.containers().pack(from, "/v")) {
      engine.containers().unpack(to, "/v", archive);
    }
    engine.containers().start(to);
    assertThat(sh(to, "cd /v; stat -c '%n %a %u:%g %h' . d d/f; readlink soft; cat hard"))
        .isEqualTo(". 700 7:8 3\nd 750 0:0 2\nd/f 4711 70:71 2\nd/f\n1");
  }

  @Test
  void a_volume_tells_its_driver_and_who_has_it() {
    Vol volume = volume();
    String running = start(sleeper().withMount(Mount.volume(volume, "/v")));
    String name = freshName();
    engine.containers().create(plan(name, sleeper().withMount(Mount.volume(volume, "/v"))));
    VolumeFacts facts = engine.volumes().inspect(volume.name());
    assertThat(facts.driver()).isEqualTo("local");
    assertThat(facts.labels()).isEqualTo(labels);
    List<VolumeUser> users = engine.volumes().users(volume.name());
    assertThat(users).hasSize(2);
    assertThat(users)
        .filteredOn(VolumeUser::alive)
        .extracting(VolumeUser::name)
        .containsExactly(engine.containers().inspect(running).name());
    assertThat(users).filteredOn(each -> !each.alive()).extracting("name").containsExactly(name);
    assertThat(refusal(() -> engine.volumes().inspect("none-such")).status()).isEqualTo(404);
  }

  @Test
  void a_part_of_a_volume_is_mounted_where_the_engine_knows_parts() {
    Vol volume = volume();
    sh(
        start(sleeper().withMount(Mount.volume(volume, "/v"))),
        "mkdir -p /v/a/b; echo inside >/v/a/b/in; echo outside >/v/a/out");
    ContainerSpec part = sleeper().withMount(Mount.volume(volume, "/v").withSubpath("a/b"));
    if (engine.info().speaks(1, 45)) {
      assertThat(sh(start(part), "cd /v; ls; cat *")).isEqualTo("in\ninside");
    } else {
      assertRefused(part);
    }
  }

  @Test
  void the_files_of_an_image_are_mounted_where_the_engine_knows_that() {
    // One at a time: Docker 28 mounts an image but once in a container.
    ContainerSpec whole = sleeper().withMount(Mount.image("drydock-test/nginx:1.22", "/other"));
    ContainerSpec part =
        sleeper()
            .withMount(Mount.image("drydock-test/nginx:1.22", "/other").withSubpath("usr/sbin"));
    if (engine.info().speaks(1, 49)) {
      assertThat(sh(start(whole), "ls -d /other/usr/sbin/nginx; touch /other/x 2>&1 || true"))
          .isEqualTo("/other/usr/sbin/nginx\ntouch: /other/x: Read-only file system");
      assertThat(sh(start(part), "ls -d /other/nginx")).isEqualTo("/other/nginx");
    } else {
      assertRefused(whole);
      assertRefused(part);
    }
  }

  @Test
  void the_images_that_are_there_are_told_the_smallest_first() {
    assertThat(engine.images().present())
        .extracting(Object::toString)
        .anyMatch(each -> each.endsWith(IMAGE));
  }
}
