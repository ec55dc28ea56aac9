package dev.drydock.spec.container;

/**
 * When the engine starts a container again whose main process has ended; {@code
 * HostConfig.RestartPolicy}. What ends because it was stopped or killed through Drydock is not
 * started again.
 *
 * @param name the engine's word: {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param retries how often in a row after a failure; 0 for without end
 */
public record RestartPolicy(String name, int retries) {

  private static final String ON_FAILURE = "on-failure";

  /**
   * Checks the policy.
   *
   * @throws IllegalArgumentException when it is none
   */
  public RestartPolicy {
    if (!name.equals(ON_FAILURE) && !name.equals("always") && !name.equals("unless-stopped")) {
      throw new IllegalArgumentException(
          "restart policy must be always, unless-stopped or on-failure, was " + name);
    }
    if (retries < 0 || (retries > 0 && !name.equals(ON_FAILURE))) {
      throw new IllegalArgumentException(
          "restart retries must be 0 or more, and are for on-failure only, was "
              + retries
              + " for "
              + name);
    }
  }

  /** Whatever its exit code was. */
  public static RestartPolicy always() {
    return new RestartPolicy("always", 0);
  }

  /** Whatever its exit code was, unless it was stopped before the engine itself started anew. */
  public static RestartPolicy unlessStopped() {
    return new RestartPolicy("unless-stopped", 0);
  }

  /** When its exit code was not 0. */
  public static RestartPolicy onFailure() {
    return new RestartPolicy(ON_FAILURE, 0);
  }

  /** When its exit code was not 0, so many times. */
  public static RestartPolicy onFailure(int retries) {
    return new RestartPolicy(ON_FAILURE, retries);
  }

  /** As the {@code docker} command writes it: {@code on-failure:3}. */
  @Override
  public String toString() {
    return retries == 0 ? name : name + ":" + retries;
  }
}
