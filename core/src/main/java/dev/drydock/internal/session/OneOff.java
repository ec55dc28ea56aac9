package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.ProcessStream;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogSource;
import dev.drydock.model.TimedOutException;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkAttachment;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A task that runs once in a container of its own, which is removed afterwards. */
final class OneOff {

  /** How long those who get its log lines may take for the last of them. */
  private static final Duration LAST_LINES = Duration.ofSeconds(10);

  private final LiveSession session;
  private final ContainerSpec spec;

  OneOff(LiveSession session, ContainerSpec spec) {
    this.session = session;
    this.spec = spec;
  }

  /**
   * The task that runs this command in surroundings like those of a container; who reads that
   * container's log does not get the task's, a logger apart, which is told whose line it is.
   */
  static ContainerSpec beside(ContainerSpec other, String... command) {
    ContainerSpec task =
        other
            .withoutPorts()
            .withoutNetworks()
            .withoutName()
            .withoutRestartPolicy()
            .withoutLogConsumers()
            .withoutLogFile()
            .withReadiness(Readiness.running())
            .withCommand(command);
    for (NetworkAttachment each : other.networks()) {
      task = task.withNetwork(each.network());
    }
    return task;
  }

  ExecResult run() {
    if (spec.restartPolicy() != null) {
      throw new IllegalArgumentException(
          "the description of "
              + spec.image()
              + " is run as a task, which ends once, and is started again when it ends (restart"
              + " policy "
              + spec.restartPolicy()
              + "). Leave out withRestartPolicy.");
    }
    Engine engine = session.hub().engine();
    String title = spec.image().toString();
    ContainerStart making = new ContainerStart(session, spec, title);
    LiveUnstarted task = making.create();
    try (task;
        ProcessStream stream =
            engine.containers().execs().attach(task.id(), task.created().tty(), false)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      CompletableFuture<Void> read =
          CompletableFuture.runAsync(() -> read(stream, out, err), session.hub().threads());
      start(engine, task);
      LiveContainer followed = making.forwardLogs(task);
      Duration limit = spec.startTimeout();
      OptionalInt code = engine.containers().life().awaitEnd(task.id(), limit);
      if (code.isEmpty()) {
        String late = title + " did not end within " + FailureReport.seconds(limit);
        throw new TimedOutException(
            FailureReport.withLog(
                late + ". It was removed.", engine, task.id(), task.created().tty()),
            null);
      }
      read.join();
      if (followed != null) {
        followed.finishLogs(LAST_LINES);
      }
      return ExecResult.of(code.getAsInt(), out.toByteArray(), err.toByteArray());
    }
  }

  private void start(Engine engine, LiveUnstarted task) {
    try {
      engine.containers().start(task.id());
    } catch (EngineException e) {
      throw FailureReport.refused(spec.image().toString(), e, null);
    }
  }

  private static void read(
      ProcessStream stream, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    byte[] buffer = new byte[32 * 1024];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      (stream.source() == LogSource.STDOUT ? out : err).write(buffer, 0, count);
    }
  }
}
