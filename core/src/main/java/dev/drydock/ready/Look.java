package dev.drydock.ready;

/**
 * One look at a container. Users may implement it.
 *
 * <p>A look returns soon (its own waits stay under a second) and honours interrupts. An exception
 * other than {@link InterruptedException} counts as "not yet", with its message as the reason.
 */
@FunctionalInterface
public interface Look {

  /**
   * Looks once.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   * @throws Exception when the look failed, which counts as not yet
   */
  Verdict look(Target target) throws Exception;
}
