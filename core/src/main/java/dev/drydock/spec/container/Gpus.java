package dev.drydock.spec.container;

import java.util.List;

/**
 * Which graphics processors a container may use; an entry of {@code HostConfig.DeviceRequests}.
 *
 * @param count how many; -1 for all, 0 when they are named
 * @param ids their numbers or UUIDs; none when they are counted
 */
public record Gpus(int count, List<String> ids) {

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException when they are neither counted nor named, or both
   */
  public Gpus {
    ids = List.copyOf(ids);
    if (count < -1 || (count == 0) == ids.isEmpty()) {
      throw new IllegalArgumentException(
          "gpus must be counted (1 or more, or -1 for all) or named, was " + count + " and " + ids);
    }
  }

  /** All that the host has. */
  public static Gpus all() {
    return new Gpus(-1, List.of());
  }

  /** So many of them. */
  public static Gpus count(int count) {
    return new Gpus(count, List.of());
  }

  /** Those with these numbers or UUIDs. */
  public static Gpus ids(String... ids) {
    return new Gpus(0, List.of(ids));
  }
}
