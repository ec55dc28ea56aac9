package dev.drydock.internal.docker;

import dev.drydock.engine.LayerProgress;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an engine tells while it pulls or pushes an image: layers, a digest, or why it cannot. */
final class LayerStream {

  private static final Pattern PUSHED =
      Pattern.compile("\\S+: digest: (sha256:[0-9a-f]{64}) size: [0-9]+\\s*");

  private final Api api;
  private final ImageName image;
  private final String what;
  private final Consumer<LayerProgress> progress;
  private String digest = "";

  LayerStream(Api api, ImageName image, String what, Consumer<LayerProgress> progress) {
    this.api = api;
    this.image = image;
    this.what = what;
    this.progress = progress;
  }

  /**
   * Reads it to the end.
   *
   * @return the digest that a registry has given a pushed image; empty when none was told
   * @throws dev.drydock.model.ImageException when the engine could not do it
   */
  String read(Request request) {
    try (Response response = api.open(request.onFreshConnection().eachStepWithin(Api.WORK), what)) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        take(next);
      }
      return digest;
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

  private void take(JsonObject message) {
    String error = message.object("errorDetail").text("message");
    if (error.isEmpty()) {
      error = message.text("error");
    }
    if (!error.isEmpty()) {
      throw ImageRefusal.of(
          "The engine failed to " + what + ": " + error, withoutName(error), null);
    }
    String told = message.object("aux").text("Digest");
    if (!told.isEmpty()) {
      digest = told;
    } else if (digest.isEmpty()) {
      // Podman tells it in words only.
      Matcher words = PUSHED.matcher(message.text("status"));
      digest = words.matches() ? words.group(1) : "";
    }
    LayerProgress layer = LayerMessage.read(message);
    if (layer != null) {
      progress.accept(layer);
    }
  }

  /** The header in which an engine is told what to show a registry. */
  static String header(Api api, ImageName image, @Nullable RegistryCredentials login) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (login != null) {
      login.username().ifPresent(user -> json.put("username", user));
      login.password().ifPresent(password -> json.put("password", password));
      login.token().ifPresent(token -> json.put("identitytoken", token));
      json.put("serveraddress", image.registry().orElse("https://index.docker.io/v1/"));
    }
    return Base64.getUrlEncoder().encodeToString(api.json().write(json));
  }
}
