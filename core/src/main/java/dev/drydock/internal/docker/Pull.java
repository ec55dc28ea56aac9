package dev.drydock.internal.docker;

import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import java.io.IOException;
import java.util.function.Consumer;

/** One pull of an image. */
final class Pull {

  private final Api api;
  private final ImageName image;
  private final PullProgress progress;
  private final Consumer<String> lines;
  private final String what;

  Pull(Api api, ImageName image, Consumer<String> lines) {
    this.api = api;
    this.image = image;
    this.lines = lines;
    this.progress = new PullProgress(System::nanoTime);
    this.what = "pull image " + image;
  }

  void run() {
    String version = image.digest().orElse(image.tag().orElse("latest"));
    String url =
        Url.of("/images/create")
            .with("fromImage", image.withoutVersion())
            .with("tag", version)
            .toString();
    try (Response response =
            api.open(Request.post(url).onFreshConnection().eachStepWithin(Api.WORK), what);
        Json.Stream stream = api.json().stream(response.body())) {
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        take(next);
      }
    } catch (EngineException e) {
      if (e.status() == 0) {
        throw e;
      }
      throw new ImageException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw api.broken(what, e);
    }
  }

  private void take(JsonObject message) {
    String error = message.object("errorDetail").text("message");
    if (error.isEmpty()) {
      error = message.text("error");
    }
    if (!error.isEmpty()) {
      throw new ImageException("The engine failed to " + what + ": " + error, null);
    }
    String line = progress.take(message);
    if (line != null) {
      lines.accept(line);
    }
  }
}
