package dev.drydock.internal.session;

import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Image;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image that a session has built or found. */
final class LiveBuiltImage implements BuiltImage {

  private final LiveImage image;
  private final @Nullable List<BuildStep> steps;

  /**
   * An image.
   *
   * @param entry what goes with the session; null when the image is kept
   * @param steps the steps of the build; null when there was none
   */
  LiveBuiltImage(
      LiveSession session,
      ImageName name,
      String id,
      Ledger.@Nullable Entry entry,
      @Nullable List<BuildStep> steps) {
    this.image = new LiveImage(session, name, id, entry);
    this.steps = steps;
  }

  @Override
  public boolean wasBuilt() {
    return steps != null;
  }

  @Override
  public List<BuildStep> steps() {
    return steps == null ? history(details()) : steps;
  }

  private static List<BuildStep> history(ImageDetails details) {
    List<BuildStep> steps = new ArrayList<>();
    List<ImageLayer> left = new ArrayList<>(details.layers());
    for (HistoryEntry each : details.history()) {
      ImageLayer layer = null;
      if (!left.isEmpty() && left.get(0).instruction().equals(each.instruction())) {
        layer = left.remove(0);
      }
      steps.add(new BuildStep("", each.instruction(), true, Duration.ZERO, layer));
    }
    return steps;
  }

  @Override
  public ImageName name() {
    return image.name();
  }

  @Override
  public String id() {
    return image.id();
  }

  @Override
  public ImageDetails details() {
    return image.details();
  }

  @Override
  public Image tag(ImageName name) {
    return image.tag(name);
  }

  @Override
  public void save(Path file) {
    image.save(file);
  }

  @Override
  public ImageName push() {
    return image.push();
  }

  @Override
  public ImageName push(RegistryCredentials credentials) {
    return image.push(credentials);
  }

  @Override
  public void remove() {
    image.remove();
  }

  @Override
  public String toString() {
    return image.toString();
  }
}
