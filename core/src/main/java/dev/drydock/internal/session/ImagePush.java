package dev.drydock.internal.session;

import dev.drydock.internal.registry.Credentials;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import org.jspecify.annotations.Nullable;

/** Brings an image from the engine to the registry that its name tells. */
final class ImagePush {

  private final Hub hub;
  private final ImageName image;

  ImagePush(Hub hub, ImageName image) {
    this.hub = hub;
    this.image = image;
  }

  /**
   * Pushes it.
   *
   * @param given what to log in with; null for what the docker command has
   * @return the name with the digest that it has at the registry
   */
  ImageName run(@Nullable RegistryCredentials given) {
    RegistryCredentials login =
        given == null ? Credentials.ofUser().at(image.registry().orElse(null)).orElse(null) : given;
    try (Progress.Transfer transfer =
        hub.pulls().progress().begin("Pushing", "Pushed", image.toString())) {
      String digest =
          new ImageAttempts("Push", image)
              .run(() -> hub.engine().images().push(image, login, transfer));
      transfer.arrived();
      return image.withoutTag().withDigest(digest);
    } catch (ImageException e) {
      throw FailureReport.notPushed(image, login, e);
    }
  }
}
