package dev.drydock.postgresql;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.Secrets;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL server is wanted: an immutable description; each {@code with…} returns a changed
 * copy and refuses a wrong value at once.
 *
 * <p>When nothing else is said, the data lies in memory and the server does not write it safely to
 * disk ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are off), which no
 * SQL statement can tell from the outside. A mount for the data, or {@link #withDurableStorage()},
 * turns that off.
 *
 * <p>The image is the official {@code postgres}, or one made from it.
 */
@CheckReturnValue
public final class PostgresSpec implements Service<Postgres> {

  /**
   * The user, database and password when none are named; the image's own default for the first two.
   */
  static final String DEFAULT_NAME = "postgres";

  static final String USER = "POSTGRES_USER";
  static final String PASSWORD = "POSTGRES_PASSWORD";
  static final String DATABASE = "POSTGRES_DB";

  private static final Map<String, String> THROWAWAY_SETTINGS =
      Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");
  private static final Map<String, String> OWN_VARIABLES =
      Map.of(
          USER,
          "withUsername",
          USER + "_FILE",
          "withUsername",
          PASSWORD,
          "withPassword",
          PASSWORD + "_FILE",
          "withPassword",
          DATABASE,
          "withDatabase",
          DATABASE + "_FILE",
          "withDatabase");

  private static final String INIT_FOLDER = "/docker-entrypoint-initdb.d";
  private static final Pattern INIT_SCRIPT =
      Pattern.compile(".+\\.(?:sql|sql\\.gz|sql\\.xz|sql\\.zst|sh)");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_$.]*");
  private static final Pattern NO_SUPERUSER = Pattern.compile("[\"$'\\\\\r\n]|--|/\\*|\\*/");
  private static final int LONGEST_NAME_BYTES = 63;

  private final Draft draft;

  private PostgresSpec(Draft draft) {
    this.draft = draft;
  }

  /**
   * A server of this image, for example {@code postgres:17}.
   *
   * @throws IllegalArgumentException when the text is not an image name
   */
  public static PostgresSpec of(String image) {
    return of(ImageName.parse(image));
  }

  /** A server of this image. */
  public static PostgresSpec of(ImageName image) {
    return new PostgresSpec(new Draft(ContainerSpec.of(image)));
  }

  private PostgresSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new PostgresSpec(copy);
  }

  /**
   * With a database of this name (replaces; {@code postgres} when none is named).
   *
   * @throws IllegalArgumentException when PostgreSQL would not take the name as it is
   */
  public PostgresSpec withDatabase(String database) {
    requireName("database name", database);
    return edit(copy -> copy.database = database);
  }

  /**
   * With a superuser of this name (replaces; {@code postgres} when none is named).
   *
   * @throws IllegalArgumentException when PostgreSQL would not take the name as it is
   */
  public PostgresSpec withUsername(String username) {
    requireName("user name", username);
    if (username.startsWith("pg_")) {
      throw new IllegalArgumentException(
          "user name must not begin with pg_, which is PostgreSQL's own, was " + username);
    }
    if (NO_SUPERUSER.matcher(username).find()) {
      throw new IllegalArgumentException(
          "user name must not hold \", $, ', \\, --, /*, */ or a line break, was " + username);
    }
    return edit(copy -> copy.username = username);
  }

  /**
   * With this password of the superuser (replaces; {@code postgres} when none is named).
   *
   * @throws IllegalArgumentException when it is empty, or holds a line break or a NUL character
   */
  public PostgresSpec withPassword(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password must not be empty");
    }
    if (password.chars().anyMatch(each -> each == 0 || each == '\n' || each == '\r')) {
      throw new IllegalArgumentException("password must not hold a line break or a NUL character");
    }
    return edit(copy -> copy.password = password);
  }

  /**
   * With this script run in the new database (appends; they run in the order they are named):
   * {@code .sql}, plain or packed as {@code .sql.gz}, {@code .sql.xz} or {@code .sql.zst}, or
   * {@code .sh}. The file is read when the container is made. A server with an existing data
   * directory runs none.
   *
   * @throws IllegalArgumentException when there is no such file, or its name ends differently
   */
  public PostgresSpec withInitScript(Path script) {
    Path absolute = script.toAbsolutePath().normalize();
    requireScriptName(absolute.toString());
    if (!Files.exists(absolute)) {
      throw new IllegalArgumentException("init script does not exist: " + absolute);
    }
    if (!Files.isRegularFile(absolute)) {
      throw new IllegalArgumentException("init script must be a file, was " + absolute);
    }
    return addScript(absolute.getFileName().toString(), FileContent.path(absolute));
  }

  /**
   * With this script of the class path run in the new database (appends); see {@link
   * #withInitScript(Path)}.
   *
   * @throws IllegalArgumentException when there is no such resource, or its name ends differently
   */
  public PostgresSpec withInitScriptFromClassPath(String resource) {
    requireScriptName(resource);
    FileContent content;
    try {
      content = FileContent.classPath(resource);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "init script does not exist on the class path: " + resource, e);
    }
    return addScript(resource.substring(resource.lastIndexOf('/') + 1), content);
  }

  /**
   * With these SQL statements run in the new database (appends); see {@link #withInitScript(Path)}.
   */
  public PostgresSpec withInitSql(String statements) {
    return addScript("init.sql", FileContent.text(statements));
  }

  private PostgresSpec addScript(String fileName, FileContent content) {
    // The image runs the scripts in the order of their names.
    return edit(
        copy ->
            copy.initScripts.put(
                "%s/%04d-%s".formatted(INIT_FOLDER, copy.initScripts.size() + 1, fileName),
                content));
  }

  /** Without any init script named so far. */
  public PostgresSpec withoutInitScripts() {
    return edit(copy -> copy.initScripts.clear());
  }

  /**
   * With this setting of the server, as {@code -c name=value} (puts).
   *
   * @throws IllegalArgumentException when the name is not one of a setting, or is {@code port},
   *     which the module itself sets
   */
  public PostgresSpec withSetting(String name, String value) {
    requireSettingName(name);
    return edit(copy -> copy.settings.put(name, value));
  }

  /**
   * With the server's own default for this setting, also where the module suggests another value.
   */
  public PostgresSpec withoutSetting(String name) {
    requireSettingName(name);
    return edit(copy -> copy.settings.put(name, null));
  }

  /** With no setting named so far. */
  public PostgresSpec withoutSettings() {
    return edit(copy -> copy.settings.clear());
  }

  /**
   * With the data on disk, written as safely as the server does by itself, so that it is still
   * there when the server has been killed. It goes when the container goes.
   */
  public PostgresSpec withDurableStorage() {
    return edit(copy -> copy.durable = true);
  }

  /** On this network, reachable there under these aliases (appends a network). */
  public PostgresSpec withNetwork(NetworkRef network, String... aliases) {
    return withContainer(container -> container.withNetwork(network, aliases));
  }

  /**
   * With this environment variable (puts).
   *
   * @throws IllegalArgumentException when a word of this description sets it
   */
  public PostgresSpec withEnv(String name, String value) {
    return withContainer(container -> container.withEnv(name, value));
  }

  /**
   * With this mount (appends). One at the image's usual data path, {@code /var/lib/postgresql/data}
   * or, from PostgreSQL 18 on, {@code /var/lib/postgresql}, or at a path under it, holds the data;
   * a data directory that is there already is used as it is.
   *
   * @throws IllegalArgumentException when the mount is where an older image does not keep its data
   */
  public PostgresSpec withMount(Mount mount) {
    return withContainer(container -> container.withMount(mount));
  }

  /**
   * With any other option of the container. A readiness is waited for in addition to the server's
   * own.
   *
   * @throws IllegalArgumentException when the change is one for which this description has a word
   */
  public PostgresSpec withContainer(UnaryOperator<ContainerSpec> change) {
    ContainerSpec changed = change.apply(draft.container);
    if (changed.command() != null) {
      throw new IllegalArgumentException(
          "command must be left to PostgresSpec: server settings are given by withSetting");
    }
    changed.env().keySet().stream()
        .filter(OWN_VARIABLES::containsKey)
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  name + " must be given by " + OWN_VARIABLES.get(name));
            });
    Storage.check(changed);
    return edit(copy -> copy.container = changed);
  }

  /** The image as the user named it. */
  public ImageName image() {
    return draft.container.image();
  }

  /** The name of the database. */
  public String database() {
    return draft.database;
  }

  /** The name of the superuser. */
  public String username() {
    return draft.username;
  }

  /** The password of the superuser. */
  public String password() {
    return draft.password;
  }

  @Override
  public ContainerSpec toSpec() {
    Storage storage = Storage.of(draft.container, draft.durable);
    ContainerSpec spec =
        draft
            .container
            .withPort(StartupExchange.PORT)
            .withEnv(DATABASE, draft.database)
            .withEnv(USER, draft.username)
            .withEnv(PASSWORD, draft.password)
            .withCommand(command(storage.throwaway()))
            .withReadiness(readiness());
    if (storage.pgdata() != null) {
      spec = spec.withEnv(Storage.PGDATA, storage.pgdata());
    }
    if (storage.mount() != null) {
      spec = spec.withMount(storage.mount());
    }
    for (Map.Entry<String, FileContent> each : draft.initScripts.entrySet()) {
      spec = spec.withFile(each.getKey(), each.getValue());
    }
    return spec;
  }

  private String[] command(boolean throwaway) {
    Map<String, @Nullable String> settings = new TreeMap<>();
    if (throwaway) {
      settings.putAll(THROWAWAY_SETTINGS);
    }
    settings.putAll(draft.settings);
    List<String> words = new ArrayList<>(List.of("postgres"));
    settings.forEach(
        (name, value) -> {
          if (value != null) {
            words.add("-c");
            words.add(name + "=" + value);
          }
        });
    return words.toArray(new String[0]);
  }

  private Readiness readiness() {
    Readiness served = new StartupExchange(draft.username, draft.database).asReadiness();
    Readiness wanted = draft.container.readiness();
    return wanted.equals(Readiness.byDefault()) ? served : Readiness.all(served, wanted);
  }

  @Override
  public Postgres attach(Container container) {
    return new Postgres(this, container);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PostgresSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  /** The image and what was said of it, without the password. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("PostgreSQL of ")
            .append(image())
            .append(", database ")
            .append(draft.database)
            .append(", user ")
            .append(draft.username);
    if (!draft.settings.isEmpty()) {
      text.append(", settings ").append(maskedSettings());
    }
    if (!draft.initScripts.isEmpty()) {
      text.append(", init scripts ").append(List.copyOf(draft.initScripts.values()));
    }
    if (draft.durable) {
      text.append(", durable storage");
    }
    return text.toString();
  }

  private Map<String, String> maskedSettings() {
    Map<String, String> masked = new TreeMap<>();
    draft.settings.forEach(
        (name, value) -> masked.put(name, value == null ? "default" : Secrets.mask(name, value)));
    return masked;
  }

  private static void requireName(String what, String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > LONGEST_NAME_BYTES || name.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d bytes without NUL, was \"%s\" (%d bytes)"
              .formatted(what, LONGEST_NAME_BYTES, name, bytes));
    }
  }

  private static void requireScriptName(String name) {
    if (!INIT_SCRIPT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "init script must end in .sql, .sql.gz, .sql.xz, .sql.zst or .sh, was " + name);
    }
  }

  private static void requireSettingName(String name) {
    if (!SETTING.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "setting name must be letters, digits, '_', '$' or '.', was \"" + name + "\"");
    }
    if (name.equals("port")) {
      throw new IllegalArgumentException(
          "port must be left to PostgresSpec, which publishes " + StartupExchange.PORT);
    }
  }

  private static final class Draft {
    private final Map<String, FileContent> initScripts;
    private final Map<String, @Nullable String> settings;
    private ContainerSpec container;
    private String database = DEFAULT_NAME;
    private String username = DEFAULT_NAME;
    private String password = DEFAULT_NAME;
    private boolean durable;

    Draft(ContainerSpec container) {
      this.container = container;
      initScripts = new LinkedHashMap<>();
      settings = new TreeMap<>();
    }

    Draft(Draft from) {
      container = from.container;
      initScripts = new LinkedHashMap<>(from.initScripts);
      settings = new TreeMap<>(from.settings);
      database = from.database;
      username = from.username;
      password = from.password;
      durable = from.durable;
    }

    List<Object> values() {
      return List.of(container, initScripts, settings, database, username, password, durable);
    }
  }
}
