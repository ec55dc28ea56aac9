package dev.drydock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.PortBinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSpecTest {

  private static final PostgresSpec PLAIN = PostgresSpec.of("postgres:17");

  @Test
  void user_database_and_password_are_postgres_when_nothing_is_said() {
    assertThat(PLAIN.toSpec().env())
        .containsEntry("POSTGRES_USER", "postgres")
        .containsEntry("POSTGRES_DB", "postgres")
        .containsEntry("POSTGRES_PASSWORD", "postgres");
  }

  @Test
  void user_database_and_password_reach_the_container() {
    PostgresSpec spec = PLAIN.withDatabase("shop").withUsername("app").withPassword("s3cret");
    assertThat(spec.toSpec().env())
        .containsEntry("POSTGRES_USER", "app")
        .containsEntry("POSTGRES_DB", "shop")
        .containsEntry("POSTGRES_PASSWORD", "s3cret");
  }

  @Test
  void the_port_is_published_once_and_also_after_all_ports_were_taken_away() {
    PostgresSpec spec = PLAIN.withContainer(ContainerSpec::withoutPorts);
    assertThat(spec.toSpec().ports())
        .isEqualTo(PLAIN.toSpec().ports())
        .extracting(PortBinding::containerPort)
        .containsExactly(ContainerPort.tcp(5432));
  }

  @Test
  void a_fixed_host_port_can_be_chosen() {
    PostgresSpec spec = PLAIN.withContainer(container -> container.withFixedPort(15432, 5432));
    assertThat(spec.toSpec().ports())
        .containsExactly(new PortBinding(ContainerPort.tcp(5432), 15432));
  }

  @Test
  void a_throwaway_server_does_not_write_safely() {
    assertThat(PLAIN.toSpec().command())
        .containsExactly(
            "postgres",
            "-c",
            "fsync=off",
            "-c",
            "full_page_writes=off",
            "-c",
            "synchronous_commit=off");
  }

  @Test
  void a_durable_server_has_its_own_settings() {
    assertThat(PLAIN.withDurableStorage().toSpec().command()).containsExactly("postgres");
  }

  @Test
  void a_setting_replaces_what_the_module_suggests() {
    assertThat(PLAIN.withSetting("fsync", "on").withSetting("fsync", "off").toSpec())
        .isEqualTo(PLAIN.withSetting("fsync", "off").toSpec());
    assertThat(PLAIN.withSetting("fsync", "on").withSetting("work_mem", "8MB").toSpec().command())
        .containsExactly(
            "postgres",
            "-c",
            "fsync=on",
            "-c",
            "full_page_writes=off",
            "-c",
            "synchronous_commit=off",
            "-c",
            "work_mem=8MB");
  }

  @Test
  void a_setting_can_be_left_to_the_server() {
    assertThat(PLAIN.withoutSetting("full_page_writes").toSpec().command())
        .containsExactly("postgres", "-c", "fsync=off", "-c", "synchronous_commit=off");
  }

  @Test
  void all_settings_can_be_taken_back() {
    assertThat(PLAIN.withSetting("a", "b").withoutSetting("fsync").withoutSettings())
        .isEqualTo(PLAIN);
  }

  @Test
  void init_scripts_keep_their_order_whatever_they_are_called(@TempDir Path dir) throws Exception {
    Path last = Files.writeString(dir.resolve("a.sql"), "SELECT 2");
    PostgresSpec spec =
        PLAIN
            .withInitScriptFromClassPath("/db/schema.sql")
            .withInitSql("SELECT 1")
            .withInitScript(last);
    Map<String, FileContent> files = spec.toSpec().files();
    assertThat(files.keySet())
        .containsExactly(
            "/docker-entrypoint-initdb.d/0001-schema.sql",
            "/docker-entrypoint-initdb.d/0002-init.sql",
            "/docker-entrypoint-initdb.d/0003-a.sql");
    assertThat(text(files.get("/docker-entrypoint-initdb.d/0001-schema.sql")))
        .startsWith("CREATE TABLE product");
    assertThat(text(files.get("/docker-entrypoint-initdb.d/0003-a.sql"))).isEqualTo("SELECT 2");
    assertThat(spec.withoutInitScripts()).isEqualTo(PLAIN);
  }

  private static String text(FileContent content) throws IOException {
    try (InputStream stream = content.open()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_missing_init_script_is_refused_by_its_whole_path() {
    assertThatThrownBy(() -> PLAIN.withInitScript(Path.of("/no/such/../schema.sql")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("init script does not exist: /no/schema.sql");
  }

  @Test
  void a_missing_init_script_on_the_class_path_is_refused() {
    assertThatThrownBy(() -> PLAIN.withInitScriptFromClassPath("db/no-such.sql"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("init script does not exist on the class path: db/no-such.sql");
  }

  @Test
  void an_init_script_that_the_image_would_pass_over_is_refused(@TempDir Path dir)
      throws Exception {
    Path text = Files.writeString(dir.resolve("schema.txt"), "");
    assertThatThrownBy(() -> PLAIN.withInitScript(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("init script must end in .sql, .sql.gz, .sql.xz, .sql.zst or .sh, was " + text);
  }

  @Test
  void a_directory_is_no_init_script(@TempDir Path dir) throws Exception {
    Path directory = Files.createDirectory(dir.resolve("all.sql"));
    assertThatThrownBy(() -> PLAIN.withInitScript(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("init script must be a file, was " + directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void a_name_that_postgresql_would_not_take_is_refused(String name) {
    assertThatThrownBy(() -> PLAIN.withDatabase(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "database name must be 1 to 63 bytes without NUL, was \"%s\" (%d bytes)"
                .formatted(name, name.length()));
  }

  @Test
  void a_name_that_postgresql_would_cut_short_is_refused() {
    String name = "ü".repeat(32);
    assertThatThrownBy(() -> PLAIN.withUsername(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("user name must be 1 to 63 bytes without NUL, was \"" + name + "\" (64 bytes)");
  }

  @Test
  void a_user_name_that_postgresql_keeps_for_itself_is_refused() {
    assertThatThrownBy(() -> PLAIN.withUsername("pg_app"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("user name must not begin with pg_, which is PostgreSQL's own, was pg_app");
  }

  @ParameterizedTest
  @ValueSource(strings = {"o'neil", "a\"b", "a$b", "a\\b", "a--b", "a/*b", "a*/b", "a\nb"})
  void a_user_name_that_no_superuser_may_have_is_refused(String name) {
    assertThatThrownBy(() -> PLAIN.withUsername(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "user name must not hold \", $, ', \\, --, /*, */ or a line break, was " + name);
  }

  @Test
  void an_empty_password_is_refused() {
    assertThatThrownBy(() -> PLAIN.withPassword(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("password must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void a_password_that_the_image_would_cut_short_is_refused_without_being_shown(String password) {
    assertThatThrownBy(() -> PLAIN.withPassword(password))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("password must not hold a line break or a NUL character");
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES_USER,withUsername",
    "POSTGRES_DB,withDatabase",
    "POSTGRES_PASSWORD,withPassword",
    "POSTGRES_PASSWORD_FILE,withPassword"
  })
  void a_variable_for_which_there_is_a_word_is_refused(String variable, String word) {
    assertThatThrownBy(() -> PLAIN.withEnv(variable, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(variable + " must be given by " + word);
  }

  @Test
  void a_command_of_ones_own_is_refused() {
    UnaryOperator<ContainerSpec> change = container -> container.withCommand("sleep", "1");
    assertThatThrownBy(() -> PLAIN.withContainer(change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "command must be left to PostgresSpec: server settings are given by withSetting");
  }

  @Test
  void another_port_is_refused() {
    assertThatThrownBy(() -> PLAIN.withSetting("port", "5433"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be left to PostgresSpec, which publishes 5432/tcp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "work mem", "a=b", "-c"})
  void a_setting_that_cannot_be_one_is_refused(String name) {
    assertThatThrownBy(() -> PLAIN.withSetting(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting name must be letters, digits, '_', '$' or '.', was \"" + name + "\"");
  }

  @Test
  void a_readiness_of_ones_own_is_waited_for_in_addition() {
    Readiness own = Readiness.logLine("extension loaded");
    ContainerSpec spec = PLAIN.withContainer(container -> container.withReadiness(own)).toSpec();
    assertThat(spec.readiness().describe())
        .isEqualTo("the server accepts a start-up message on port 5432/tcp, and " + own.describe());
  }

  @Test
  void equal_words_make_equal_descriptions() {
    PostgresSpec one = PLAIN.withDatabase("shop").withSetting("work_mem", "8MB");
    PostgresSpec same = PLAIN.withSetting("work_mem", "8MB").withDatabase("shop");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(PLAIN);
    assertThat(one.toSpec()).isEqualTo(same.toSpec()).hasSameHashCodeAs(same.toSpec());
  }

  @Test
  void a_description_is_shown_without_its_password() {
    PostgresSpec spec =
        PLAIN
            .withDatabase("shop")
            .withUsername("app")
            .withPassword("s3cret")
            .withSetting("work_mem", "8MB")
            .withSetting("ssl_passphrase_command", "echo s3cret")
            .withoutSetting("fsync")
            .withInitSql("ALTER ROLE app PASSWORD 's3cret'")
            .withDurableStorage();
    assertThat(spec)
        .hasToString(
            "PostgreSQL of postgres:17, database shop, user app, settings {fsync=default,"
                + " ssl_passphrase_command=***, work_mem=8MB}, init scripts [32 bytes], durable"
                + " storage");
    assertThat(spec.toSpec().env().toString()).contains("s3cret");
    assertThat(spec.toSpec().toString()).contains("POSTGRES_PASSWORD=***");
  }
}
