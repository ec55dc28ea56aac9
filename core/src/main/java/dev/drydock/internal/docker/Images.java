package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the Docker Engine API does with images. */
final class Images implements EngineImages {

  private final Api api;
  private final EngineAddress address;

  Images(Api api, EngineAddress address) {
    this.api = api;
    this.address = address;
  }

  @Override
  public void pull(
      ImageName image, @Nullable RegistryCredentials credentials, Consumer<String> progress) {
    new Pull(api, image, credentials, progress).run();
  }

  @Override
  public ImageFacts inspect(ImageName image) {
    return DockerJava.over(api, address).inspectImage(image);
  }
}
