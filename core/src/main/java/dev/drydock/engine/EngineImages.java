package dev.drydock.engine;

import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an engine does with images. See {@link Engine} for what holds for every verb. */
public interface EngineImages {

  /**
   * Pulls an image. {@code POST /images/create}.
   *
   * @param platform which of the images that the name stands for; null for the engine's own
   * @param credentials what the engine shows the image's registry; null for none
   * @param progress receives a line for people now and then
   * @throws dev.drydock.model.ImageException when it cannot be had
   */
  void pull(
      ImageName image,
      @Nullable Platform platform,
      @Nullable RegistryCredentials credentials,
      Consumer<String> progress);

  /**
   * Inspects an image. {@code GET /images/NAME/json}.
   *
   * @throws dev.drydock.model.ImageException when the engine does not have it
   */
  ImageFacts inspect(ImageName image);
}
