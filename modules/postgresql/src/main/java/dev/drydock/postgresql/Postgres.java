package dev.drydock.postgresql;

import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.NetworkRef;
import dev.drydock.runtime.Container;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.NetworkAttachment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A live PostgreSQL server that accepts connections. It belongs to the session that started it;
 * after that session, or this handle, has closed, every call that asks the container throws {@link
 * dev.drydock.model.ClosedException}. Safe for any number of threads.
 */
public final class Postgres implements AutoCloseable {

  private final PostgresSpec spec;
  private final Container container;

  Postgres(PostgresSpec spec, Container container) {
    this.spec = spec;
    this.container = container;
  }

  /** The description it was started from. */
  public PostgresSpec spec() {
    return spec;
  }

  /** The container it runs in: for its log, files, state, and commands. */
  public Container container() {
    return container;
  }

  /** Where the test reaches the server. */
  public Endpoint endpoint() {
    return container.endpoint(StartupExchange.PORT);
  }

  /** The name of the database. */
  public String database() {
    return spec.database();
  }

  /** The name of the superuser. */
  public String username() {
    return spec.username();
  }

  /** The password of the superuser. */
  public String password() {
    return spec.password();
  }

  /**
   * The JDBC URL for the test, {@code jdbc:postgresql://HOST:PORT/DATABASE}, without user and
   * password.
   */
  public String jdbcUrl() {
    return jdbcUrl(endpoint());
  }

  /**
   * The JDBC URL for another container on this network.
   *
   * @throws IllegalArgumentException when the server is not on the network
   */
  public String jdbcUrlFrom(NetworkRef network) {
    return jdbcUrl(endpointFrom(network));
  }

  /**
   * The URL for libpq, and all that use it, {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE}.
   */
  public String libpqUrl() {
    return libpqUrl(endpoint());
  }

  /**
   * The URL for libpq in another container on this network.
   *
   * @throws IllegalArgumentException when the server is not on the network
   */
  public String libpqUrlFrom(NetworkRef network) {
    return libpqUrl(endpointFrom(network));
  }

  /**
   * Runs SQL, or commands of {@code psql}, in the container as the superuser, and stops at the
   * first that fails with exit code 3. Each row is one line of the output, its columns parted by
   * {@code |}.
   */
  public ExecResult psql(String statements) {
    return container.exec(
        ExecSpec.of(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1")
            // As variables, because psql would read an odd name of a database as a URL.
            .withEnv("PGUSER", username())
            .withEnv("PGPASSWORD", password())
            .withEnv("PGDATABASE", database())
            .withStdin(statements));
  }

  /** Kills the server, removes its container and its data, and returns when they are gone. */
  @Override
  public void close() {
    container.close();
  }

  /** The image and the container's name, without the password. */
  @Override
  public String toString() {
    return spec.image() + " (" + container.name() + ")";
  }

  private String jdbcUrl(Endpoint endpoint) {
    return "jdbc:postgresql://" + endpoint + "/" + encode(database());
  }

  private String libpqUrl(Endpoint endpoint) {
    return "postgresql://"
        + encode(username())
        + ":"
        + encode(password())
        + "@"
        + endpoint
        + "/"
        + encode(database());
  }

  private Endpoint endpointFrom(NetworkRef network) {
    List<NetworkAttachment> networks = container.spec().networks();
    for (NetworkAttachment each : networks) {
      if (each.network().id().equals(network.id())) {
        String host = each.aliases().isEmpty() ? container.name() : each.aliases().get(0);
        return new Endpoint(host, StartupExchange.PORT.number());
      }
    }
    throw new IllegalArgumentException(
        this
            + " is not on network "
            + network.name()
            + "; it is on "
            + (networks.isEmpty()
                ? "none"
                : String.join(
                    ", ", networks.stream().map(each -> each.network().name()).toList())));
  }

  /** Percent-encodes all but letters, digits and {@code * - . _}. */
  private static String encode(String text) {
    // As for a form, in which a space is a plus; in the other parts of a URL it is not.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
