package dev.drydock.internal.plan;

import dev.drydock.engine.EngineInfo;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;

/** What an engine must be for the mounts of a description. */
final class MountRules {

  private MountRules() {}

  /**
   * Checks them.
   *
   * @throws UnsupportedWishException when the engine does not have such mounts
   * @throws IllegalArgumentException when one hides a file that is to be copied
   */
  static void check(ContainerSpec spec, EngineInfo engine) {
    for (Mount each : spec.mounts()) {
      if (each instanceof Mount.Tmpfs) {
        refuseFilesBelow(spec, each.containerPath());
      }
      if (engine.operatingSystem().equals("windows")) {
        requireWindows(spec, each, engine);
      }
      if (each instanceof Mount.VolumeMount volume && !volume.subpath().isEmpty()) {
        String wish = "subpath " + volume.subpath() + " of volume " + volume.volume().name();
        require(spec, wish, engine, 45);
      } else if (each instanceof Mount.ImageMount mount) {
        require(spec, "the files of image " + mount.image(), engine, 48);
        if (!mount.subpath().isEmpty()) {
          require(spec, "subpath " + mount.subpath() + " of image " + mount.image(), engine, 49);
        }
      }
    }
  }

  private static void refuseFilesBelow(ContainerSpec spec, String tmpfs) {
    for (String each : spec.files().keySet()) {
      if (each.startsWith(tmpfs + "/")) {
        throw new IllegalArgumentException(
            "the description of "
                + spec.image()
                + " has a file to be copied before the start, "
                + each
                + ", below a tmpfs, which is empty at the start: "
                + tmpfs
                + ". Copy it elsewhere, or use a volume there.");
      }
    }
  }

  private static void require(ContainerSpec spec, String wish, EngineInfo engine, int minor) {
    if (!engine.speaks(1, minor)) {
      throw new UnsupportedWishException(
          spec.image()
              + " asks to mount "
              + wish
              + ", which needs Engine API 1."
              + minor
              + ", and this engine speaks "
              + engine.apiVersion()
              + ": "
              + engine.product(),
          null);
    }
  }

  /** Refuses what only Linux can. */
  private static void requireWindows(ContainerSpec spec, Mount mount, EngineInfo engine) {
    String wish =
        mount instanceof Mount.Tmpfs
            ? "a tmpfs"
            : mount instanceof Mount.Bind bind && bind.propagation() != null
                ? "propagation of mounts"
                : null;
    if (wish != null) {
      throw new UnsupportedWishException(
          spec.image()
              + " asks for "
              + wish
              + " at "
              + mount.containerPath()
              + ", which Windows containers do not have, and this engine runs those: "
              + engine.product()
              + ". Use a volume, or switch the engine to Linux containers.",
          null);
    }
  }
}
