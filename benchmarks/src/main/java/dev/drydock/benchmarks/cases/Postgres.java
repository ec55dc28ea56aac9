package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.DrydockContender;
import dev.drydock.benchmarks.contender.TestcontainersContender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import dev.drydock.postgresql.PostgresSpec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A PostgreSQL container until a query by JDBC has been answered. */
public final class Postgres implements Experiment {

  private static final String IMAGE = "drydock-test/postgres:17";
  private static final String NAME = "postgres";
  private static final String PGDATA = "/drydock/pgdata";

  /** What Drydock's module suggests, and the raw contender always takes. */
  private static final List<String> COMMAND =
      List.of(
          "postgres",
          "-c",
          "fsync=off",
          "-c",
          "full_page_writes=off",
          "-c",
          "synchronous_commit=off");

  private static final Wish RAW =
      new Wish(
          IMAGE,
          COMMAND,
          5432,
          "",
          Wish.Ready.DEFAULT,
          Map.of(
              "POSTGRES_USER",
              NAME,
              "POSTGRES_PASSWORD",
              NAME,
              "POSTGRES_DB",
              NAME,
              "PGDATA",
              PGDATA),
          List.of("/drydock"),
          List.of(),
          Map.of());

  private final Row row;
  private final boolean sameSettings;

  /** With the same settings for all, or with what each contender takes when nothing is said. */
  public Postgres(Row row, boolean sameSettings) {
    this.row = row;
    this.sameSettings = sameSettings;
  }

  @Override
  public List<Row> rows() {
    return List.of(row);
  }

  @Override
  public int reps() {
    return 10;
  }

  @Override
  public int warmUps() {
    return 1;
  }

  @Override
  public double[] trial(Contender contender) throws Exception {
    long begin = System.nanoTime();
    try (Box box = start(contender)) {
      contender.first(box, () -> query(box));
      return new double[] {(System.nanoTime() - begin) / 1e6};
    }
  }

  private Box start(Contender contender) throws Exception {
    if (contender instanceof DrydockContender drydock) {
      return DrydockContender.box(
          drydock.session().start(PostgresSpec.of(IMAGE)).container(), RAW.port());
    }
    if (contender instanceof TestcontainersContender) {
      PostgreSQLContainer server = testcontainers();
      server.start();
      return TestcontainersContender.box(server, RAW.port());
    }
    return contender.start(RAW);
  }

  private PostgreSQLContainer testcontainers() {
    PostgreSQLContainer server =
        new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor(NAME))
            .withDatabaseName(NAME)
            .withUsername(NAME)
            .withPassword(NAME);
    if (sameSettings) {
      server
          .withEnv("PGDATA", PGDATA)
          .withTmpFs(Map.of("/drydock", ""))
          .withCommand(COMMAND.toArray(new String[0]));
    }
    return server;
  }

  private static Integer query(Box box) throws IOException {
    String url = "jdbc:postgresql://" + box.host() + ":" + box.port() + "/" + NAME;
    try (Connection connection = DriverManager.getConnection(url, NAME, NAME);
        ResultSet one = connection.createStatement().executeQuery("SELECT 1")) {
      one.next();
      return one.getInt(1);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
