package dev.drydock.internal.docker;

import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.LayerProgress.Stage;
import org.jspecify.annotations.Nullable;

/** Reads what an engine tells of a layer that it pulls or pushes. */
final class LayerMessage {

  private LayerMessage() {}

  /** Null when it is about something else. */
  static @Nullable LayerProgress read(JsonObject message) {
    String id = message.text("id");
    String status = message.text("status");
    if (id.isEmpty() || status.startsWith("Pulling from")) {
      return null;
    }
    JsonObject detail = message.object("progressDetail");
    long bytes = detail.number("current");
    long total = detail.number("total");
    return switch (status) {
      case "Downloading", "Pushing", "Copying blob" ->
          new LayerProgress(id, Stage.TRANSFER, bytes, Math.max(bytes, total));
      case "Extracting", "Verifying Checksum", "Download complete" ->
          new LayerProgress(id, Stage.UNPACKING, bytes, Math.max(bytes, total));
      case "Pull complete", "Already exists", "Pushed", "Layer already exists" ->
          new LayerProgress(id, Stage.DONE, 0, 0);
      default ->
          status.startsWith("Mounted from")
              ? new LayerProgress(id, Stage.DONE, 0, 0)
              : new LayerProgress(id, Stage.WAITING, 0, 0);
    };
  }
}
