package dev.drydock.internal.docker;

import dev.drydock.engine.RootPlan;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Images that come from this machine as they are: archives of images, and root file systems. */
final class ImageLoad {

  private static final String LOADED_NAME = "Loaded image: ";
  private static final String LOADED_ID = "Loaded image ID: ";

  private final Api api;

  ImageLoad(Api api) {
    this.api = api;
  }

  /** Loads an archive; the names, or else the identifiers, of what was in it. */
  List<String> load(Path archive) {
    FileBody body = new FileBody(archive);
    List<String> loaded = new ArrayList<>();
    for (JsonObject each :
        send(
            Request.post("/images/load?quiet=1").bodyBeside(body),
            body,
            "load the archive " + archive)) {
      for (String line : each.text("stream").split("\n", -1)) {
        if (line.startsWith(LOADED_NAME)) {
          loaded.add(line.substring(LOADED_NAME.length()).strip());
        } else if (line.startsWith(LOADED_ID)) {
          loaded.add(line.substring(LOADED_ID.length()).strip());
        }
      }
    }
    return loaded;
  }

  /** Makes an image of a root file system; its identifier. */
  String root(RootPlan plan) {
    Url url =
        Url.of("/images/create")
            .with("fromSrc", "-")
            .with("repo", plan.name().withoutVersion())
            .with("tag", plan.name().tag().orElse("latest"));
    for (Map.Entry<String, String> each : plan.labels().entrySet()) {
      url = url.with("changes", Images.label(api, each.getKey(), each.getValue()));
    }
    for (String each : plan.changes()) {
      url = url.with("changes", each);
    }
    Path archive = plan.archive();
    ContextTar tar = new ContextTar(plan.files(), () -> {});
    FileBody file = archive == null ? null : new FileBody(archive);
    Request.Body body = file == null ? tar : file;
    send(
        Request.post(url.toString()).bodyBeside(body),
        body,
        "make image " + plan.name() + " of a root file system");
    return Images.json(api, plan.name().toString()).text("Id");
  }

  private List<JsonObject> send(Request request, Request.Body body, String what) {
    List<JsonObject> messages = new ArrayList<>();
    request.header("Content-Type", "application/x-tar").eachStepWithin(Api.WORK);
    try (Response response = api.open(request, what)) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        String error = next.object("errorDetail").text("message");
        if (!error.isEmpty()) {
          throw new ImageException("The engine failed to " + what + ": " + error, null);
        }
        messages.add(next);
      }
      return messages;
    } catch (EngineException e) {
      RuntimeException failure = failure(body);
      throw failure == null ? e : failure;
    } catch (IOException e) {
      RuntimeException failure = failure(body);
      throw failure == null ? api.broken(what, e) : failure;
    }
  }

  private static @Nullable RuntimeException failure(Request.Body body) {
    return body instanceof FileBody file
        ? file.failure()
        : body instanceof ContextTar tar ? tar.failure() : null;
  }
}
