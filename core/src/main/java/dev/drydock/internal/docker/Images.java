package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.LayerProgress;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.ImageDetails;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
      Consumer<LayerProgress> progress) {
    new Pull(api, image, platform, credentials, progress).run();
  }

  @Override
  public String push(
      ImageName image,
      @Nullable RegistryCredentials credentials,
      Consumer<LayerProgress> progress) {
    String url =
        Url.of("/images/")
            .then(image.withoutVersion())
            .then("/push")
            .with("tag", image.tag().orElse("latest"))
            .toString();
    // Without the header engines refuse; an empty one means that there is nothing to show.
    Request request =
        Request.post(url).header("X-Registry-Auth", LayerStream.header(api, image, credentials));
    return new LayerStream(api, image, "push image " + image, progress).read(request);
  }

  @Override
  public ImageFacts inspect(ImageName image) {
    JsonObject answer = json(image.toString());
    return new ImageFacts(
        answer.text("Id"),
        InspectAnswer.ports(answer.object("Config").object("ExposedPorts")),
        answer.texts("RepoDigests"),
        EngineTime.instant(answer.text("Created")),
        EngineTime.instant(answer.object("Metadata").text("LastTagTime")));
  }

  private JsonObject json(String image) {
    return present(
        image,
        () ->
            api.object(
                Request.get(path(image).then("/json").toString()).within(Api.QUICK),
                "inspect image " + image));
  }

  @Override
  public ImageDetails details(String idOrName) {
    JsonObject image = json(idOrName);
    Request request = Request.get(path(image.text("Id")).then("/history").toString());
    return ImageAnswer.details(
        image, api.objects(request.within(Api.QUICK), "tell the history of image " + idOrName));
  }

  @Override
  public void tag(String idOrName, ImageName name) {
    String url =
        path(idOrName)
            .then("/tag")
            .with("repo", name.withoutVersion())
            .with("tag", name.tag().orElse("latest"))
            .toString();
    present(
        idOrName,
        () -> {
          api.call(
              Request.post(url).within(Api.QUICK), "give image " + idOrName + " the name " + name);
          return name;
        });
  }

  @Override
  public void remove(String idOrName) {
    try {
      api.call(
          Request.delete(path(idOrName).toString()).within(Api.WORK), "remove image " + idOrName);
    } catch (EngineException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
  }

  @Override
  public void save(List<String> names, OutputStream target) {
    Url url = Url.of("/images/get");
    for (String each : names) {
      url = url.with("names", each);
    }
    String what = "save image " + String.join(", ", names);
    Request request = Request.get(url.toString()).onFreshConnection().eachStepWithin(Api.WORK);
    try (Response response = present(String.join(", ", names), () -> api.open(request, what))) {
      copy(response.body(), target, what);
    } catch (IOException e) {
      throw api.broken(what, e);
    }
  }

  private static void copy(InputStream source, OutputStream target, String what)
      throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
      try {
        target.write(buffer, 0, count);
      } catch (IOException e) {
        throw new EngineException(
            0,
            "What the engine gave could not be kept, asked to " + what + ": " + e.getMessage(),
            e);
      }
    }
  }

  @Override
  public String commit(String containerId, ImageName name, Map<String, String> labels) {
    Url url =
        Url.of("/commit")
            .with("container", containerId)
            .with("repo", name.withoutVersion())
            .with("tag", name.tag().orElse("latest"));
    for (Map.Entry<String, String> each : labels.entrySet()) {
      url = url.with("changes", "LABEL " + quoted(each.getKey()) + "=" + quoted(each.getValue()));
    }
    return api.object(
            Request.post(url.toString()).onFreshConnection().within(Api.WORK),
            "make image " + name + " of container " + containerId)
        .text("Id");
  }

  /** As a Dockerfile takes a word that may hold anything. */
  private String quoted(String word) {
    String json = new String(api.json().write(word), StandardCharsets.UTF_8);
    return json.replace("$", "\\$");
  }

  private static Url path(String image) {
    return Url.of("/images/").part(image);
  }

  /** Names an image that the engine does not have as such. */
  private <T> T present(String image, Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineException e) {
      if (e.status() == 404) {
        throw new ImageException(
            ImageException.Reason.NOT_FOUND,
            "The engine at " + address + " does not have image " + image,
            e);
      }
      throw e;
    }
  }

  @Override
  public List<ImageName> present() {
    List<JsonObject> all =
        new ArrayList<>(
            api.objects(Request.get("/images/json").within(Api.QUICK), "list its images"));
    all.sort(Comparator.comparingLong(each -> each.number("Size")));
    List<ImageName> names = new ArrayList<>();
    for (JsonObject each : all) {
      for (String tag : each.texts("RepoTags")) {
        if (!tag.startsWith("<none>")) {
          names.add(ImageName.parse(tag));
          break;
        }
      }
    }
    return names;
  }
}
