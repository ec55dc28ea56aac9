package dev.drydock.internal.docker;

import dev.drydock.engine.LayerProgress;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pull of an image. */
final class Pull {

  private final Api api;
  private final ImageName image;
  private final @Nullable Platform platform;
  private final @Nullable RegistryCredentials credentials;
  private final Consumer<LayerProgress> progress;

  Pull(
      Api api,
      ImageName image,
      @Nullable Platform platform,
      @Nullable RegistryCredentials credentials,
      Consumer<LayerProgress> progress) {
    this.api = api;
    this.image = image;
    this.platform = platform;
    this.credentials = credentials;
    this.progress = progress;
  }

  void run() {
    String version = image.digest().orElse(image.tag().orElse("latest"));
    Url url =
        Url.of("/images/create").with("fromImage", image.withoutVersion()).with("tag", version);
    if (platform != null) {
      url = url.with("platform", platform.toString());
    }
    Request request = Request.post(url.toString());
    if (credentials != null) {
      request.header("X-Registry-Auth", LayerStream.header(api, image, credentials));
    }
    String what = "pull image " + image + (platform == null ? "" : " for " + platform);
    new LayerStream(api, image, what, progress).read(request);
  }
}
