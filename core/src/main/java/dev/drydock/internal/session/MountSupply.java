package dev.drydock.internal.session;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.runtime.Image;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;

/** Sees to it that what a container mounts is there before it is made. */
final class MountSupply {

  private MountSupply() {}

  /**
   * Has images whose files are mounted pulled, as the policy says.
   *
   * @return the plan with these images under the names that they have on the engine
   * @throws dev.drydock.model.ClosedException when a volume has been closed: the engine would make
   *     another under its name, which nobody removes
   */
  static ContainerPlan provide(LiveSession session, ContainerPlan plan) {
    ContainerSpec spec = plan.spec();
    for (Mount each : plan.spec().mounts()) {
      if (each instanceof Mount.VolumeMount mount && mount.volume() instanceof LiveVolume volume) {
        volume.requireOpen("mount");
      } else if (each instanceof Mount.ImageMount mount) {
        Image had = session.image(mount.image(), spec.pullPolicy());
        spec =
            spec.withMount(
                new Mount.ImageMount(had.name(), mount.containerPath(), mount.subpath()));
      }
    }
    return new ContainerPlan(plan.name(), plan.image(), plan.labels(), spec);
  }
}
