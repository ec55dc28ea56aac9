package dev.drydock.redis;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.drydock.model.ImageName;
import dev.drydock.model.NetworkRef;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Redis server is wanted: an immutable description; each {@code with…} returns a changed copy
 * and refuses a wrong value at once.
 *
 * <p>When nothing else is said, the server keeps its data in memory alone: it writes neither
 * snapshots nor an append-only file. A mount at {@code /data}, or {@link #withDurableStorage()},
 * turns that off.
 *
 * <p>The image is the official {@code redis} from version 6 on, or one made from it.
 */
@CheckReturnValue
public final class RedisSpec implements Service<Redis> {

  private static final String DATA = "/data";
  private static final String PASSWORD_FILE = "/drydock/redis.conf";
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9.-]*");

  private static final Map<String, List<String>> IN_MEMORY =
      Map.of("save", List.of(""), "appendonly", List.of("no"));
  private static final Map<String, List<String>> DURABLE = Map.of("appendonly", List.of("yes"));

  private final Draft draft;

  private RedisSpec(Draft draft) {
    this.draft = draft;
  }

  /**
   * A server of this image, for example {@code redis:7}.
   *
   * @throws IllegalArgumentException when the text is not an image name
   */
  public static RedisSpec of(String image) {
    return of(ImageName.parse(image));
  }

  /** A server of this image. */
  public static RedisSpec of(ImageName image) {
    return new RedisSpec(new Draft(ContainerSpec.of(image)));
  }

  private RedisSpec edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new RedisSpec(copy);
  }

  /**
   * With this password of the default user (replaces; none when none is named).
   *
   * @throws IllegalArgumentException when it is empty
   */
  public RedisSpec withPassword(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password must not be empty");
    }
    return edit(copy -> copy.password = password);
  }

  /**
   * With this setting of the server, word by word as in its configuration file (puts): {@code
   * withSetting("maxmemory", "64mb")}, {@code withSetting("save", "60", "1")}.
   *
   * @throws IllegalArgumentException when the name is not one of a setting or another word of this
   *     description is meant for it, or the value has no word or one that begins with {@code --}
   */
  public RedisSpec withSetting(String name, String... words) {
    requireSettingName(name);
    if (words.length == 0) {
      throw new IllegalArgumentException("setting must have at least one word, had none: " + name);
    }
    for (String word : words) {
      if (word.startsWith("--")) {
        throw new IllegalArgumentException(
            "setting must not have a word that begins with --, was " + word);
      }
    }
    List<String> value = List.of(words);
    return edit(copy -> copy.settings.put(name, value));
  }

  /**
   * With the server's own default for this setting, also where the module suggests another value.
   */
  public RedisSpec withoutSetting(String name) {
    requireSettingName(name);
    return edit(copy -> copy.settings.put(name, null));
  }

  /** With no setting named so far. */
  public RedisSpec withoutSettings() {
    return edit(copy -> copy.settings.clear());
  }

  /**
   * With every write in an append-only file before it is answered, so that the data is still there
   * when the server has been killed. It goes when the container goes, unless {@code /data} is a
   * mount.
   */
  public RedisSpec withDurableStorage() {
    return edit(copy -> copy.durable = true);
  }

  /** On this network, reachable there under these aliases (appends a network). */
  public RedisSpec withNetwork(NetworkRef network, String... aliases) {
    return withContainer(container -> container.withNetwork(network, aliases));
  }

  /** With this environment variable (puts). */
  public RedisSpec withEnv(String name, String value) {
    return withContainer(container -> container.withEnv(name, value));
  }

  /**
   * With this mount (appends). One at {@code /data} holds the data, which the server reads at its
   * start and writes as it does by itself: from time to time, and when it is stopped.
   */
  public RedisSpec withMount(Mount mount) {
    return withContainer(container -> container.withMount(mount));
  }

  /**
   * With any other option of the container. A readiness is waited for in addition to the server's
   * own.
   *
   * @throws IllegalArgumentException when the change is one for which this description has a word
   */
  public RedisSpec withContainer(UnaryOperator<ContainerSpec> change) {
    ContainerSpec changed = change.apply(draft.container);
    if (changed.command() != null) {
      throw new IllegalArgumentException(
          "command must be left to RedisSpec: server settings are given by withSetting");
    }
    return edit(copy -> copy.container = changed);
  }

  /** The image as the user named it. */
  public ImageName image() {
    return draft.container.image();
  }

  /** The password of the default user, or null for none. */
  public @Nullable String password() {
    return draft.password;
  }

  @Override
  public ContainerSpec toSpec() {
    ContainerSpec spec =
        draft
            .container
            .withPort(PingExchange.PORT)
            .withCommand(command())
            .withReadiness(readiness());
    return draft.password == null
        ? spec
        : spec.withFile(
            PASSWORD_FILE, FileContent.text("requirepass " + quoted(draft.password) + "\n"));
  }

  /** Without {@code redis-server}, which the image puts before a command that begins like this. */
  private String[] command() {
    List<String> words = new ArrayList<>();
    if (draft.password != null) {
      // In a file, because anybody may read a command line.
      words.add(PASSWORD_FILE);
    }
    Map<String, @Nullable List<String>> settings = new TreeMap<>();
    settings.putAll(draft.durable ? DURABLE : dataMount() ? Map.of() : IN_MEMORY);
    settings.putAll(draft.settings);
    settings.forEach(
        (name, value) -> {
          if (value != null) {
            words.add("--" + name);
            words.addAll(value);
          }
        });
    return words.isEmpty() ? new String[] {"redis-server"} : words.toArray(new String[0]);
  }

  private boolean dataMount() {
    return draft.container.mounts().stream()
        .anyMatch(each -> each.containerPath().equals(DATA) && !(each instanceof Mount.Tmpfs));
  }

  private Readiness readiness() {
    Readiness served = PingExchange.asReadiness();
    Readiness wanted = draft.container.readiness();
    return wanted.equals(Readiness.byDefault()) ? served : Readiness.all(served, wanted);
  }

  /** As the configuration file wants it: in quotes, every odd byte as {@code \xHH}. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = each > ' ' && each < 0x7f && each != '"' && each != '\\';
      quoted.append(plain ? String.valueOf((char) each) : "\\x%02x".formatted(each));
    }
    return quoted.append('"').toString();
  }

  @Override
  public Redis attach(Container container) {
    return new Redis(this, container);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RedisSpec that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  /** The image and what was said of it, without the password. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Redis of ").append(image());
    if (draft.password != null) {
      text.append(", with password");
    }
    if (!draft.settings.isEmpty()) {
      text.append(", settings ").append(draft.settings.keySet());
    }
    if (draft.durable) {
      text.append(", durable storage");
    }
    return text.toString();
  }

  private static void requireSettingName(String name) {
    if (!SETTING.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "setting name must be lower-case letters, digits, '-' or '.', was \"" + name + "\"");
    }
    if (name.equals("port")) {
      throw new IllegalArgumentException(
          "port must be left to RedisSpec, which publishes " + PingExchange.PORT);
    }
    if (name.equals("requirepass")) {
      throw new IllegalArgumentException("requirepass must be given by withPassword");
    }
  }

  private static final class Draft {
    private final Map<String, @Nullable List<String>> settings;
    private ContainerSpec container;
    private @Nullable String password;
    private boolean durable;

    Draft(ContainerSpec container) {
      this.container = container;
      settings = new TreeMap<>();
    }

    Draft(Draft from) {
      settings = new TreeMap<>(from.settings);
      container = from.container;
      password = from.password;
      durable = from.durable;
    }

    List<@Nullable Object> values() {
      return Arrays.asList(settings, container, password, durable);
    }
  }
}
