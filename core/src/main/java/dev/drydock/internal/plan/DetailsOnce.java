package dev.drydock.internal.plan;

import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineDetails;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an engine says of itself, asked when it is needed first. */
final class DetailsOnce implements Supplier<EngineDetails> {

  private final Engine engine;
  private volatile @Nullable EngineDetails known;

  DetailsOnce(Engine engine) {
    this.engine = engine;
  }

  @Override
  public EngineDetails get() {
    EngineDetails details = known;
    if (details == null) {
      details = engine.details();
      known = details;
    }
    return details;
  }
}
