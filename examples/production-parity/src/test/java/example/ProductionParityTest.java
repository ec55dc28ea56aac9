package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.model.ImageException;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The database as production starts it: its environment file, and the very image that was locked.
 */
// docs: suite
@WithContainers
class ProductionParityTest {

  @Start
  static final ContainerSpec DB =
      ContainerSpec.of("postgres:17")
          .withEnvFile(Path.of("deploy/production.env"))
          .withEnv("POSTGRES_PASSWORD", "test")
          .withPort(5432)
          .withReadiness(
              Readiness.command("pg_isready", "-h", "127.0.0.1", "-U", "shop", "-d", "shop"));

  @Test
  void the_database_is_set_up_as_in_production(@From("DB") Container db) {
    assertEquals("on", ask(db, "SHOW data_checksums"));
    assertEquals("UTF8", ask(db, "SHOW server_encoding"));
    assertEquals("shop", ask(db, "SELECT current_user"));
  }

  @Test
  void an_image_that_nobody_has_locked_is_not_taken(Session session) {
    ImageException refusal =
        assertThrows(ImageException.class, () -> session.start(ContainerSpec.of("redis:7")));
    assertEquals(ImageException.Reason.FORBIDDEN, refusal.reason());
    assertTrue(refusal.getMessage().contains(" is not in lock file "), refusal.getMessage());
  }

  private static String ask(Container db, String sql) {
    return db.exec("psql", "-U", "shop", "-d", "shop", "-Atc", sql).stdout().strip();
  }
}
// docs: end
