package dev.drydock.spec.container;

import java.util.regex.Pattern;

/**
 * A limit that the kernel sets each process of a container; one entry of {@code
 * HostConfig.Ulimits}.
 *
 * @param name the kernel's name in lower case: {@code nofile}, {@code nproc}, {@code memlock}
 * @param soft the limit in force; -1 for none
 * @param hard how far a process may raise it itself; -1 for no end
 */
public record Ulimit(String name, long soft, long hard) {

  private static final Pattern NAME = Pattern.compile("[a-z]{2,12}");

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException when the name is none in shape, or the soft limit is over the
   *     hard one
   */
  public Ulimit {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "ulimit must be named in lower case, like nofile, was " + name);
    }
    if (soft < -1 || hard < -1) {
      throw new IllegalArgumentException(
          "ulimit " + name + " must be 0 or more, or -1 for none, was " + soft + ":" + hard);
    }
    if (hard != -1 && (soft == -1 || soft > hard)) {
      throw new IllegalArgumentException(
          "ulimit " + name + " must be soft <= hard, was " + soft + ":" + hard);
    }
  }

  /** As the {@code docker} command writes it: {@code nofile=1024:2048}. */
  @Override
  public String toString() {
    return name + "=" + soft + ":" + hard;
  }
}
