package dev.drydock.internal.docker;

import dev.drydock.engine.BuildOutcome;
import dev.drydock.engine.BuildPlan;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One build of an image, by {@code POST /build}: by BuildKit where the engine has it, which takes
 * the context as a plain archive too, else by the classic builder.
 */
final class Build {

  /** A step may be silent for as long as this. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  /**
   * What BuildKit says when it wants a client that stays connected, and the classic one when not.
   */
  private static final List<String> WRONG_BUILDER =
      List.of("no active session", "session is required", "requires buildkit is disabled");

  private final Api api;
  private final BuildPlan plan;
  private final Consumer<String> log;
  private final String what;

  Build(Api api, BuildPlan plan, Consumer<String> log) {
    this.api = api;
    this.plan = plan;
    this.log = log;
    this.what = "build image " + plan.name();
  }

  /** Builds it; by BuildKit first, if the engine has that. */
  BuildOutcome run(boolean buildkit) {
    if (!plan.client().isEmpty()) {
      return byClient(buildkit);
    }
    BuildOutcome outcome = attempt(buildkit);
    if (buildkit && isWrongBuilder(outcome.error())) {
      return attempt(false);
    }
    return outcome;
  }

  private BuildOutcome byClient(boolean buildkit) {
    if (!buildkit) {
      throw new ImageException(
          "The "
              + plan.spec()
              + " could not be built: "
              + plan.client()
              + ", which only BuildKit can."
              + "\n  Hint:       "
              + (plan.spec().isClassic()
                  ? "leave withClassicBuilder() away"
                  : "use an engine that builds by BuildKit, as Docker does"),
          null);
    }
    PlainTrail trail = new PlainTrail(log);
    new Buildx(api.address(), plan).run(trail);
    return trail.error().isEmpty() ? built(trail, true) : failed(trail, trail.error());
  }

  private static boolean isWrongBuilder(String error) {
    for (String each : WRONG_BUILDER) {
      if (error.contains(each)) {
        return true;
      }
    }
    return false;
  }

  private BuildOutcome attempt(boolean buildkit) {
    BuildTrail.OfMessages trail =
        buildkit
            ? new BuildkitTrail(log)
            : new ClassicTrail(log, System::nanoTime, plan.stage().isEmpty());
    ContextTar tar = new ContextTar(plan.context(), plan.sent());
    Request request =
        Request.post(url(buildkit))
            .header("Content-Type", "application/x-tar")
            .bodyBeside(tar)
            .eachStepWithin(SILENCE);
    String error = "";
    try (Response response = api.open(request, what)) {
      Json.Stream stream = Json.stream(response.body());
      for (JsonObject next = stream.next(); next != null; next = stream.next()) {
        trail.take(next);
        error = error(next, error);
      }
    } catch (EngineException e) {
      rethrow(tar);
      if (e.status() == 0) {
        throw e;
      }
      // Some faults of a Dockerfile are found before the answer begins.
      error = String.valueOf(e.getMessage());
      int said = error.indexOf(what + ": ");
      error = said < 0 ? error : error.substring(said + what.length() + 2);
    } catch (IOException e) {
      rethrow(tar);
      throw api.broken(what, e);
    }
    rethrow(tar);
    return error.isEmpty() ? built(trail, buildkit) : failed(trail, error);
  }

  /** What went wrong here is the cause of what went wrong there. */
  private static void rethrow(ContextTar tar) {
    RuntimeException failure = tar.failure();
    if (failure != null) {
      throw failure;
    }
  }

  private static String error(JsonObject message, String otherwise) {
    String error = message.object("errorDetail").text("message");
    if (error.isEmpty()) {
      error = message.text("error");
    }
    return error.isEmpty() ? otherwise : error.strip();
  }

  private String url(boolean buildkit) {
    ImageSpec spec = plan.spec();
    Url url =
        Url.of("/build")
            .with("t", plan.name().toString())
            .with("dockerfile", plan.dockerfile())
            .with("labels", json(plan.labels()));
    url = buildkit ? url.with("version", "2") : url.with("rm", "1").with("forcerm", "1");
    if (!spec.buildArgs().isEmpty()) {
      url = url.with("buildargs", json(spec.buildArgs()));
    }
    String target = spec.target();
    if (target != null) {
      url = url.with("target", target);
    }
    if (spec.platform() != null) {
      url = url.with("platform", String.valueOf(spec.platform()));
    }
    if (!spec.cacheFrom().isEmpty()) {
      url =
          url.with("cachefrom", json(spec.cacheFrom().stream().map(ImageName::toString).toList()));
    }
    for (Map.Entry<String, String> each : spec.extraHosts().entrySet()) {
      url = url.with("extrahosts", each.getKey() + ":" + each.getValue());
    }
    if (spec.hasEveryStep()) {
      url = url.with("nocache", "1");
    }
    return url.toString();
  }

  private String json(Object value) {
    return new String(api.json().write(value), StandardCharsets.UTF_8);
  }

  private BuildOutcome built(BuildTrail trail, boolean buildkit) {
    String id = trail.imageId().isEmpty() ? plan.name().toString() : trail.imageId();
    ImageDetails image = Images.details(api, id);
    List<BuildStep> steps =
        new StepLayers(api, image, plan.labels().keySet())
            .of(trail.steps(), plan.stage(), buildkit);
    return new BuildOutcome(image.id(), steps, "", List.of(), "");
  }

  private static BuildOutcome failed(BuildTrail trail, String error) {
    List<BuildStep> steps = new ArrayList<>();
    for (BuildTrail.Step each : trail.steps()) {
      steps.add(each.done(null));
    }
    BuildTrail.Step failed = trail.failed();
    return new BuildOutcome(
        null,
        steps,
        failed == null ? "" : failed.instruction,
        failed == null ? List.of() : failed.output(),
        error);
  }
}
