package dev.drydock.internal.docker;

import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.model.EngineException;
import dev.drydock.model.LogLine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Opens what a container writes. */
final class Streams {

  private static final int NOT_IMPLEMENTED = 501;

  /** As engines that are not Docker round the times they are asked for. */
  private static final long GRAIN_NANOS = 1_000;

  private final Api api;
  private final KnownNames names;

  Streams(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  LogStream attach(String id, boolean tty) {
    String url =
        Url.of(Containers.path(id, "/attach"))
            .with("stream", "1")
            .with("stdout", "1")
            .with("stderr", "1")
            .toString();
    String what = "attach to " + names.describe("container", id);
    return new DockerLogStream(api, what, open(Request.post(url), what), tty, LogPlan.all(), null);
  }

  LogStream logs(String id, boolean tty, LogPlan wanted) {
    // What an engine gives is exact only when the times are looked at here.
    LogPlan plan = wanted.since() == null && wanted.until() == null ? wanted : wanted.timed(true);
    if (plan.tail() >= 0) {
      if (plan.follow()) {
        return logs(id, tty, fromTail(id, tty, plan));
      }
      if (!plan.stdout() || !plan.stderr() || plan.until() != null) {
        return last(id, tty, plan);
      }
    }
    String what = what(id);
    Response response = plan.follow() ? follow(id, plan, what) : whole(id, plan, what);
    DockerLogStream.Again again =
        plan.follow() ? more -> more ? follow(id, plan, what) : whole(id, plan, what) : null;
    return new DockerLogStream(api, what, response, tty, plan, again);
  }

  private String what(String id) {
    return "read the log of " + names.describe("container", id);
  }

  /**
   * Follows from the time of the first of the last lines: what is asked for by a time can be asked
   * for again.
   */
  private LogPlan fromTail(String id, boolean tty, LogPlan plan) {
    LogPlan all = plan.last(-1).timed(true);
    LogPlan end = plan.following(false).timed(true);
    try (LogStream stream =
        plan.tail() == 0 ? logs(id, tty, LogPlan.all().last(1).timed(true)) : logs(id, tty, end)) {
      LogLine line = stream.next();
      Instant time = line == null ? null : line.time();
      if (time == null) {
        return all;
      }
      return plan.tail() == 0 ? all.from(later(time.plusNanos(1), plan.since())) : all.from(time);
    }
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }

  /** An engine takes the last lines of both streams before it looks at stream and time. */
  private LogStream last(String id, boolean tty, LogPlan plan) {
    Queue<LogLine> lines = new ArrayDeque<>();
    try (LogStream all = logs(id, tty, plan.last(-1))) {
      for (LogLine line = all.next(); line != null; line = all.next()) {
        lines.add(line);
        if (lines.size() > plan.tail()) {
          lines.remove();
        }
      }
    }
    return new ReadLines(lines);
  }

  private Response whole(String id, LogPlan plan, String what) {
    return opened(
        Request.get(url(id, plan, false)).onFreshConnection().eachStepWithin(Api.QUICK), what);
  }

  private Response follow(String id, LogPlan plan, String what) {
    Response response =
        opened(Request.get(url(id, plan, true)).onFreshConnection().within(Api.QUICK), what);
    response.unlimited();
    return response;
  }

  private Response opened(Request request, String what) {
    try {
      return api.open(request, what);
    } catch (EngineException e) {
      if (e.status() == NOT_IMPLEMENTED) {
        throw new EngineException(
            e.status(),
            "Cannot "
                + what
                + ": its log driver keeps nothing that the engine can read (logging driver \"none\","
                + " or a remote one on an engine before Docker 20.10). Leave the log driver at the"
                + " engine's default, json-file, local or journald.",
            e);
      }
      throw e;
    }
  }

  private static String url(String id, LogPlan plan, boolean follow) {
    Url url =
        Url.of(Containers.path(id, "/logs"))
            .with("stdout", plan.stdout() ? "1" : "0")
            .with("stderr", plan.stderr() ? "1" : "0")
            .with("follow", follow ? "1" : "0")
            .with("tail", plan.tail() < 0 ? "all" : Integer.toString(plan.tail()));
    if (plan.times()) {
      url = url.with("timestamps", "1");
    }
    Instant since = plan.since();
    if (since != null) {
      url = url.with("since", seconds(since.minusNanos(GRAIN_NANOS)));
    }
    Instant until = plan.until();
    if (until != null) {
      url = url.with("until", seconds(until.plusNanos(GRAIN_NANOS)));
    }
    return url.toString();
  }

  /** Seconds since 1970 with nine decimals. */
  private static String seconds(Instant time) {
    String nanos = Integer.toString(1_000_000_000 + time.getNano());
    return Math.max(0, time.getEpochSecond()) + "." + nanos.substring(1);
  }

  private Response open(Request request, String what) {
    Response response = api.open(request.onFreshConnection().within(Api.QUICK), what);
    response.unlimited();
    return response;
  }

  /** Lines that have been read already. */
  private record ReadLines(Queue<LogLine> lines) implements LogStream {

    @Override
    public @Nullable LogLine next() {
      return lines.poll();
    }

    @Override
    public void close() {
      // There is nothing to let go of.
    }
  }
}
