package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {

  private static final VolumeRef VOLUME = () -> "orders";

  private static PostgresSpec with(Mount mount) {
    return PostgresSpec.of("postgres:17").withMount(mount);
  }

  private static boolean writesSafely(PostgresSpec spec) {
    return List.of("postgres").equals(spec.toSpec().command());
  }

  @Test
  void the_data_lies_in_memory_where_no_image_has_a_volume() {
    ContainerSpec spec = PostgresSpec.of("postgres:17").toSpec();
    assertThat(spec.env()).containsEntry("PGDATA", "/drydock/pgdata");
    assertThat(spec.mounts()).containsExactly(Mount.tmpfs("/drydock"));
  }

  @Test
  void durable_data_lies_where_the_image_has_it() {
    ContainerSpec spec = PostgresSpec.of("postgres:17").withDurableStorage().toSpec();
    assertThat(spec.env()).doesNotContainKey("PGDATA");
    assertThat(spec.mounts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/var/lib/postgresql/data,/var/lib/postgresql/data",
    "/var/lib/postgresql/data/pgdata,/var/lib/postgresql/data/pgdata",
    "/var/lib/postgresql/18,/var/lib/postgresql/18/docker",
    "/var/lib/postgresql/18/docker,/var/lib/postgresql/18/docker"
  })
  void the_data_lies_in_a_mount_at_a_usual_data_path(String path, String pgdata) {
    PostgresSpec spec = with(Mount.volume(VOLUME, path));
    assertThat(spec.toSpec().env()).containsEntry("PGDATA", pgdata);
    assertThat(spec.toSpec().mounts()).containsExactly(Mount.volume(VOLUME, path));
    assertThat(writesSafely(spec)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"postgres:18", "postgres:18.1-alpine", "pgvector/pgvector:0.8.1-pg18", "my/db:1"})
  void from_postgresql_18_on_the_image_knows_where_in_a_mount_of_its_home_the_data_is(
      String image) {
    PostgresSpec spec =
        PostgresSpec.of(image).withMount(Mount.volume(VOLUME, "/var/lib/postgresql"));
    assertThat(spec.toSpec().env()).doesNotContainKey("PGDATA");
    assertThat(spec.toSpec().mounts()).hasSize(1);
    assertThat(writesSafely(spec)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres:17,17",
    "postgres:15.8-bookworm,15",
    "registry.example:5000/library/postgres:16@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,16",
    "postgis/postgis:17-3.5,17",
    "pgvector/pgvector:0.8.1-pg17,17",
    "timescale/timescaledb:2.17.2-pg16,16"
  })
  void before_postgresql_18_a_mount_of_the_home_would_stay_empty_and_is_refused(
      String image, int major) {
    PostgresSpec spec = PostgresSpec.of(image);
    assertThatThrownBy(() -> spec.withMount(Mount.volume(VOLUME, "/var/lib/postgresql")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "data mount must be at /var/lib/postgresql/data, where the image of PostgreSQL "
                + major
                + " has a volume of its own, was at /var/lib/postgresql");
  }

  @Test
  void memory_of_ones_own_at_a_data_path_holds_data_that_need_not_be_safe() {
    Mount memory = Mount.tmpfs("/var/lib/postgresql/data");
    ContainerSpec spec = with(memory).toSpec();
    assertThat(spec.env()).containsEntry("PGDATA", "/var/lib/postgresql/data");
    assertThat(spec.mounts()).containsExactly(memory);
    assertThat(spec.command()).contains("fsync=off");
  }

  @Test
  void a_mount_somewhere_else_changes_nothing() {
    ContainerSpec spec = with(Mount.volume(VOLUME, "/backup")).toSpec();
    assertThat(spec.mounts())
        .containsExactly(Mount.volume(VOLUME, "/backup"), Mount.tmpfs("/drydock"));
    assertThat(spec.env()).containsEntry("PGDATA", "/drydock/pgdata");
    assertThat(spec.command()).contains("fsync=off");
  }

  @Test
  void a_folder_beside_the_data_is_no_data_mount() {
    assertThat(with(Mount.volume(VOLUME, "/var/lib/postgresql/wal")).toSpec().env())
        .containsEntry("PGDATA", "/drydock/pgdata");
  }

  @Test
  void a_data_directory_of_ones_own_is_left_as_it_is() {
    PostgresSpec spec = PostgresSpec.of("postgres:17").withEnv("PGDATA", "/srv/db/data");
    assertThat(spec.toSpec().env()).containsEntry("PGDATA", "/srv/db/data");
    assertThat(spec.toSpec().mounts()).isEmpty();
    assertThat(writesSafely(spec)).isFalse();
    assertThat(writesSafely(spec.withMount(Mount.volume(VOLUME, "/srv/db")))).isTrue();
    assertThat(writesSafely(spec.withMount(Mount.volume(VOLUME, "/srv/d")))).isFalse();
  }
}
