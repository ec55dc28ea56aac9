package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.EngineOption;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PortBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON body of {@code POST /containers/create}, made from a plan. */
final class CreateBody {

  private CreateBody() {}

  /**
   * The body, mutable in all its parts.
   *
   * @param severalNetworks whether all networks can be named at once, or only the first
   * @throws UnsupportedWishException when an option is for another kind of engine
   */
  static Map<String, Object> of(ContainerPlan plan, boolean severalNetworks) {
    ContainerSpec spec = plan.spec();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Image", plan.image().toString());
    body.put("Labels", new LinkedHashMap<>(plan.labels()));
    Map<String, String> env = spec.env();
    if (!env.isEmpty()) {
      List<String> pairs = new ArrayList<>(env.size());
      for (Map.Entry<String, String> each : env.entrySet()) {
        pairs.add(each.getKey() + "=" + each.getValue());
      }
      body.put("Env", pairs);
    }
    putWords(body, "Cmd", spec.command());
    putWords(body, "Entrypoint", spec.entrypoint());
    putText(body, "User", spec.user());
    putText(body, "WorkingDir", spec.workingDirectory());
    Healthcheck healthcheck = spec.healthcheck();
    if (healthcheck != null) {
      body.put("Healthcheck", healthcheck(healthcheck));
    }
    Map<String, Object> host = new LinkedHashMap<>();
    body.put("HostConfig", host);
    putPorts(body, host, spec);
    if (!spec.isPlain()) {
      new CreateWishes(body, host).put(spec);
    }
    if (!spec.mounts().isEmpty()) {
      MountBody.put(host, spec.mounts());
    }
    NetworkMode mode = spec.networkMode();
    if (mode != null) {
      host.put("NetworkMode", mode.word());
    }
    putNetworks(body, host, spec.networks(), severalNetworks);
    edit(body, spec.engineOptions());
    return body;
  }

  private static void putWords(
      Map<String, Object> body, String name, @Nullable List<String> words) {
    if (words != null) {
      body.put(name, new ArrayList<>(words));
    }
  }

  private static void putText(Map<String, Object> body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static void putPorts(
      Map<String, Object> body, Map<String, Object> host, ContainerSpec spec) {
    NetworkMode mode = spec.networkMode();
    boolean publishes = mode == null || mode.publishes();
    if (spec.imagePorts() && publishes) {
      host.put("PublishAllPorts", true);
    }
    // In another container's network the engine refuses even to be told of a port.
    if (spec.ports().isEmpty() || mode instanceof NetworkMode.OfContainer) {
      return;
    }
    Map<String, Object> exposed = new LinkedHashMap<>();
    Map<String, Object> bindings = new LinkedHashMap<>();
    for (PortBinding each : spec.ports()) {
      String port = each.containerPort().toString();
      exposed.put(port, new LinkedHashMap<>());
      Map<String, Object> binding = new LinkedHashMap<>();
      binding.put("HostIp", each.hostAddress());
      binding.put("HostPort", each.hostPort() == 0 ? "" : Integer.toString(each.hostPort()));
      List<Object> one = new ArrayList<>();
      one.add(binding);
      bindings.put(port, one);
    }
    body.put("ExposedPorts", exposed);
    if (publishes) {
      host.put("PortBindings", bindings);
    }
  }

  private static Map<String, Object> healthcheck(Healthcheck healthcheck) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Test", new ArrayList<>(healthcheck.test()));
    putTime(json, "Interval", healthcheck.interval());
    putTime(json, "Timeout", healthcheck.timeout());
    putTime(json, "StartPeriod", healthcheck.startPeriod());
    putTime(json, "StartInterval", healthcheck.startInterval());
    if (healthcheck.retries() > 0) {
      json.put("Retries", healthcheck.retries());
    }
    return json;
  }

  private static void putTime(Map<String, Object> json, String name, @Nullable Duration time) {
    if (time != null) {
      json.put(name, time.toNanos());
    }
  }

  private static void putNetworks(
      Map<String, Object> body,
      Map<String, Object> host,
      List<NetworkAttachment> networks,
      boolean several) {
    if (networks.isEmpty()) {
      return;
    }
    host.put("NetworkMode", networks.get(0).network().name());
    Map<String, Object> endpoints = new LinkedHashMap<>();
    int count = several ? networks.size() : 1;
    for (int i = 0; i < count; i++) {
      Map<String, Object> endpoint = endpoint(networks.get(i));
      if (several) {
        putText(endpoint, "MacAddress", networks.get(i).mac());
      }
      endpoints.put(networks.get(i).network().name(), endpoint);
    }
    String mac = networks.get(0).mac();
    if (mac != null && !several) {
      body.put("MacAddress", mac);
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("EndpointsConfig", endpoints);
    body.put("NetworkingConfig", config);
  }

  /** How a container stands in one network. */
  static Map<String, Object> endpoint(NetworkAttachment attachment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Aliases", new ArrayList<>(attachment.aliases()));
    Map<String, Object> addresses = new LinkedHashMap<>();
    putText(addresses, "IPv4Address", attachment.ipv4());
    putText(addresses, "IPv6Address", attachment.ipv6());
    if (!addresses.isEmpty()) {
      json.put("IPAMConfig", addresses);
    }
    return json;
  }

  private static void edit(Map<String, Object> body, List<EngineOption> options) {
    for (EngineOption each : options) {
      if (each instanceof DockerOption option) {
        option.editor().accept(body);
      } else {
        throw new UnsupportedWishException(
            "a Docker engine does not understand an option for " + each.engine(), null);
      }
    }
  }
}
