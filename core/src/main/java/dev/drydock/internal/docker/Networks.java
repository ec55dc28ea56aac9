package dev.drydock.internal.docker;

import dev.drydock.engine.EngineNetworks;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.model.EngineException;
import java.util.LinkedHashMap;
import java.util.Map;

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
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", plan.name());
    body.put("Driver", "bridge");
    body.put("CheckDuplicate", true);
    body.put("Labels", plan.labels());
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
