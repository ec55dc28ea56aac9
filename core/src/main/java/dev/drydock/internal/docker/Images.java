package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
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
      ImageName image,
      @Nullable Platform platform,
      @Nullable RegistryCredentials credentials,
      Consumer<String> progress) {
    new Pull(api, image, platform, credentials, progress).run();
  }

  @Override
  public ImageFacts inspect(ImageName image) {
    JsonObject answer;
    try {
      answer =
          api.object(
              Request.get(Url.of("/images/").part(image.toString()).then("/json").toString())
                  .within(Api.QUICK),
              "inspect image " + image);
    } catch (EngineException e) {
      if (e.status() == 404) {
        throw new ImageException("The engine at " + address + " does not have image " + image, e);
      }
      throw e;
    }
    return new ImageFacts(
        answer.text("Id"), InspectAnswer.ports(answer.object("Config").object("ExposedPorts")));
  }
}
