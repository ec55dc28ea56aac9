package dev.drydock.internal.docker;

import dev.drydock.engine.LayerProgress;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pull of an image. */
final class Pull {

  private final Api api;
  private final ImageName image;
  private final @Nullable Platform platform;
  private final @Nullable RegistryCredentials credentials;
  private final Consumer<LayerProgress> progress;
  private final String what;

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
    this.what = "pull image " + image + (platform == null ? "" : " for " + platform);
  }

  void run() {
    String version = image.digest().orElse(image.tag().orElse("latest"));
    Url url =
        Url.of("/images/create").with("fromImage", image.withoutVersion()).with("tag", version);
    if (platform != null) {
      url = url.with("platform", platform.toString());
    }
    Request request = Request.post(url.toString()).onFreshConnection().eachStepWithin(Api.WORK);
    if (credentials != null) {
      request.header("X-Registry-Auth", header(credentials));
    }
    try (Response response = api.open(request, what)) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        take(next);
      }
    } catch (EngineException e) {
      if (e.status() == 0) {
        throw e;
      }
      String message = String.valueOf(e.getMessage());
      throw ImageRefusal.of(message, withoutName(message), e);
    } catch (IOException e) {
      throw api.broken(what, e);
    }
  }

  /** A name may hold any word; what is said of it tells why. */
  private String withoutName(String text) {
    return text.replace(image.toString(), "")
        .replace(image.withoutVersion(), "")
        .replace(image.repository(), "");
  }

  private String header(RegistryCredentials login) {
    Map<String, Object> json = new LinkedHashMap<>();
    login.username().ifPresent(user -> json.put("username", user));
    login.password().ifPresent(password -> json.put("password", password));
    login.token().ifPresent(token -> json.put("identitytoken", token));
    json.put("serveraddress", image.registry().orElse("https://index.docker.io/v1/"));
    return Base64.getUrlEncoder().encodeToString(api.json().write(json));
  }

  private void take(JsonObject message) {
    String error = message.object("errorDetail").text("message");
    if (error.isEmpty()) {
      error = message.text("error");
    }
    if (!error.isEmpty()) {
      throw ImageRefusal.of(
          "The engine failed to " + what + ": " + error, withoutName(error), null);
    }
    LayerProgress layer = LayerMessage.read(message);
    if (layer != null) {
      progress.accept(layer);
    }
  }
}
