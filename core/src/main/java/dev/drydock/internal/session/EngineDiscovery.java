package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.Settings;
import dev.drydock.model.NoEngineException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the engine to use: the one that is named, else the one at the default socket. */
final class EngineDiscovery {

  private static final EngineAddress DEFAULT = EngineAddress.unix(Path.of("/var/run/docker.sock"));

  private EngineDiscovery() {}

  static Engine connect(Settings settings) {
    Optional<String> named = settings.get("drydock.engine");
    if (named.isPresent()) {
      return connect(address("drydock.engine", named.get()), "named by drydock.engine");
    }
    Optional<String> host = Optional.ofNullable(System.getenv("DOCKER_HOST"));
    if (host.isPresent() && !host.get().isBlank()) {
      return connect(address("DOCKER_HOST", host.get()), "named by DOCKER_HOST");
    }
    return connect(DEFAULT, "the default socket");
  }

  private static EngineAddress address(String setting, String value) {
    try {
      return EngineAddress.parse(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  private static Engine connect(EngineAddress address, String origin) {
    for (EngineProvider provider :
        ServiceLoader.load(EngineProvider.class, EngineDiscovery.class.getClassLoader())) {
      if (provider.supports(address)) {
        try {
          return provider.connect(address);
        } catch (NoEngineException e) {
          throw noEngine(address, origin, String.valueOf(e.getMessage()), e);
        }
      }
    }
    throw noEngine(address, origin, "no engine provider speaks to such an address", null);
  }

  private static NoEngineException noEngine(
      EngineAddress address,
      String origin,
      String why,
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new NoEngineException(
        "No container engine answered.\n  Tried:      "
            + address
            + ", "
            + origin
            + "\n  Why not:    "
            + why.replace("\n", "\n              ")
            + "\n  Hint:       start an engine, or name one that runs with DOCKER_HOST or"
            + " -Ddrydock.engine=unix:///path/to/socket",
        cause);
  }
}
