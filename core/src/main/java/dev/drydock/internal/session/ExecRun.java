package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineExecs;
import dev.drydock.engine.EngineExecs.ExecFacts;
import dev.drydock.engine.ProcessStream;
import dev.drydock.internal.docker.LineAssembler;
import dev.drydock.internal.docker.StdinPump;
import dev.drydock.internal.wait.Signal;
import dev.drydock.model.DrydockException;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.model.TimedOutException;
import dev.drydock.spec.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One command whose output is handed on while it runs, or which may run only so long. Engines have
 * no word for the killing of a command: it is found by a mark in its environment, which its
 * children inherit, and killed by a second command.
 */
final class ExecRun {

  private static final String MARK = "DRYDOCK_EXEC";
  private static final Duration KILL_LIMIT = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final String KILL =
      "for p in /proc/[0-9]*; do case \"$(cat $p/environ 2>/dev/null)\" in"
          + " *MARKED*) kill -9 ${p#/proc/} 2>/dev/null;; esac; done; true";

  private final EngineExecs execs;
  private final Engine engine;
  private final ExecutorService threads;
  private final String containerId;
  private final String title;
  private final ExecSpec command;
  private final String mark = UUID.randomUUID().toString();
  private final Signal never = new Signal();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private volatile boolean late;

  ExecRun(
      Engine engine, ExecutorService threads, String containerId, String title, ExecSpec command) {
    this.engine = engine;
    this.execs = engine.containers().execs();
    this.threads = threads;
    this.containerId = containerId;
    this.title = title;
    this.command = command.timeout() == null ? command : command.withEnv(MARK, mark);
  }

  ExecResult run() {
    String execId = execs.create(containerId, command, false);
    long begin = System.nanoTime();
    try (ProcessStream stream = execs.start(execId, command);
        @Nullable StdinPump pump = feed(stream)) {
      @Nullable Deadline deadline = deadline(stream);
      try {
        read(stream, pump, execId);
      } catch (RuntimeException | Error e) {
        if (command.timeout() != null) {
          kill(execId);
        }
        throw e;
      } finally {
        if (deadline != null) {
          deadline.cancel();
        }
      }
    }
    if (late) {
      throw timedOut(kill(execId));
    }
    return ExecResult.of(exitCode(execId, begin), out.toByteArray(), err.toByteArray());
  }

  /** Ends the reading when the time is over. */
  private @Nullable Deadline deadline(ProcessStream stream) {
    Duration limit = command.timeout();
    if (limit == null) {
      return null;
    }
    Deadline deadline =
        new Deadline(
            () -> {
              late = true;
              stream.close();
            },
            limit);
    threads.execute(deadline);
    return deadline;
  }

  private @Nullable StdinPump feed(ProcessStream stream) {
    Supplier<? extends InputStream> stdin = command.stdin();
    return stdin == null
        ? null
        : StdinPump.start(stdin, stream, "run " + command.command().get(0) + " in " + title);
  }

  private void read(ProcessStream stream, @Nullable StdinPump pump, String execId) {
    Queue<LogLine> ready = new ArrayDeque<>();
    LineAssembler lines = new LineAssembler(ready);
    Consumer<LogLine> consumer = command.output();
    byte[] buffer = new byte[32 * 1024];
    for (int count = next(stream, buffer, pump, execId);
        count >= 0;
        count = next(stream, buffer, pump, execId)) {
      if (consumer == null) {
        (stream.source() == LogSource.STDOUT ? out : err).write(buffer, 0, count);
      } else {
        lines.add(stream.source(), buffer, count);
        hand(ready, consumer);
      }
    }
    if (pump != null) {
      pump.throwIfSourceFailed();
    }
    if (consumer != null) {
      lines.end();
      hand(ready, consumer);
    }
  }

  private int next(ProcessStream stream, byte[] buffer, @Nullable StdinPump pump, String execId) {
    try {
      return stream.read(buffer);
    } catch (EngineException e) {
      // What a command did not read of its input makes some connections end so.
      if (pump == null || !awaitEnd(execId)) {
        throw e;
      }
      return -1;
    }
  }

  private static void hand(Queue<LogLine> ready, Consumer<LogLine> consumer) {
    for (LogLine line = ready.poll(); line != null; line = ready.poll()) {
      consumer.accept(line);
    }
  }

  /** Kills the command and all that it started; whether it is gone. */
  private boolean kill(String execId) {
    boolean interrupted = Thread.interrupted();
    try {
      String line = KILL.replace("MARKED", MARK + "=" + mark);
      ExecSpec killer = ExecSpec.of("/bin/sh", "-c", line);
      String user = command.user();
      // Another user's environment is not to be read, not even by root without more rights.
      var unused =
          engine.containers().exec(containerId, user == null ? killer : killer.withUser(user));
      return awaitEnd(execId);
    } catch (DrydockException e) {
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean awaitEnd(String execId) {
    long end = System.nanoTime() + KILL_LIMIT.toNanos();
    long pause = FIRST_PAUSE;
    while (System.nanoTime() < end) {
      if (!execs.inspect(execId).running()) {
        return true;
      }
      pause(pause);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
    return false;
  }

  /** Engines announce the end of a command to nobody who is not attached to it. */
  private void pause(long nanos) {
    try {
      never.await(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while waiting for " + command.command().get(0) + " in " + title, e);
    }
  }

  private TimedOutException timedOut(boolean killed) {
    Duration limit = command.timeout();
    return new TimedOutException(
        command.command().get(0)
            + " in "
            + title
            + " did not end within "
            + FailureReport.seconds(limit == null ? Duration.ZERO : limit)
            + (killed
                ? ". It was killed."
                : ". It could not be killed, for which the image needs sh and cat; it goes on until"
                    + " its container ends."),
        null);
  }

  /** The engine ends the streams a little before it notes the end of the process. */
  private int exitCode(String execId, long begin) {
    long pause = FIRST_PAUSE;
    while (true) {
      ExecFacts facts = execs.inspect(execId);
      if (facts.ended()) {
        return facts.exitCode();
      }
      Duration limit = command.timeout();
      if (limit != null && System.nanoTime() - begin > limit.toNanos()) {
        throw timedOut(kill(execId));
      }
      pause(pause);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
    }
  }

  /** Does something when a time is over, unless it is cancelled before. */
  private static final class Deadline implements Runnable {

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Runnable action;
    private final Duration limit;

    Deadline(Runnable action, Duration limit) {
      this.action = action;
      this.limit = limit;
    }

    @Override
    public void run() {
      try {
        if (!cancelled.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
          action.run();
        }
      } catch (InterruptedException e) {
        // Drydock is being closed.
      }
    }

    void cancel() {
      cancelled.countDown();
    }
  }
}
