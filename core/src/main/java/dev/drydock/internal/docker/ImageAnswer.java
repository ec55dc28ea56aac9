package dev.drydock.internal.docker;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.image.HistoryEntry;
import dev.drydock.model.image.ImageConfig;
import dev.drydock.model.image.ImageDetails;
import dev.drydock.model.image.ImageLayer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of {@code GET /images/NAME/json} and {@code GET /images/NAME/history}. */
final class ImageAnswer {

  /** What the classic builder writes before an instruction that runs nothing. */
  private static final String NOP = "/bin/sh -c #(nop)";

  /** The instructions that add no layer, whoever builds. */
  private static final List<String> WITHOUT_LAYER =
      List.of(
          "ARG",
          "CMD",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME");

  private ImageAnswer() {}

  static ImageDetails details(JsonObject image, List<JsonObject> newestFirst) {
    List<HistoryEntry> history = history(newestFirst);
    return new ImageDetails(
        image.text("Id"),
        names(image.texts("RepoTags")),
        names(image.texts("RepoDigests")),
        platform(image),
        EngineTime.instant(image.text("Created")),
        size(image.number("Size")),
        config(image.object("Config")),
        layers(image.object("RootFS").texts("Layers"), history),
        history);
  }

  /** Reads names; {@code <none>:<none>}, an older engine's word for nothing, is none. */
  static List<ImageName> names(List<String> texts) {
    List<ImageName> names = new ArrayList<>();
    for (String each : texts) {
      if (!each.contains("<none>")) {
        names.add(ImageName.parse(each));
      }
    }
    return names;
  }

  private static @Nullable Platform platform(JsonObject image) {
    try {
      return new Platform(
          image.text("Os"),
          Platform.architecture(image.text("Architecture")),
          image.text("Variant"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static DataSize size(long bytes) {
    return DataSize.ofBytes(Math.max(0, bytes));
  }

  private static ImageConfig config(JsonObject config) {
    List<ContainerPort> ports = InspectAnswer.ports(config.object("ExposedPorts"));
    return new ImageConfig(
        environment(config.texts("Env")),
        config.texts("Entrypoint"),
        config.texts("Cmd"),
        config.text("User"),
        config.text("WorkingDir"),
        ports,
        config.object("Volumes").names(),
        config.textMap("Labels"),
        config.text("StopSignal"),
        config.object("Healthcheck").texts("Test"));
  }

  private static Map<String, String> environment(List<String> pairs) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String each : pairs) {
      int equals = each.indexOf('=');
      environment.put(equals < 0 ? each : each.substring(0, equals), each.substring(equals + 1));
    }
    return environment;
  }

  private static List<HistoryEntry> history(List<JsonObject> newestFirst) {
    List<HistoryEntry> history = new ArrayList<>(newestFirst.size());
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      JsonObject each = newestFirst.get(i);
      history.add(
          new HistoryEntry(
              instruction(each.text("CreatedBy")),
              Instant.ofEpochSecond(each.number("Created")),
              size(each.number("Size")),
              each.text("Comment")));
    }
    return history;
  }

  private static String instruction(String createdBy) {
    return createdBy.startsWith(NOP)
        ? createdBy.substring(NOP.length()).strip()
        : createdBy.strip();
  }

  /**
   * Lays the steps beside the layers, where it is plain which made which: an engine tells them
   * apart by nothing but the size, and a step may add a layer in which there is nothing.
   */
  private static List<ImageLayer> layers(List<String> digests, List<HistoryEntry> history) {
    List<HistoryEntry> makers = new ArrayList<>();
    List<HistoryEntry> large = new ArrayList<>();
    for (HistoryEntry each : history) {
      if (each.size().bytes() > 0) {
        large.add(each);
      }
      if (each.size().bytes() > 0 || canMakeLayer(each.instruction())) {
        makers.add(each);
      }
    }
    List<HistoryEntry> plain = makers.size() == digests.size() ? makers : large;
    List<ImageLayer> layers = new ArrayList<>(digests.size());
    for (int i = 0; i < digests.size(); i++) {
      layers.add(
          plain.size() == digests.size()
              ? new ImageLayer(digests.get(i), plain.get(i).size(), plain.get(i).instruction())
              : new ImageLayer(digests.get(i), null, ""));
    }
    return layers;
  }

  private static boolean canMakeLayer(String instruction) {
    int space = instruction.indexOf(' ');
    String word = space < 0 ? instruction : instruction.substring(0, space);
    return !word.isEmpty() && !WITHOUT_LAYER.contains(word);
  }
}
