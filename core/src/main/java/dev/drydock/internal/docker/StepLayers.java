package dev.drydock.internal.docker;

import dev.drydock.model.DataSize;
import dev.drydock.model.ImageException;
import dev.drydock.model.image.BuildStep;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which step of a build added which layer. BuildKit adds one for each instruction that runs
 * or copies; the classic builder drops those in which there is nothing, but names the image that it
 * has after each step.
 */
final class StepLayers {

  /** The instructions for which BuildKit adds a layer. */
  private static final Set<String> WITH_LAYER = Set.of("RUN", "COPY", "ADD", "WORKDIR");

  private static final int UNKNOWN = -1;

  private final Api api;
  private final ImageDetails image;
  private final Set<String> labels;
  private final Map<BuildTrail.Step, ImageLayer> layers = new HashMap<>();

  /** Of an image that was built with these labels, by key. */
  StepLayers(Api api, ImageDetails image, Set<String> labels) {
    this.labels = labels;
    this.api = api;
    this.image = image;
  }

  /**
   * The steps with their layers.
   *
   * @param stage the stage that became the image
   */
  List<BuildStep> of(List<BuildTrail.Step> steps, String stage, boolean buildkit) {
    List<BuildTrail.Step> own = new ArrayList<>();
    for (BuildTrail.Step each : steps) {
      if (each.stage.equals(stage)) {
        own.add(each);
      }
    }
    if (buildkit) {
      own.removeIf(BuildTrail.Step::isBase);
      byOrder(own);
    } else {
      byImages(own);
    }
    List<BuildStep> done = new ArrayList<>();
    for (BuildTrail.Step each : steps.subList(0, steps.size() - added(steps))) {
      done.add(each.done(layers.get(each)));
    }
    return done;
  }

  /** The classic builder makes a step, after the last, of each label that the request names. */
  private int added(List<BuildTrail.Step> steps) {
    int added = 0;
    while (added < Math.min(labels.size(), steps.size())) {
      String instruction = steps.get(steps.size() - 1 - added).instruction;
      if (!instruction.startsWith("LABEL ") || labels.stream().noneMatch(instruction::contains)) {
        return added;
      }
      added++;
    }
    return added;
  }

  private void byOrder(List<BuildTrail.Step> steps) {
    int first = image.layers().size() - steps.size();
    List<HistoryEntry> makers = new ArrayList<>(image.history());
    makers.removeIf(each -> !WITH_LAYER.contains(each.instruction().split(" ", 2)[0]));
    int firstMaker = makers.size() - steps.size();
    if (first < 0 || firstMaker < 0) {
      return;
    }
    for (int i = 0; i < steps.size(); i++) {
      add(steps.get(i), first + i, makers.get(firstMaker + i).size());
    }
  }

  private void byImages(List<BuildTrail.Step> steps) {
    int firstEntry = image.history().size() - steps.size();
    int before = 0;
    for (int i = 0; i < steps.size(); i++) {
      BuildTrail.Step step = steps.get(i);
      int now = step.isBase() ? base(step) : step.image.isEmpty() ? before : layersOf(step.image);
      if (!step.isBase()
          && before != UNKNOWN
          && now > before
          && now <= image.layers().size()
          && firstEntry + i >= 0) {
        add(step, now - 1, image.history().get(firstEntry + i).size());
      }
      before = now;
    }
  }

  private void add(BuildTrail.Step step, int index, DataSize size) {
    String digest = image.layers().get(index).digest();
    layers.put(step, new ImageLayer(digest, size, step.instruction));
  }

  /** How many layers a stage begins with; Podman does not say of which image. */
  private int base(BuildTrail.Step from) {
    String named = from.instruction.split("\\s+", 3)[1];
    if (from.image.isEmpty() && named.equals("scratch")) {
      return 0;
    }
    try {
      return layersOf(from.image.isEmpty() ? named : from.image);
    } catch (ImageException e) {
      return UNKNOWN;
    }
  }

  private int layersOf(String id) {
    return Images.json(api, id).object("RootFS").texts("Layers").size();
  }
}
