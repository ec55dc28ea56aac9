package dev.drydock.internal.docker;

import dev.drydock.engine.ArchivedImage;
import dev.drydock.engine.BuildOutcome;
import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.EngineImages;
import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.ImageSummary;
import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.RootPlan;
import dev.drydock.model.DataSize;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the Docker Engine API does with images. */
final class Images implements EngineImages {

  private static final long SECONDS_OF_CLEANING = 5;

  private final Api api;
  private final boolean buildkit;

  /** At this engine, which has BuildKit or not. */
  Images(Api api, boolean buildkit) {
    this.api = api;
    this.buildkit = buildkit;
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
    JsonObject answer = json(api, image.toString());
    return new ImageFacts(
        answer.text("Id"),
        InspectAnswer.ports(answer.object("Config").object("ExposedPorts")),
        answer.texts("RepoDigests"),
        EngineTime.instant(answer.text("Created")),
        EngineTime.instant(answer.object("Metadata").text("LastTagTime")));
  }

  static JsonObject json(Api api, String image) {
    return present(
        api,
        image,
        () ->
            api.object(
                Request.get(path(image).then("/json").toString()).within(Api.QUICK),
                "inspect image " + image));
  }

  @Override
  public ImageDetails details(String idOrName) {
    return details(api, idOrName);
  }

  static ImageDetails details(Api api, String idOrName) {
    JsonObject image = json(api, idOrName);
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
        api,
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
    try (Response response =
        present(api, String.join(", ", names), () -> api.open(request, what))) {
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
      url = url.with("changes", label(api, each.getKey(), each.getValue()));
    }
    String what = "make image " + name + " of container " + containerId;
    Retry retry = new Retry(what, 250, SECONDS_OF_CLEANING);
    while (true) {
      try {
        return commit(url.toString(), what);
      } catch (EngineException e) {
        if (!isCleanedAway(e)) {
          throw e;
        }
        retry.pauseOrThrow(e);
      }
    }
  }

  private String commit(String url, String what) {
    return api.object(
            // With no body at all Podman 4 fails; the docker command sends this one.
            Request.post(url)
                .json("null".getBytes(StandardCharsets.US_ASCII))
                .onFreshConnection()
                .within(Api.WORK),
            what)
        .text("Id");
  }

  /**
   * Containerd's own cleaning up may take what a commit has written before its image holds it. On a
   * busy machine it does so to several in a row.
   */
  private static boolean isCleanedAway(EngineException refusal) {
    String said = String.valueOf(refusal.getMessage());
    boolean gone = said.contains("not found") || said.contains("no such file");
    return said.contains("lease does not exist")
        || (gone
            && (said.contains("failed to export layer")
                || said.contains("failed to unpack image: NotFound: content digest")));
  }

  @Override
  public BuildOutcome build(BuildPlan plan, Consumer<String> log) {
    return new Build(api, plan, log).run(buildkit && !plan.spec().isClassic());
  }

  @Override
  public List<ArchivedImage> archived(Path archive) {
    return new ArchiveFile(api, archive).images();
  }

  @Override
  public List<String> load(Path archive) {
    return new ImageLoad(api).load(archive);
  }

  @Override
  public String importRoot(RootPlan plan) {
    return new ImageLoad(api).root(plan);
  }

  @Override
  public List<ImageSummary> list(String label) {
    String url =
        Url.of("/images/json").withFilters(api.json(), Map.of("label", List.of(label))).toString();
    List<ImageSummary> images = new ArrayList<>();
    for (JsonObject each : api.objects(Request.get(url).within(Api.QUICK), "list images")) {
      images.add(
          new ImageSummary(
              each.text("Id"),
              ImageAnswer.names(each.texts("RepoTags")),
              DataSize.ofBytes(Math.max(0, each.number("Size")))));
    }
    return images;
  }

  /** The instruction that adds a label. */
  static String label(Api api, String key, String value) {
    return "LABEL " + quoted(api, key) + "=" + quoted(api, value);
  }

  /** As a Dockerfile takes a word that may hold anything. */
  private static String quoted(Api api, String word) {
    String json = new String(api.json().write(word), StandardCharsets.UTF_8);
    return json.replace("$", "\\$");
  }

  private static Url path(String image) {
    return Url.of("/images/").part(image);
  }

  /** Names an image that the engine does not have as such. */
  private static <T> T present(Api api, String image, Supplier<T> call) {
    try {
      return call.get();
    } catch (EngineException e) {
      // Podman fails where it should refuse.
      if (e.status() == 404 || String.valueOf(e.getMessage()).endsWith("image not known")) {
        throw new ImageException(
            ImageException.Reason.NOT_FOUND,
            "The engine at " + api.address() + " does not have image " + image,
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
