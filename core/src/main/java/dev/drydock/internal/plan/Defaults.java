package dev.drydock.internal.plan;

import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.LogDriver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What the settings say of every container of a run: {@code drydock.defaults…} and its limits. */
final class Defaults {

  static final String MEMORY = "drydock.defaults.memory";
  static final String CPUS = "drydock.defaults.cpus";
  static final String PIDS = "drydock.defaults.pids";
  static final String LABELS = "drydock.defaults.labels";
  static final String LOG_DRIVER = "drydock.defaults.log.driver";
  static final String DNS = "drydock.defaults.dns";
  static final String PROXY = "drydock.defaults.proxy";
  static final String MOST_MEMORY = "drydock.limits.memory";
  static final String MOST_CPUS = "drydock.limits.cpus";

  private final @Nullable DataSize memory;
  private final @Nullable Double cpus;
  private final @Nullable Integer pids;
  private final Map<String, String> labels;
  private final @Nullable LogDriver logDriver;
  private final List<String> dns;
  private final Map<String, String> proxy;
  private final @Nullable DataSize mostMemory;
  private final @Nullable Double mostCpus;

  /**
   * Reads them.
   *
   * @param environment where the proxy is named
   * @throws IllegalArgumentException naming the setting that is wrong
   */
  Defaults(Settings settings, Map<String, String> environment) {
    memory = read(settings, MEMORY, "a size like 512m", DataSize::parse);
    cpus = read(settings, CPUS, "a number like 1.5", Defaults::positive);
    pids = read(settings, PIDS, "a number like 500", Integer::valueOf);
    Map<String, String> pairs = read(settings, LABELS, "pairs like a=b,c=d", Defaults::pairs);
    labels = pairs == null ? Map.of() : pairs;
    logDriver = read(settings, LOG_DRIVER, "a log driver's name", LogDriver::of);
    List<String> servers =
        read(
            settings,
            DNS,
            "addresses like 10.0.0.2,10.0.0.3",
            text -> List.of(text.split(" *, *", -1)));
    dns = servers == null ? List.of() : servers;
    Map<String, String> variables =
        read(settings, PROXY, "inherit, or a URL", text -> proxy(text, environment));
    proxy = variables == null ? Map.of() : variables;
    mostMemory = read(settings, MOST_MEMORY, "a size like 2g", DataSize::parse);
    mostCpus = read(settings, MOST_CPUS, "a number like 2", Defaults::positive);
    if (memory != null && mostMemory != null && memory.compareTo(mostMemory) > 0) {
      throw beyond(MEMORY, memory, MOST_MEMORY, mostMemory);
    }
    if (cpus != null && mostCpus != null && cpus > mostCpus) {
      throw beyond(CPUS, cpus, MOST_CPUS, mostCpus);
    }
    // A wrong value of the description's own kind is told now too.
    try {
      var unused = apply(ContainerSpec.of("x"), () -> 0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a setting of drydock.defaults or drydock.limits is wrong: " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException beyond(
      String key, Object value, String limitKey, Object limit) {
    return new IllegalArgumentException(
        key + " must be no more than " + limitKey + ", which is " + limit + ", was " + value);
  }

  private static <T> @Nullable T read(
      Settings settings, String key, String form, Function<String, T> parse) {
    Optional<String> text = settings.get(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return parse.apply(text.get());
    } catch (IllegalArgumentException e) {
      // A proxy's URL may hold a password.
      String shown = text.get().replaceAll("[^/@,]*@", "***@");
      throw new IllegalArgumentException(key + " must be " + form + ", was " + shown, e);
    }
  }

  private static Double positive(String text) {
    double number = Double.parseDouble(text);
    if (!(number > 0)) {
      throw new IllegalArgumentException("not positive");
    }
    return number;
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new TreeMap<>();
    for (String each : text.split(" *, *", -1)) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("there is no '='");
      }
      pairs.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return pairs;
  }

  /** Programs differ in which case they read. */
  private static Map<String, String> proxy(String text, Map<String, String> environment) {
    Map<String, String> variables = new TreeMap<>();
    for (String each : List.of("http_proxy", "https_proxy", "no_proxy")) {
      String upper = each.toUpperCase(Locale.ROOT);
      String own = environment.getOrDefault(each, environment.get(upper));
      String value = text.equals("inherit") || each.equals("no_proxy") ? own : text;
      if (value != null) {
        variables.put(each, value);
        variables.put(upper, value);
      }
    }
    if (!text.equals("inherit") && !text.contains("://")) {
      throw new IllegalArgumentException("no URL");
    }
    return variables;
  }

  /**
   * The description with what it does not say itself, and no more processors than there are.
   *
   * @param processors how many the engine has, or 0 when it does not tell; asked only when a
   *     setting says how many
   * @throws UnsupportedWishException when it asks for more than a container may have
   */
  ContainerSpec apply(ContainerSpec asked, IntSupplier processors) {
    refuseTooMuch(asked);
    ContainerSpec spec = asked;
    for (Map.Entry<String, String> each : labels.entrySet()) {
      if (!asked.labels().containsKey(each.getKey())) {
        spec = spec.withLabel(each.getKey(), each.getValue());
      }
    }
    for (Map.Entry<String, String> each : proxy.entrySet()) {
      if (!asked.env().containsKey(each.getKey())) {
        spec = spec.withEnv(each.getKey(), each.getValue());
      }
    }
    if (logDriver != null && asked.logDriver() == null) {
      spec = spec.withLogDriver(logDriver);
    }
    Dns own = asked.dns();
    boolean shares = asked.networkMode() instanceof NetworkMode.OfContainer;
    if (!shares && (own == null || own.servers().isEmpty())) {
      for (String each : dns) {
        spec = spec.withDns(d -> d.withServer(each));
      }
    }
    return limited(spec, processors);
  }

  private ContainerSpec limited(ContainerSpec asked, IntSupplier processors) {
    ContainerSpec spec = asked;
    DataSize newMemory = memory == null ? mostMemory : memory;
    if (newMemory != null && asked.memory() == null) {
      spec = spec.withMemory(newMemory);
    }
    Double newCpus = cpus == null ? mostCpus : cpus;
    if (newCpus != null && nanoCpus(asked) == 0) {
      int there = processors.getAsInt();
      double most = there > 0 ? Math.min(newCpus, there) : newCpus;
      spec = spec.withResources(r -> r.withCpus(most));
    }
    if (pids != null && (asked.resources() == null || asked.resources().pids() == 0)) {
      spec = spec.withResources(r -> r.withPids(pids));
    }
    return spec;
  }

  private static long nanoCpus(ContainerSpec spec) {
    return spec.resources() == null ? 0 : spec.resources().nanoCpus();
  }

  /**
   * Checks what is asked for.
   *
   * @throws UnsupportedWishException when it is more than a container may have
   */
  void refuseTooMuch(ContainerSpec asked) {
    DataSize wanted = asked.memory();
    if (mostMemory != null && wanted != null && wanted.compareTo(mostMemory) > 0) {
      throw tooMuch(asked, "memory " + wanted, MOST_MEMORY, mostMemory);
    }
    if (mostCpus != null && nanoCpus(asked) > mostCpus * 1e9) {
      throw tooMuch(asked, "cpus " + nanoCpus(asked) / 1e9, MOST_CPUS, mostCpus);
    }
  }

  private static UnsupportedWishException tooMuch(
      ContainerSpec spec, String wish, String setting, Object most) {
    return new UnsupportedWishException(
        spec.image()
            + " asks for "
            + wish
            + ", and the setting "
            + setting
            + " allows a container "
            + most
            + ". Ask for less, or raise the setting.",
        null);
  }
}
