package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.ContainerStartException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@Timeout(120)
class InitScriptTest {

  @RegisterExtension final Live live = new Live();

  @TempDir private Path dir;

  @Test
  void scripts_of_every_kind_run_in_their_order_before_the_server_is_ready() throws Exception {
    Path packed = dir.resolve("a.sql.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("INSERT INTO product (name) VALUES ('packed');".getBytes(StandardCharsets.UTF_8));
    }
    Path sourced =
        Files.writeString(
            dir.resolve("a.sh"),
            "psql -U \"$POSTGRES_USER\" -c \"INSERT INTO product (name) VALUES ('sourced')\" \"$POSTGRES_DB\"\n");
    Path program =
        Files.writeString(
            dir.resolve("0.sh"),
            "#!/bin/sh\npsql -U \"$POSTGRES_USER\" -c \"INSERT INTO product (name) VALUES ('program')\" \"$POSTGRES_DB\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(packed, PosixFilePermissions.fromString("rw-------"));

    Postgres db =
        live.session()
            .start(
                PostgresSpec.of("postgres:17")
                    .withDatabase("shop")
                    .withUsername("app")
                    .withInitScriptFromClassPath("db/schema.sql")
                    .withInitScript(packed)
                    .withInitScript(sourced)
                    .withInitScript(program)
                    .withInitSql("INSERT INTO product (name) VALUES ('text')"));

    assertThat(Jdbc.ask(db, "SELECT string_agg(name, ' ' ORDER BY id) FROM product"))
        .isEqualTo("packed sourced program text");
  }

  @Test
  void a_script_that_fails_ends_the_start_at_once_with_the_servers_words() {
    PostgresSpec spec =
        PostgresSpec.of("postgres:17")
            .withInitSql("CREATE TABLE product (id int);\nINSERT INTO prodcut VALUES (1);");
    long start = System.nanoTime();
    ContainerStartException failure =
        catchThrowableOfType(
            ContainerStartException.class, () -> live.session().start(spec).close());
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);

    String report = Live.normal(failure);
    // The engine's proxy hangs up as long as there is a container, and refuses afterwards.
    String beforeLog =
        report
            .substring(0, report.indexOf("\n  Log, "))
            .replace("connection closed without an answer", "connection refused");
    assertThat(beforeLog)
        .isEqualTo(
            """
            postgres:17 ended before it was ready.
              Waited for: the server accepts a start-up message on port 5432/tcp
              Last look:  connection refused (look <n>, after <time>)
              State:      exited with code 3, <time> after start, not out of memory""");
    assertThat(report)
        .contains(
            "/docker-entrypoint-initdb.d/0001-init.sql:2: ERROR:  relation \"prodcut\" does not"
                + " exist");
    assertThat(Set.copyOf(failure.getMessage().lines().toList()))
        .contains("    LINE 1: INSERT INTO prodcut VALUES (1);");
  }
}
