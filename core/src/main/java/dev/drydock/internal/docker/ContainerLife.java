package dev.drydock.internal.docker;

import dev.drydock.engine.EngineEvent;
import dev.drydock.engine.EngineLife;
import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerProcess;
import dev.drydock.model.ContainerSizes;
import dev.drydock.model.ContainerStats;
import dev.drydock.model.DataSize;
import dev.drydock.model.EngineException;
import dev.drydock.model.FileChange;
import dev.drydock.spec.container.Resources;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The verbs of a container's life, and what can be seen of it meanwhile. */
final class ContainerLife implements EngineLife {

  private static final ApiVersion ONE_SHOT_STATS = new ApiVersion(1, 41);

  private final Api api;
  private final KnownNames names;

  ContainerLife(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  @Override
  public void kill(String id, String signal) {
    String url = Url.of(Containers.path(id, "/kill")).with("signal", signal).toString();
    post(url, "send signal " + signal + " to " + describe(id));
  }

  @Override
  public void pause(String id) {
    post(Containers.path(id, "/pause"), "pause " + describe(id));
  }

  @Override
  public void unpause(String id) {
    post(Containers.path(id, "/unpause"), "unpause " + describe(id));
  }

  private void post(String url, String what) {
    api.call(Request.post(url).onFreshConnection().within(Api.WORK), what);
  }

  @Override
  public OptionalInt awaitEnd(String id, Duration limit) {
    Request request = Request.post(Containers.path(id, "/wait")).onFreshConnection().within(limit);
    long begun = System.nanoTime();
    try {
      return OptionalInt.of(
          (int) api.object(request, "wait for the end of " + describe(id)).number("StatusCode"));
    } catch (EngineException e) {
      // An engine that falls silent is given up earlier, which is another matter.
      if (e.status() == 0 && isLate(e) && System.nanoTime() - begun >= limit.toNanos()) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private static boolean isLate(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void rename(String id, String name) {
    String url = Url.of(Containers.path(id, "/rename")).with("name", name).toString();
    post(url, "rename " + describe(id) + " to \"" + name + "\"");
    names.remember(id, name);
  }

  @Override
  public void limit(String id, Resources limits) {
    Map<String, Object> body = new LinkedHashMap<>();
    new CreateWishes(body, body).putLimits(limits);
    DataSize memory = limits.memory();
    if (memory != null && limits.memoryAndSwap() == null) {
      body.put("MemorySwap", withSwapAsNow(id, memory.bytes()));
    }
    String what = "limit " + describe(id) + " to " + limits;
    api.call(
        Request.post(Containers.path(id, "/update")).json(api.json().write(body)).within(Api.QUICK),
        what);
  }

  /** The old sum of memory and swap would forbid a higher limit, and none would be its double. */
  private long withSwapAsNow(String id, long memory) {
    JsonObject now =
        api.object(
                Request.get(Containers.path(id, "/json")).within(Api.QUICK),
                "inspect " + describe(id))
            .object("HostConfig");
    long before = now.number("Memory");
    long both = now.number("MemorySwap");
    if (both < 0) {
      return both;
    }
    return before > 0 && both >= before ? memory + both - before : 2 * memory;
  }

  @Override
  public ContainerStats stats(String id) {
    Url url = Url.of(Containers.path(id, "/stats")).with("stream", "0");
    if (api.version().isAtLeast(ONE_SHOT_STATS)) {
      url.with("one-shot", "1");
    }
    return StatsAnswer.of(api.object(Request.get(url.toString()).within(Api.QUICK), measure(id)));
  }

  private String measure(String id) {
    return "tell what " + describe(id) + " uses";
  }

  @Override
  public Subscription followEvents(String id, Consumer<EngineEvent> events, Runnable broken) {
    return EventSubscription.ofContainer(api, id, events, broken);
  }

  @Override
  public Subscription followStats(String id, Consumer<ContainerStats> consumer) {
    String url = Url.of(Containers.path(id, "/stats")).with("stream", "1").toString();
    Response response =
        api.open(Request.get(url).onFreshConnection().within(Api.QUICK), measure(id));
    response.unlimited();
    return StatsSubscription.start(response, consumer);
  }

  @Override
  public List<ContainerProcess> processes(String id) {
    JsonObject answer =
        api.object(
            Request.get(Containers.path(id, "/top")).within(Api.QUICK),
            "list the processes of " + describe(id));
    List<String> titles = apart(answer.texts("Titles"), Integer.MAX_VALUE);
    int user = Math.max(titles.indexOf("UID"), titles.indexOf("USER"));
    int pid = titles.indexOf("PID");
    int parent = titles.indexOf("PPID");
    int command = Math.max(titles.indexOf("CMD"), titles.indexOf("COMMAND"));
    List<ContainerProcess> processes = new ArrayList<>();
    for (List<String> each : answer.rows("Processes")) {
      List<String> row = apart(each, titles.size());
      processes.add(
          new ContainerProcess(
              cell(row, user),
              number(cell(row, pid)),
              number(cell(row, parent)),
              cell(row, command)));
    }
    return processes;
  }

  /** Podman hands on what the container's own ps has printed as one cell. */
  private static List<String> apart(List<String> row, int columns) {
    return row.size() == 1 && columns > 1 ? List.of(row.get(0).trim().split("\\s+", columns)) : row;
  }

  private static String cell(List<String> row, int column) {
    return column < 0 || column >= row.size() ? "" : row.get(column);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public List<FileChange> changes(String id) {
    List<FileChange> changes = new ArrayList<>();
    String what = "tell what changed in " + describe(id);
    for (JsonObject each :
        api.objects(Request.get(Containers.path(id, "/changes")).within(Api.WORK), what)) {
      changes.add(new FileChange(kind((int) each.number("Kind")), each.text("Path")));
    }
    return changes;
  }

  private static FileChange.Kind kind(int number) {
    return switch (number) {
      case 0 -> FileChange.Kind.MODIFIED;
      case 1 -> FileChange.Kind.ADDED;
      default -> FileChange.Kind.DELETED;
    };
  }

  @Override
  public ContainerSizes sizes(String id) {
    JsonObject answer =
        api.object(
            Request.get(Containers.path(id, "/json?size=1")).within(Api.WORK),
            "measure " + describe(id));
    return new ContainerSizes(
        DataSize.ofBytes(answer.number("SizeRw")), DataSize.ofBytes(answer.number("SizeRootFs")));
  }

  private String describe(String id) {
    return names.describe("container", id);
  }
}
