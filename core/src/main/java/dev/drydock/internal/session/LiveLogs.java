package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.Subscription;
import dev.drydock.internal.wait.Waiter;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import dev.drydock.runtime.LogMark;
import dev.drydock.runtime.Logs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a live container's log. */
final class LiveLogs implements Logs {

  private final LiveContainer container;
  private final LogPlan plan;

  LiveLogs(LiveContainer container, LogPlan plan) {
    this.container = container;
    this.plan = plan;
  }

  private Logs with(LogPlan other) {
    return new LiveLogs(container, other);
  }

  @Override
  public Logs stdout() {
    return with(plan.of(true, false));
  }

  @Override
  public Logs stderr() {
    return with(plan.of(false, true));
  }

  @Override
  public Logs since(Instant time) {
    return with(plan.from(time));
  }

  @Override
  public Logs since(LogMark mark) {
    return with(plan.from(mark.time().plusNanos(1)));
  }

  @Override
  public Logs until(Instant time) {
    return with(plan.to(time));
  }

  @Override
  public Logs tail(int lines) {
    if (lines < 0) {
      throw new IllegalArgumentException("tail must be 0 lines or more, was " + lines);
    }
    return with(plan.last(lines));
  }

  @Override
  public Logs withTimes() {
    return with(plan.timed(true));
  }

  @Override
  public List<LogLine> lines() {
    List<LogLine> lines = new ArrayList<>();
    forEach(lines::add);
    return lines;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  @Override
  public void forEach(Consumer<? super LogLine> consumer) {
    try (LogStream stream = container.openLog(plan)) {
      for (LogLine line = stream.next(); line != null; line = stream.next()) {
        consumer.accept(line);
      }
    }
  }

  @Override
  public Subscription follow(Consumer<LogLine> consumer) {
    return container.follow(plan, consumer, () -> {});
  }

  @Override
  public LogLine await(String regex, Duration timeout) {
    Pattern pattern = Pattern.compile(regex);
    CompletableFuture<@Nullable LogLine> found = new CompletableFuture<>();
    Consumer<LogLine> looking =
        line -> {
          if (pattern.matcher(line.text()).find()) {
            found.complete(line);
          }
        };
    Duration waited = null;
    LogFollowing pump = container.follow(plan, looking, () -> found.complete(null));
    try {
      LogLine line = found.get(Waiter.nanos(timeout), TimeUnit.NANOSECONDS);
      if (line != null) {
        return line;
      }
    } catch (TimeoutException e) {
      waited = timeout;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while waiting for a log line of " + container + ".", e);
    } finally {
      pump.close();
    }
    Engine engine = container.engine("inspect");
    throw FailureReport.noLine(
        engine,
        container.target().name(),
        () -> engine.containers().inspect(container.id()),
        regex,
        waited);
  }

  @Override
  public LogMark mark() {
    Engine engine = container.engine("read the log of");
    return new LogMark(lastTime(engine, container.id(), container.target().facts().tty()));
  }

  /** When the last line there is now was written; the epoch when there is none. */
  static Instant lastTime(Engine engine, String id, boolean tty) {
    LogPlan last = LogPlan.all().last(1).timed(true);
    Instant time = Instant.EPOCH;
    try (LogStream stream = engine.containers().logs(id, tty, last)) {
      for (LogLine line = stream.next(); line != null; line = stream.next()) {
        Instant its = line.time();
        time = its == null ? time : its;
      }
    }
    return time;
  }

  @Override
  public String toString() {
    return "log of " + container;
  }
}
