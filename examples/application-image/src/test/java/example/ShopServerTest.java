package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.postgresql.Postgres;
import dev.drydock.postgresql.PostgresSpec;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.image.JavaApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

// docs: test
/** The application as it will run: from its class path, in a container, beside its database. */
@WithContainers
class ShopServerTest {

  /** What only tests need stays out of the image. */
  private static final Pattern OF_TESTS =
      Pattern.compile(".*(?:junit|drydock|opentest4j|apiguardian|slf4j|jspecify).*\\.jar");

  @Start static final PostgresSpec DB = PostgresSpec.of("postgres:17").withDatabase("shop");

  @Start(after = "DB")
  static final ContainerSpec APP =
      ContainerSpec.of(
              JavaApplication.ofClassPath("example.ShopServer")
                  .without(path -> OF_TESTS.matcher(path.toString()).matches())
                  .withOptions("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                  .over("eclipse-temurin:17-jre"))
          .withEnv("DB_URL", "jdbc:postgresql://db:5432/shop")
          .withEnv("DB_USER", "postgres")
          .withEnv("DB_PASSWORD", "postgres")
          .withPort(8080)
          .withReadiness(Readiness.http(8080, "/"));

  @Test
  void counts_its_visitors_in_the_database(@From("APP") Container app, @From Postgres db)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + app.endpoint(8080) + "/")).build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();

    // The readiness check has been there before.
    assertTrue(answer.matches("visitor [0-9]+"), answer);
    String rows = answer.substring("visitor ".length());
    assertEquals(rows, db.psql("SELECT count(*) FROM visit").stdout().strip());
  }
}
// docs: end
