package dev.drydock.engine;

/**
 * Connects to one kind of engine. Found by {@link java.util.ServiceLoader}; those who write a back
 * end implement it.
 */
public interface EngineProvider {

  /** Whether it speaks to addresses of this form. */
  boolean supports(EngineAddress address);

  /**
   * Connects, which proves that the engine answers.
   *
   * @throws dev.drydock.model.NoEngineException when it does not, saying why
   */
  Engine connect(EngineAddress address);
}
