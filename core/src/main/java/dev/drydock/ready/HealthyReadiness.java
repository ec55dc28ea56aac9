package dev.drydock.ready;

/** The healthcheck succeeds. */
enum HealthyReadiness implements Readiness {
  INSTANCE;

  @Override
  public String describe() {
    return "the healthcheck succeeds";
  }

  @Override
  public Look begin(Target target) {
    return Target::healthcheck;
  }
}
