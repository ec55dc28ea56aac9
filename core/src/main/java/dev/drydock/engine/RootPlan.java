package dev.drydock.engine;

import dev.drydock.model.ImageName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image to make of a root file system.
 *
 * @param name its name on the engine
 * @param labels all its labels
 * @param changes instructions of a Dockerfile that change its configuration
 * @param archive the root file system as a tar archive; null when it is given as files
 * @param files the root file system's files; none when it is an archive
 */
public record RootPlan(
    ImageName name,
    Map<String, String> labels,
    List<String> changes,
    @Nullable Path archive,
    List<ContextEntry> files) {

  /** Copies the lists and the labels. */
  public RootPlan {
    labels = Map.copyOf(labels);
    changes = List.copyOf(changes);
    files = List.copyOf(files);
  }
}
