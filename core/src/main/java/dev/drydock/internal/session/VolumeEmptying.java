package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.VolumePlan;
import dev.drydock.engine.VolumeUser;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageName;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Empties a volume. One of Drydock's own that nobody has mounted is made anew. Engines have no verb
 * to remove a file: in any other a shell does it.
 */
final class VolumeEmptying {

  private static final String REMOVE_ALL =
      "cd " + VolumeShelf.PLACE + " && rm -rf -- * .[!.]* ..?* && [ -z \"$(ls -A)\" ]";

  private final LiveSession session;
  private final Engine engine;
  private final VolumeRef volume;
  private final @Nullable VolumePlan plan;

  /**
   * @param plan how Drydock made it, if it did
   */
  VolumeEmptying(LiveSession session, VolumeRef volume, @Nullable VolumePlan plan) {
    this.session = session;
    this.engine = session.hub().engine();
    this.volume = volume;
    this.plan = plan;
  }

  void run() {
    List<VolumeUser> users = engine.volumes().users(volume.name());
    for (VolumeUser each : users) {
      if (each.alive()) {
        throw new IllegalStateException(
            "Volume "
                + volume.name()
                + " cannot be restored: container "
                + each.name()
                + " runs and has it mounted. Stop it first.");
      }
    }
    if (users.isEmpty() && plan != null && isMadeOfNothing(plan)) {
      engine.volumes().remove(volume.name());
      engine.volumes().create(plan);
    } else {
      byShell(users);
    }
  }

  /** What another driver, or a device, holds may outlive the volume. */
  private static boolean isMadeOfNothing(VolumePlan plan) {
    return plan.spec().driver().equals("local") && plan.spec().driverOptions().isEmpty();
  }

  private void byShell(List<VolumeUser> users) {
    List<ImageName> images = new ArrayList<>();
    users.forEach(each -> images.add(ImageName.parse(each.image())));
    if (images.isEmpty()) {
      images.addAll(engine.images().present());
    }
    String said = "the engine has no image";
    for (ImageName each : images) {
      ContainerSpec shell =
          ContainerSpec.of(each)
              .withEntrypoint("sh", "-c")
              .withCommand(REMOVE_ALL)
              .withUser("0:0")
              .withMount(Mount.volume(volume, VolumeShelf.PLACE).withoutCopy());
      try {
        ExecResult result = session.run(shell);
        if (result.exitCode() == 0) {
          return;
        }
        said = result.stderr().strip();
      } catch (ContainerStartException e) {
        said = String.valueOf(e.getMessage());
      }
    }
    throw new EngineException(
        0,
        "Volume "
            + volume.name()
            + " cannot be emptied to be restored, by a shell of any of "
            + images
            + ": "
            + said,
        null);
  }
}
