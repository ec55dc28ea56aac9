package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineEvent;
import dev.drydock.internal.plan.ContainerPlanner;
import dev.drydock.internal.wait.Outcome;
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

  StartAgain(LiveSession session, String id, ContainerSpec spec, LiveTarget before) {
    this.hub = session.hub();
    this.engine = hub.engine();
    this.id = id;
    this.spec = spec;
    this.before = before;
  }

  /** What is known of it now. */
  LiveTarget run() {
    LiveTarget target =
        new LiveTarget(engine, hub.threads(), before.name(), spec.restartPolicy() != null);
    Consumer<EngineEvent> listener = target::onEvent;
    hub.events().listen(id, listener);
    try {
      if (spec.readiness().readsLog()) {
        target.attached(engine.containers().attach(id, before.facts().tty()));
      }
      hub.openEvents().join();
      engine.containers().start(id);
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
}
