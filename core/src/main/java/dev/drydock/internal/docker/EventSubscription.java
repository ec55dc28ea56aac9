package dev.drydock.internal.docker;

import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.Subscription;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events of containers, delivered on a thread of its own. */
final class EventSubscription implements Subscription, Runnable {

  private static final String WHAT = "tell what happens to containers";

  private static final String HEALTH = "health_status";
  private static final String PODMANS_DEATH = "died";

  private final Api api;
  private final Response response;
  private final Map<String, String> labels;
  private final Consumer<EngineEvent> events;
  private final Runnable broken;
  private final Delivery delivery = new Delivery();

  private EventSubscription(
      Api api,
      Response response,
      Map<String, String> labels,
      Consumer<EngineEvent> events,
      Runnable broken) {
    this.api = api;
    this.response = response;
    this.labels = labels;
    this.events = events;
    this.broken = broken;
  }

  /** Subscribes; the engine sends the head of its answer when it has registered that. */
  static EventSubscription open(
      Api api, Map<String, String> labels, Consumer<EngineEvent> events, Runnable broken) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    filters.put("type", List.of("container"));
    filters.put("event", List.of("die", PODMANS_DEATH, "oom", HEALTH));
    filters.put("label", Url.labelPairs(labels));
    return open(api, filters, labels, events, broken);
  }

  /** Subscribes to all that happens to one container. */
  static EventSubscription ofContainer(
      Api api, String id, Consumer<EngineEvent> events, Runnable broken) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    filters.put("type", List.of("container"));
    filters.put("container", List.of(id));
    return open(api, filters, Map.of(), events, broken);
  }

  private static EventSubscription open(
      Api api,
      Map<String, List<String>> filters,
      Map<String, String> labels,
      Consumer<EngineEvent> events,
      Runnable broken) {
    String url = Url.of("/events").withFilters(api.json(), filters).toString();
    Response response = api.open(Request.get(url).onFreshConnection().within(Api.QUICK), WHAT);
    response.unlimited();
    EventSubscription subscription =
        new EventSubscription(api, response, Map.copyOf(labels), events, broken);
    Thread thread = new Thread(subscription, "drydock-events");
    thread.setDaemon(true);
    thread.start();
    return subscription;
  }

  @Override
  public void run() {
    try (response) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        EngineEvent event = read(next);
        if (event != null) {
          delivery.run(() -> events.accept(event));
        }
      }
    } catch (IOException e) {
      // Reported below, unless it was closed on purpose.
    } finally {
      if (!delivery.isClosed() && !api.isClosed()) {
        broken.run();
      }
    }
  }

  private @Nullable EngineEvent read(JsonObject json) {
    JsonObject actor = json.object("Actor");
    String id = actor.text("ID");
    String action = json.text("Action");
    Map<String, String> attributes = actor.textMap("Attributes");
    if (isOfAnother(attributes)) {
      return null;
    }
    if (action.equals(HEALTH)) {
      action = HEALTH + ": " + attributes.getOrDefault(HEALTH, json.text("HealthStatus"));
    }
    if (action.equals("die") || action.equals(PODMANS_DEATH)) {
      String code = attributes.getOrDefault("exitCode", attributes.get("containerExitCode"));
      return new EngineEvent(id, EngineEvent.Kind.DIED, number(code));
    } else if (action.equals("oom")) {
      return new EngineEvent(id, EngineEvent.Kind.OUT_OF_MEMORY, 0);
    } else if (action.equals("health_status: healthy")) {
      return new EngineEvent(id, EngineEvent.Kind.HEALTHY, 0);
    } else if (action.equals("health_status: unhealthy")) {
      return new EngineEvent(id, EngineEvent.Kind.UNHEALTHY, 0);
    }
    EngineEvent.Kind kind = further(action);
    return kind == null ? null : new EngineEvent(id, kind, 0);
  }

  /** What is told to those who follow one container. */
  private static EngineEvent.@Nullable Kind further(String action) {
    return switch (action) {
      case "start" -> EngineEvent.Kind.STARTED;
      case "pause" -> EngineEvent.Kind.PAUSED;
      case "unpause" -> EngineEvent.Kind.UNPAUSED;
      case "destroy", "remove" -> EngineEvent.Kind.REMOVED;
      default -> null;
    };
  }

  /** Podman sends what has any of the labels; an event may also come without labels. */
  private boolean isOfAnother(Map<String, String> attributes) {
    int same = 0;
    for (Map.Entry<String, String> each : labels.entrySet()) {
      if (each.getValue().equals(attributes.get(each.getKey()))) {
        same++;
      }
    }
    return same > 0 && same < labels.size();
  }

  private static int number(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    delivery.close(response);
  }
}
