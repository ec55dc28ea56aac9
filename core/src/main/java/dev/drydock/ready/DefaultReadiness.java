package dev.drydock.ready;

/**
 * Stands for the default until the container's facts are known; planning puts the real one in its
 * place.
 */
enum DefaultReadiness implements Readiness {
  INSTANCE;

  @Override
  public String describe() {
    return "the container is ready by default";
  }

  @Override
  public Look begin(Target target) {
    throw new IllegalStateException("the default readiness is resolved before a wait begins");
  }
}
