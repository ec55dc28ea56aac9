package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.LogStream;
import dev.drydock.engine.VolumePlan;
import dev.drydock.engine.VolumeUser;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.LogLine;
import dev.drydock.model.TimedOutException;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Empties a volume. One of Drydock's own that nobody has mounted is made anew. Engines have no verb
 * to remove a file: in any other a shell does it.
 */
final class VolumeEmptying {

  private static final String REMOVE_ALL =
      "cd " + VolumeShelf.PLACE + " && rm -rf -- * .[!.]* ..?* && [ -z \"$(ls -A)\" ]";

  /** So much may be in it that its removal takes a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

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
          ContainerSpec.of(each).withEntrypoint("sh", "-c").withCommand(REMOVE_ALL).withUser("0:0");
      try (VolumeShelf shelf = VolumeShelf.make(session, volume, shell)) {
        said = run(shelf.id());
        if (said.isEmpty()) {
          return;
        }
      } catch (ImageException e) {
        said = String.valueOf(e.getMessage());
      } catch (EngineException e) {
        if (e.status() == 0) {
          throw e;
        }
        // It has no shell.
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

  /** What went wrong, or nothing. */
  private String run(String id) {
    try (LogStream output = engine.containers().attach(id, false)) {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(() -> text(output), session.hub().threads());
      engine.containers().start(id);
      OptionalInt code = engine.containers().life().awaitEnd(id, PATIENCE);
      if (code.isEmpty()) {
        throw new TimedOutException(
            "Volume "
                + volume.name()
                + " was not emptied within "
                + FailureReport.seconds(PATIENCE)
                + ".",
            null);
      }
      return code.getAsInt() == 0 ? "" : "exit code " + code.getAsInt() + " " + said.join();
    }
  }

  private static String text(LogStream output) {
    StringBuilder text = new StringBuilder();
    for (LogLine line = output.next(); line != null; line = output.next()) {
      text.append(text.length() == 0 ? "" : "\n").append(line.text());
    }
    return text.toString();
  }
}
