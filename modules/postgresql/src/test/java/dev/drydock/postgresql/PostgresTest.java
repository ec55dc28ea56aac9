package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ContainerState;
import dev.drydock.model.ExecResult;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Group;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.spec.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@Timeout(120)
class PostgresTest {

  private static final String IMAGE = "postgres:17";

  @RegisterExtension final Live live = new Live();

  private Postgres start(PostgresSpec spec) {
    return live.session().start(spec);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres:17", "postgres:15"})
  void jdbc_is_answered_at_the_first_try_every_time(String image) throws Exception {
    for (int i = 0; i < 4; i++) {
      try (Postgres db = start(PostgresSpec.of(image));
          Connection connection = Jdbc.connect(db)) {
        assertThat(connection.getMetaData().getDatabaseMajorVersion())
            .isEqualTo(Integer.parseInt(image.substring(image.indexOf(':') + 1)));
      }
    }
  }

  @Test
  void servers_that_start_side_by_side_answer_at_the_first_try_too() throws Exception {
    GroupMember<Postgres> one = GroupMember.of("one", PostgresSpec.of("postgres:17"));
    GroupMember<Postgres> two = GroupMember.of("two", PostgresSpec.of("postgres:15"));
    GroupMember<Postgres> three = GroupMember.of("three", PostgresSpec.of("postgres:17"));
    Group group = live.session().startAll(one, two, three);
    assertThat(Jdbc.ask(group.get(one), "SHOW server_version")).startsWith("17");
    assertThat(Jdbc.ask(group.get(two), "SHOW server_version")).startsWith("15");
    assertThat(Jdbc.ask(group.get(three), "SELECT 3")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0001',
      value = {
        "shop; app; s3cret",
        "my shop; the user; pass word",
        "ä/ö?ü#1; Öl & Söhne %41:@/?#[]!()*+,; p%41:@/?#[]!$&()*+,=",
        "it's \"the\" 100%25+1\\n db; Mixed`Case`; \"quoted\\ 'pass'$(id)`id`",
        "-d; -h; --help"
      })
  void odd_names_and_passwords_are_one_and_the_same_everywhere(
      String database, String username, String password) throws Exception {
    Postgres db =
        start(
            PostgresSpec.of(IMAGE)
                .withDatabase(database)
                .withUsername(username)
                .withPassword(password)
                .withInitSql("CREATE TABLE made_by_init (i int)"));
    assertThat(Jdbc.ask(db, "SELECT current_database() || ' / ' || current_user"))
        .isEqualTo(database + " / " + username);
    assertThat(Jdbc.ask(db, "SELECT count(*) FROM made_by_init")).isEqualTo("0");
    assertThat(db.psql("SELECT current_database(), current_user"))
        .isEqualTo(output(database + "|" + username + "\n"));

    // As a client outside Java sees it: with the address that the container itself has.
    String url = db.libpqUrl().replaceFirst("@[^/]+/", "@127.0.0.1:5432/");
    assertThat(db.container().exec("psql", "-XAtc", "SELECT current_database()", url))
        .isEqualTo(output(database + "\n"));
  }

  private static ExecResult output(String text) {
    return ExecResult.of(0, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  @Test
  void a_wrong_password_is_refused() {
    Postgres db = start(PostgresSpec.of(IMAGE));
    assertThatThrownBy(() -> DriverManager.getConnection(db.jdbcUrl(), db.username(), "wrong"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void settings_reach_the_server() throws Exception {
    Postgres db =
        start(
            PostgresSpec.of(IMAGE)
                .withSetting("max_connections", "42")
                .withSetting("app.greeting", "hello, 'world'")
                .withSetting("full_page_writes", "on"));
    assertThat(Jdbc.ask(db, "SHOW max_connections")).isEqualTo("42");
    assertThat(Jdbc.ask(db, "SHOW app.greeting")).isEqualTo("hello, 'world'");
    assertThat(Jdbc.ask(db, "SHOW full_page_writes")).isEqualTo("on");
    assertThat(Jdbc.ask(db, "SHOW fsync")).isEqualTo("off");
  }

  @Test
  void a_wrong_setting_ends_the_start_at_once_with_the_servers_words() {
    PostgresSpec spec = PostgresSpec.of(IMAGE).withSetting("work_men", "8MB");
    ContainerStartException failure =
        catchThrowableOfType(ContainerStartException.class, () -> start(spec).close());
    assertThat(failure).hasMessageContaining("unrecognized configuration parameter \"work_men\"");
  }

  @Test
  void another_container_reaches_the_server_by_the_urls_of_the_network() {
    Network network = live.session().network();
    Postgres db =
        start(
            PostgresSpec.of(IMAGE)
                .withDatabase("shop")
                .withPassword("a b")
                .withNetwork(network, "db", "orders"));
    assertThat(db.jdbcUrlFrom(network)).isEqualTo("jdbc:postgresql://db:5432/shop");
    assertThat(db.libpqUrlFrom(network)).isEqualTo("postgresql://postgres:a%20b@db:5432/shop");

    Postgres other = start(PostgresSpec.of("postgres:15").withNetwork(network));
    assertThat(psqlIn(other, db.libpqUrlFrom(network))).isEqualTo("shop\n");
    // Without an alias it is the container's name that the others know.
    assertThat(psqlIn(db, other.libpqUrlFrom(network))).isEqualTo("postgres\n");
  }

  private static String psqlIn(Postgres client, String url) {
    ExecResult result = client.container().exec("psql", "-XAtc", "SELECT current_database()", url);
    assertThat(result.stderr()).isEmpty();
    return result.stdout();
  }

  @Test
  void a_member_of_a_group_is_reached_under_its_name() {
    GroupMember<Postgres> db = GroupMember.of("order-db", PostgresSpec.of(IMAGE));
    GroupMember<Container> job =
        GroupMember.of(
                "job",
                ContainerSpec.of("postgres:15")
                    .withCommand(
                        "psql",
                        "-c",
                        "CREATE TABLE seen (i int)",
                        "postgresql://postgres:postgres@order-db/postgres")
                    .withReadiness(Readiness.exited(0)))
            .after(db);
    Group group = live.session().startAll(db, job);
    Network network = group.network().orElseThrow();
    assertThat(group.get(db).jdbcUrlFrom(network))
        .isEqualTo("jdbc:postgresql://order-db:5432/postgres");
    assertThat(group.get(db).psql("SELECT count(*) FROM seen").stdout()).isEqualTo("0\n");
  }

  @Test
  void a_url_from_a_network_it_is_not_on_is_refused() {
    Network its = live.session().network();
    Network another = live.session().network();
    Postgres db = start(PostgresSpec.of(IMAGE).withNetwork(its, "db"));
    assertThatThrownBy(() -> db.jdbcUrlFrom(another))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "postgres:17 (%s) is not on network %s; it is on %s"
                .formatted(db.container().name(), another.name(), its.name()));
  }

  @Test
  void psql_stops_at_the_first_statement_that_fails() {
    Postgres db = start(PostgresSpec.of(IMAGE));
    ExecResult result = db.psql("SELECT 1, 'a';\nSELECT no_such_column;\nSELECT 2;");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.stdout()).isEqualTo("1|a\n");
    assertThat(result.stderr()).contains("column \"no_such_column\" does not exist");
  }

  @Test
  void the_servers_own_condition_can_be_asked_at_any_time() {
    Postgres db = start(PostgresSpec.of(IMAGE));
    db.container().await(db.container().spec().readiness(), Duration.ofSeconds(5));
    assertThat(db.container().state()).isInstanceOf(ContainerState.Running.class);
  }

  @Test
  void a_readiness_of_ones_own_holds_too() {
    Postgres db =
        start(
            PostgresSpec.of(IMAGE)
                .withInitSql("CREATE TABLE ready (i int)")
                .withContainer(
                    container ->
                        container.withReadiness(
                            Readiness.command("psql", "-U", "postgres", "-c", "TABLE ready"))));
    assertThat(db.psql("TABLE ready").succeeded()).isTrue();
  }

  @Test
  void a_closed_server_has_no_address_any_more() {
    Postgres db = start(PostgresSpec.of(IMAGE));
    db.close();
    assertThatThrownBy(db::jdbcUrl).isInstanceOf(ClosedException.class);
    assertThat(db.database()).isEqualTo("postgres");
    assertThat(db.toString()).startsWith("postgres:17 (drydock-");
  }

  @Test
  void a_server_runs_as_another_user_too() throws Exception {
    Postgres db =
        start(PostgresSpec.of(IMAGE).withContainer(container -> container.withUser("12345:0")));
    assertThat(Jdbc.ask(db, "SELECT 1")).isEqualTo("1");
  }
}
