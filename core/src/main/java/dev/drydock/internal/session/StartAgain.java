package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.model.EngineException;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import java.util.function.Consumer;

/** The start of a container that has run before: to ready, or to a report; the container stays. */
final class StartAgain {

  private final Hub hub;
  private final Engine engine;
  private final String id;
  private final ContainerSpec spec;
  private final LiveTarget before;
  private final Runnable started;

  /**
   * @param started is run once it runs, before it is ready
   */
  StartAgain(
      LiveSession session, String id, ContainerSpec spec, LiveTarget before, Runnable started) {
    this.hub = session.hub();
    this.engine = hub.engine();
    this.id = id;
    this.spec = spec;
    this.before = before;
    this.started = started;
  }

  /** What is known of it now. */
  LiveTarget run() {
    LiveTarget target = new LiveTarget(hub, before.name(), spec, true);
    Consumer<EngineEvent> listener = target::onEvent;
    hub.events().listen(id, listener);
    try {
      target.openLog(id, before.facts().tty(), true);
      hub.openEvents().join();
      start();
      started.run();
      target.learn(engine.containers().inspect(id));
      Readiness readiness = ContainerPlanner.readiness(spec, target.facts());
      Outcome outcome = hub.await(target, readiness, spec.startTimeout());
      if (outcome.end() != Outcome.End.READY) {
        throw FailureReport.notReady(
            engine,
            before.name(),
            () -> engine.containers().inspect(id),
            readiness,
            spec.startTimeout(),
            outcome);
      }
      return target;
    } finally {
      hub.events().forget(id, listener);
      target.stopReadingLog();
    }
  }

  private void start() {
    try {
      engine.containers().start(id);
    } catch (EngineException e) {
      // Its host port may be somebody else's by now.
      throw e.status() >= 400 ? FailureReport.refused(before.name(), e, null) : e;
    }
  }
}
