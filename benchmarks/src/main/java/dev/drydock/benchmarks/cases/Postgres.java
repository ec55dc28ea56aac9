package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.DrydockContender;
import dev.drydock.benchmarks.contender.TestcontainersContender;
import dev.drydock.benchmarks.contender.Wish;
import dev.drydock.benchmarks.measure.Experiment;
import dev.drydock.benchmarks.measure.Row;
import dev.drydock.postgresql.PostgresSpec;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
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
    Server server = start(contender);
    try (server.container) {
      contender.first(() -> query(server));
      return new double[] {(System.nanoTime() - begin) / 1e6};
    }
  }

  private record Server(String url, Closeable container) {}

  private Server start(Contender contender) throws Exception {
    if (contender instanceof DrydockContender drydock) {
      dev.drydock.postgresql.Postgres server = drydock.session().start(PostgresSpec.of(IMAGE));
      return new Server(server.jdbcUrl(), server.container()::close);
    }
    if (contender instanceof TestcontainersContender) {
      PostgreSQLContainer server = testcontainers();
      server.start();
      return new Server(server.getJdbcUrl(), server::stop);
    }
    Box box = contender.start(RAW);
    return new Server("jdbc:postgresql://" + box.host() + ":" + box.port() + "/" + NAME, box);
  }

  private PostgreSQLContainer testcontainers() {
    PostgreSQLContainer server =
        new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor(NAME))
            .withDatabaseName(NAME)
            .withUsername(NAME)
            .withPassword(NAME);
    if (sameSettings) {
      List<String> command = new ArrayList<>(COMMAND);
      server
          .withEnv("PGDATA", PGDATA)
          .withTmpFs(Map.of("/drydock", ""))
          .withCommand(command.toArray(new String[0]));
    }
    return server;
  }

  private static Integer query(Server server) throws IOException {
    try (Connection connection = DriverManager.getConnection(server.url, NAME, NAME);
        ResultSet one = connection.createStatement().executeQuery("SELECT 1")) {
      one.next();
      return one.getInt(1);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
