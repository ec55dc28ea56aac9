package dev.drydock.internal.docker;

import dev.drydock.engine.EngineNetworks;
import dev.drydock.engine.NetworkFacts;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.model.ContainerAddress;
import dev.drydock.model.EngineException;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkSpec;
import dev.drydock.spec.Subnet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Docker Engine API does with networks. */
final class Networks implements EngineNetworks {

  private final Api api;
  private final KnownNames names;

  Networks(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  @Override
  public String create(NetworkPlan plan) {
    Map<String, Object> body = body(plan);
    String id =
        api.object(
                Request.post("/networks/create")
                    .json(api.json().write(body))
                    .onFreshConnection()
                    .within(Api.WORK),
                "create network \"" + plan.name() + "\"")
            .text("Id");
    names.remember(id, plan.name());
    return id;
  }

  /** The JSON body of the create. */
  static Map<String, Object> body(NetworkPlan plan) {
    NetworkSpec spec = plan.spec();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", plan.name());
    body.put("Driver", spec.driver());
    body.put("CheckDuplicate", true);
    body.put("Labels", plan.labels());
    putFlag(body, "Internal", spec.internal());
    putFlag(body, "Attachable", spec.attachable());
    putFlag(body, "EnableIPv6", spec.ipv6());
    if (!spec.driverOptions().isEmpty()) {
      body.put("Options", spec.driverOptions());
    }
    Map<String, Object> addresses = addresses(spec);
    if (!addresses.isEmpty()) {
      body.put("IPAM", addresses);
    }
    return body;
  }

  private static void putFlag(Map<String, Object> body, String name, boolean value) {
    if (value) {
      body.put(name, true);
    }
  }

  private static void putText(Map<String, Object> json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static Map<String, Object> addresses(NetworkSpec spec) {
    Map<String, Object> json = new LinkedHashMap<>();
    putText(json, "Driver", spec.addressDriver());
    if (!spec.addressOptions().isEmpty()) {
      json.put("Options", spec.addressOptions());
    }
    List<Object> blocks = new ArrayList<>();
    for (Subnet each : spec.subnets()) {
      Map<String, Object> block = new LinkedHashMap<>();
      block.put("Subnet", each.block());
      putText(block, "Gateway", each.gateway());
      putText(block, "IPRange", each.range());
      if (!each.reserved().isEmpty()) {
        block.put("AuxiliaryAddresses", each.reserved());
      }
      blocks.add(block);
    }
    if (!blocks.isEmpty()) {
      json.put("Config", blocks);
    }
    return json;
  }

  @Override
  public NetworkFacts inspect(String idOrName) {
    JsonObject answer =
        api.object(
            Request.get(Url.of("/networks/").part(idOrName).toString()).within(Api.QUICK),
            "inspect " + names.describe("network", idOrName));
    return new NetworkFacts(answer.text("Id"), answer.text("Name"), answer.text("Driver"));
  }

  @Override
  public void connect(String containerId, NetworkAttachment attachment) {
    String network = attachment.network().name();
    api.call(
        Request.post(Url.of("/networks/").part(network).then("/connect").toString())
            .json(api.json().write(connection(containerId, attachment)))
            .onFreshConnection()
            .within(Api.WORK),
        "connect " + names.describe("container", containerId) + " to network \"" + network + "\"");
  }

  /** The JSON body of the connect. */
  static Map<String, Object> connection(String containerId, NetworkAttachment attachment) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Container", containerId);
    body.put("EndpointConfig", CreateBody.endpoint(attachment));
    return body;
  }

  @Override
  public void disconnect(String containerId, String network) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Container", containerId);
    body.put("Force", false);
    api.call(
        Request.post(Url.of("/networks/").part(network).then("/disconnect").toString())
            .json(api.json().write(body))
            .within(Api.WORK),
        "disconnect "
            + names.describe("container", containerId)
            + " from "
            + names.describe("network", network));
  }

  @Override
  public List<ContainerAddress> addresses(String containerId) {
    JsonObject networks =
        api.object(
                Request.get(Containers.path(containerId, "/json")).within(Api.QUICK),
                "inspect " + names.describe("container", containerId))
            .object("NetworkSettings")
            .object("Networks");
    List<ContainerAddress> addresses = new ArrayList<>();
    for (String each : networks.names()) {
      JsonObject its = networks.object(each);
      if (!its.text("MacAddress").isEmpty() || !its.text("IPAddress").isEmpty()) {
        addresses.add(
            new ContainerAddress(
                each,
                its.text("IPAddress"),
                its.text("GlobalIPv6Address"),
                its.text("MacAddress"),
                its.text("Gateway")));
      }
    }
    return addresses;
  }

  @Override
  public void remove(String idOrName) {
    String what = "remove " + names.describe("network", idOrName);
    String url = Url.of("/networks/").part(idOrName).toString();
    Retry retry = new Retry(what, 100, 5);
    boolean gone = false;
    while (!gone) {
      try {
        api.call(Request.delete(url).within(Api.WORK), what);
        gone = true;
      } catch (EngineException e) {
        if (e.status() == 404) {
          gone = true;
        } else if (hasEndpoints(e)) {
          retry.pauseOrThrow(e);
        } else {
          throw e;
        }
      }
    }
    names.forget(idOrName);
  }

  /** A container that is gone may still hold its place for a moment. */
  private static boolean hasEndpoints(EngineException refusal) {
    String message = refusal.getMessage();
    return message != null && (message.contains("active endpoints") || message.contains("in use"));
  }
}
