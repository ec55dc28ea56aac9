package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.ContainerStartException;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.Mount;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@Timeout(120)
class DataDirectoryTest {

  private static final String PATH = "/var/lib/postgresql/data";

  @RegisterExtension final Live live = new Live();

  private PostgresSpec on(Volume volume) {
    return PostgresSpec.of("postgres:17").withMount(Mount.volume(volume, PATH));
  }

  private Postgres start(PostgresSpec spec) {
    return live.session().start(spec);
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, PATH + "/pgdata"})
  void a_second_server_on_the_same_volume_is_ready_and_has_the_data(String path) throws Exception {
    Mount data = Mount.volume(live.session().volume(), path);
    PostgresSpec spec = PostgresSpec.of("postgres:15").withDatabase("shop").withMount(data);
    try (Postgres first = start(spec)) {
      Jdbc.run(first, "CREATE TABLE product AS SELECT 'anchor' AS name");
      // Killed, not stopped: the second server has to recover, and its log differs once more.
    }
    try (Postgres second = start(spec)) {
      assertThat(Jdbc.ask(second, "SELECT name FROM product")).isEqualTo("anchor");
    }
    try (Postgres third = start(spec)) {
      assertThat(Jdbc.ask(third, "SELECT name FROM product")).isEqualTo("anchor");
      third.container().stop();
    }
    try (Postgres fourth = start(spec)) {
      assertThat(Jdbc.ask(fourth, "SELECT name FROM product")).isEqualTo("anchor");
    }
  }

  @Test
  void data_in_a_volume_is_written_safely() throws Exception {
    Postgres db = start(on(live.session().volume()));
    assertThat(Jdbc.ask(db, "SHOW fsync")).isEqualTo("on");
    assertThat(Jdbc.ask(db, "SHOW synchronous_commit")).isEqualTo("on");
    assertThat(Jdbc.ask(db, "SHOW full_page_writes")).isEqualTo("on");
    assertThat(Jdbc.ask(db, "SHOW data_directory")).isEqualTo(PATH);
  }

  @Test
  void data_that_is_thrown_away_lies_in_memory() throws Exception {
    Postgres db = start(PostgresSpec.of("postgres:17"));
    assertThat(Jdbc.ask(db, "SHOW data_directory")).isEqualTo("/drydock/pgdata");
    assertThat(Jdbc.ask(db, "SHOW fsync")).isEqualTo("off");
    assertThat(fileSystem(db)).isEqualTo("tmpfs");
  }

  @Test
  void durable_data_lies_on_disk_and_is_written_safely() throws Exception {
    Postgres db = start(PostgresSpec.of("postgres:17").withDurableStorage());
    assertThat(Jdbc.ask(db, "SHOW data_directory")).isEqualTo(PATH);
    assertThat(Jdbc.ask(db, "SHOW fsync")).isEqualTo("on");
    assertThat(fileSystem(db)).isNotEqualTo("tmpfs");
  }

  private static String fileSystem(Postgres db) throws Exception {
    return db.container()
        .exec("stat", "--file-system", "--format=%T", Jdbc.ask(db, "SHOW data_directory"))
        .stdout()
        .strip();
  }

  @Test
  void an_existing_data_directory_keeps_its_databases_users_and_passwords() throws Exception {
    PostgresSpec spec = on(live.session().volume()).withDatabase("shop").withUsername("app");
    start(spec).close();
    try (Postgres db = start(spec.withInitSql("SELECT an_error"))) {
      assertThat(Jdbc.ask(db, "SELECT current_database()")).isEqualTo("shop");
    }
  }

  @Test
  void a_database_that_an_existing_data_directory_lacks_ends_the_start_where_the_server_says_so() {
    Volume volume = live.session().volume();
    start(on(volume).withEnv("POSTGRES_HOST_AUTH_METHOD", "trust")).close();
    long start = System.nanoTime();
    ContainerStartException failure =
        catchThrowableOfType(
            ContainerStartException.class, () -> start(on(volume).withDatabase("shop")).close());
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
    assertThat(Live.normal(failure))
        .startsWith(
            """
            postgres:17 can no longer become ready.
              Waited for: the server accepts a start-up message on port 5432/tcp
              Last look:  database "shop" does not exist: the data directory is not new, and no \
            database was made in it (look <n>, after <time>)
              State:      running
              Log,""");
  }

  @Test
  void data_of_another_version_ends_the_start_at_once_with_the_servers_words() {
    Volume volume = live.session().volume();
    start(on(volume)).close();
    ContainerStartException failure =
        catchThrowableOfType(
            ContainerStartException.class,
            () ->
                start(PostgresSpec.of("postgres:15").withMount(Mount.volume(volume, PATH)))
                    .close());
    assertThat(failure).hasMessageContaining("database files are incompatible with server");
  }
}
