package dev.drydock.internal.docker;

import dev.drydock.engine.EngineVolumes;
import dev.drydock.engine.VolumePlan;
import dev.drydock.model.EngineException;
import java.util.LinkedHashMap;
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
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Name", plan.name());
    body.put("Labels", plan.labels());
    JsonObject answer =
        api.object(
            Request.post("/volumes/create").json(api.json().write(body)).within(Api.WORK), what);
    if (!answer.textMap("Labels").equals(plan.labels())) {
      throw taken(what);
    }
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
