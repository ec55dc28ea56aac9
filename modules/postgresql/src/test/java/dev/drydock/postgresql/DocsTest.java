package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.DataSize;
import dev.drydock.model.ExecResult;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/postgresql.md, run as they stand there. */
@Tag("engine")
@Timeout(120)
class DocsTest {

  @RegisterExtension final Live live = new Live();

  private Session session;

  @BeforeEach
  void open() {
    session = live.session();
  }

  @Test
  void start() throws Exception {
    // docs: start
    Postgres db =
        session.start(
            PostgresSpec.of("postgres:17")
                .withDatabase("shop")
                .withUsername("app")
                .withPassword("s3cret"));
    try (Connection connection =
        DriverManager.getConnection(db.jdbcUrl(), db.username(), db.password())) {
      assertThat(connection.getCatalog()).isEqualTo("shop");
    }
    // docs: end

    // docs: psql
    ExecResult result = db.psql("CREATE TABLE product (name text); SELECT count(*) FROM product");
    assertThat(result.stdout()).isEqualTo("0\n");
    // docs: end
  }

  @Test
  void init(@TempDir Path dir) throws Exception {
    Path products = dir.resolve("products.sql");
    Files.writeString(products, "INSERT INTO product (name) VALUES ('anchor'), ('rope');");
    // docs: init
    Postgres db =
        session.start(
            PostgresSpec.of("postgres:17")
                .withInitScriptFromClassPath("db/schema.sql")
                .withInitScript(products)
                .withInitSql("CREATE EXTENSION pg_trgm")
                .withSetting("max_connections", "200")
                .withSetting("wal_level", "logical"));
    // docs: end
    assertThat(Jdbc.ask(db, "SELECT count(*) FROM product")).isEqualTo("2");
    assertThat(Jdbc.ask(db, "SHOW wal_level")).isEqualTo("logical");
  }

  @Test
  void network() {
    // docs: network
    Network network = session.network();
    Postgres db =
        session.start(
            PostgresSpec.of("postgres:17").withDatabase("shop").withNetwork(network, "db"));
    Container job =
        session.start(
            ContainerSpec.of("postgres:17")
                .withNetwork(network)
                .withCommand("psql", "-c", "CREATE TABLE seen ()", db.libpqUrlFrom(network))
                .withReadiness(Readiness.exited(0)));
    assertThat(db.jdbcUrlFrom(network)).isEqualTo("jdbc:postgresql://db:5432/shop");
    // docs: end
    assertThat(job.logs()).extracting("text").containsExactly("CREATE TABLE");
  }

  @Test
  void data() throws Exception {
    // docs: data
    Volume volume = session.volume();
    PostgresSpec spec =
        PostgresSpec.of("postgres:17").withMount(Mount.volume(volume, "/var/lib/postgresql/data"));
    try (Postgres first = session.start(spec)) {
      assertThat(first.psql("CREATE TABLE product ()").succeeded()).isTrue();
    }
    try (Postgres second = session.start(spec)) {
      assertThat(second.psql("SELECT count(*) FROM product").stdout()).isEqualTo("0\n");
    }
    // docs: end
  }

  @Test
  void memory() throws Exception {
    // docs: memory
    Postgres db =
        session.start(
            PostgresSpec.of("postgres:17")
                .withMount(
                    Mount.tmpfs("/var/lib/postgresql/data").withSize(DataSize.ofMebibytes(256)))
                .withContainer(container -> container.withMemory(DataSize.ofMebibytes(512))));
    // docs: end
    assertThat(Jdbc.ask(db, "SHOW data_directory")).isEqualTo("/var/lib/postgresql/data");
  }
}
