package dev.drydock.internal.session;

import dev.drydock.engine.Settings;

/** Whether images may be built, and pulled by their names: the setting {@code drydock.build}. */
final class BuildPermission {

  private BuildPermission() {}

  /**
   * Whether they may.
   *
   * @throws IllegalArgumentException when the setting is neither {@code allowed} nor {@code never}
   */
  static boolean isGiven(Settings settings) {
    String wanted = settings.get("drydock.build").orElse("allowed");
    return switch (wanted) {
      case "allowed" -> true;
      case "never" -> false;
      default ->
          throw new IllegalArgumentException(
              "drydock.build must be never or allowed, was " + wanted);
    };
  }
}
