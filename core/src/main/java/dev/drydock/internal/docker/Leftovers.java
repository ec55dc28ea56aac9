package dev.drydock.internal.docker;

import dev.drydock.engine.Leftover;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what carries certain labels. */
final class Leftovers {

  private final Api api;

  Leftovers(Api api) {
    this.api = api;
  }

  List<Leftover> find(Map<String, String> labels) {
    List<Leftover> found = new ArrayList<>();
    Url containers = Url.of("/containers/json").with("all", "1").withLabels(api.json(), labels);
    for (JsonObject each : list(containers, "list containers")) {
      List<String> names = each.texts("Names");
      String id = each.text("Id");
      found.add(
          new Leftover(
              Leftover.Kind.CONTAINER,
              id,
              names.isEmpty() ? id : InspectAnswer.withoutSlash(names.get(0)),
              each.textMap("Labels")));
    }
    for (JsonObject each :
        list(Url.of("/networks").withLabels(api.json(), labels), "list networks")) {
      found.add(
          new Leftover(
              Leftover.Kind.NETWORK, each.text("Id"), each.text("Name"), each.textMap("Labels")));
    }
    Url volumes = Url.of("/volumes").withLabels(api.json(), labels);
    JsonObject answer =
        api.object(Request.get(volumes.toString()).within(Api.QUICK), "list volumes");
    for (JsonObject each : answer.objects("Volumes")) {
      String name = each.text("Name");
      found.add(new Leftover(Leftover.Kind.VOLUME, name, name, each.textMap("Labels")));
    }
    for (JsonObject each :
        list(Url.of("/images/json").withLabels(api.json(), labels), "list images")) {
      List<String> names = new ArrayList<>(each.texts("RepoTags"));
      names.removeIf(name -> name.contains("<none>"));
      if (names.isEmpty() && !wasPulled(each)) {
        names.add(each.text("Id"));
      }
      for (String name : names) {
        found.add(new Leftover(Leftover.Kind.IMAGE, name, name, each.textMap("Labels")));
      }
    }
    // Podman gives the volumes and networks that have any of the labels.
    found.removeIf(each -> !each.labels().entrySet().containsAll(labels.entrySet()));
    return found;
  }

  /** By its digest: it has its labels from whoever pushed it. */
  private static boolean wasPulled(JsonObject image) {
    for (String each : image.texts("RepoDigests")) {
      if (!each.contains("<none>")) {
        return true;
      }
    }
    return false;
  }

  private List<JsonObject> list(Url url, String what) {
    return api.objects(Request.get(url.toString()).within(Api.QUICK), what);
  }
}
