package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.Health;
import dev.drydock.spec.Healthcheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answer of {@code GET /containers/ID/json}. */
final class InspectAnswer {

  private InspectAnswer() {}

  static ContainerFacts facts(JsonObject json, HostPorts host) {
    JsonObject state = json.object("State");
    JsonObject config = json.object("Config");
    JsonObject network = json.object("NetworkSettings");
    return new ContainerFacts(
        json.text("Id"),
        withoutSlash(json.text("Name")),
        config.flag("Tty"),
        state(state),
        ranFor(state),
        endpoints(json, host),
        ports(config.object("ExposedPorts")),
        addresses(network.object("Networks")),
        healthcheck(config.object("Healthcheck")),
        volumes(json.objects("Mounts")));
  }

  /** In the network of the host a port is the host's: nothing is published. */
  private static Map<ContainerPort, Endpoint> endpoints(JsonObject json, HostPorts host) {
    if (!json.object("HostConfig").text("NetworkMode").equals("host")) {
      return PublishedPorts.endpoints(json.object("NetworkSettings").object("Ports"), host);
    }
    Map<ContainerPort, Endpoint> endpoints = new LinkedHashMap<>();
    for (ContainerPort each : ports(json.object("Config").object("ExposedPorts"))) {
      endpoints.put(each, host.endpoint(each, "", each.number(), 0));
    }
    return endpoints;
  }

  static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static ContainerState state(JsonObject state) {
    return switch (state.text("Status")) {
      case "created", "configured", "initialized" -> new ContainerState.Created();
      case "running" -> new ContainerState.Running(health(state.object("Health")));
      case "paused" -> new ContainerState.Paused();
      case "restarting" -> new ContainerState.Restarting();
      case "dead" -> new ContainerState.Dead();
      case "removing" -> new ContainerState.Removed();
      default -> new ContainerState.Exited((int) state.number("ExitCode"), state.flag("OOMKilled"));
    };
  }

  private static Health health(JsonObject health) {
    return switch (health.text("Status")) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      default -> Health.NONE;
    };
  }

  private static Duration ranFor(JsonObject state) {
    long started = EngineTime.millis(state.text("StartedAt"));
    if (started == 0) {
      return Duration.ZERO;
    }
    long finished = EngineTime.millis(state.text("FinishedAt"));
    long end = finished >= started ? finished : System.currentTimeMillis();
    return Duration.ofMillis(Math.max(0, end - started));
  }

  /** Reads an object whose names are ports. */
  static List<ContainerPort> ports(JsonObject named) {
    List<ContainerPort> ports = new ArrayList<>();
    for (String each : named.names()) {
      ports.add(ContainerPort.parse(each));
    }
    return ports;
  }

  private static Map<String, String> addresses(JsonObject networks) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String each : networks.names()) {
      String address = networks.object(each).text("IPAddress");
      if (!address.isEmpty()) {
        addresses.put(each, address);
      }
    }
    return addresses;
  }

  private static @Nullable Healthcheck healthcheck(JsonObject json) {
    List<String> test = json.texts("Test");
    if (test.isEmpty() || test.get(0).equals("NONE")) {
      return null;
    }
    return new Healthcheck(
        test,
        time(json, "Interval"),
        time(json, "Timeout"),
        time(json, "StartPeriod"),
        time(json, "StartInterval"),
        (int) Math.max(0, json.number("Retries")));
  }

  private static @Nullable Duration time(JsonObject json, String name) {
    long nanos = json.number(name);
    return nanos < 1_000_000 ? null : Duration.ofNanos(nanos);
  }

  private static Map<String, String> volumes(List<JsonObject> mounts) {
    Map<String, String> volumes = new LinkedHashMap<>();
    for (JsonObject each : mounts) {
      if (each.text("Type").equals("volume")) {
        volumes.put(each.text("Destination"), each.text("Name"));
      }
    }
    return volumes;
  }
}
