package dev.drydock.internal.docker;

import dev.drydock.engine.EngineVolumes;
import dev.drydock.engine.VolumeFacts;
import dev.drydock.engine.VolumePlan;
import dev.drydock.engine.VolumeUser;
import dev.drydock.model.EngineException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the Docker Engine API does with volumes. */
final class Volumes implements EngineVolumes {

  private final Api api;

  Volumes(Api api) {
    this.api = api;
  }

  /**
   * Makes a volume. The engine's own verb hands out one that is there already, so look first, and
   * see by the labels whether somebody was quicker.
   */
  @Override
  public void create(VolumePlan plan) {
    String what = "create volume \"" + plan.name() + "\"";
    if (exists(plan.name(), what)) {
      throw taken(what);
    }
    JsonObject answer =
        api.object(
            Request.post("/volumes/create").json(api.json().write(body(plan))).within(Api.WORK),
            what);
    if (!answer.textMap("Labels").equals(plan.labels())) {
      throw taken(what);
    }
  }

  /** The JSON body of the create. */
  static Map<String, Object> body(VolumePlan plan) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", plan.name());
    body.put("Labels", plan.labels());
    if (!plan.spec().driver().equals("local")) {
      body.put("Driver", plan.spec().driver());
    }
    if (!plan.spec().driverOptions().isEmpty()) {
      body.put("DriverOpts", plan.spec().driverOptions());
    }
    return body;
  }

  @Override
  public VolumeFacts inspect(String name) {
    JsonObject answer =
        api.object(Request.get(path(name)).within(Api.QUICK), "inspect volume \"" + name + "\"");
    return new VolumeFacts(answer.text("Name"), answer.text("Driver"), answer.textMap("Labels"));
  }

  @Override
  public List<VolumeUser> users(String name) {
    Url url =
        Url.of("/containers/json")
            .with("all", "1")
            .withFilters(api.json(), Map.of("volume", List.of(name)));
    List<VolumeUser> users = new ArrayList<>();
    for (JsonObject each :
        api.objects(
            Request.get(url.toString()).within(Api.QUICK),
            "list the containers of volume \"" + name + "\"")) {
      String state = each.text("State");
      users.add(
          new VolumeUser(
              InspectAnswer.withoutSlash(each.texts("Names").get(0)),
              each.text("Image"),
              state.equals("running") || state.equals("paused") || state.equals("restarting")));
    }
    return users;
  }

  private boolean exists(String name, String what) {
    try {
      api.call(Request.get(path(name)).within(Api.QUICK), what);
      return true;
    } catch (EngineException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  private static EngineException taken(String what) {
    return new EngineException(
        409, "The engine refused to " + what + ": there is a volume of that name already", null);
  }

  @Override
  public void remove(String name) {
    String what = "remove volume \"" + name + "\"";
    Retry retry = new Retry(what, 100, 5);
    boolean gone = false;
    while (!gone) {
      try {
        api.call(Request.delete(path(name)).within(Api.WORK), what);
        gone = true;
      } catch (EngineException e) {
        if (e.status() == 404) {
          gone = true;
        } else if (e.status() == 409) {
          retry.pauseOrThrow(e);
        } else {
          throw e;
        }
      }
    }
  }

  private static String path(String name) {
    return Url.of("/volumes/").part(name).toString();
  }
}
