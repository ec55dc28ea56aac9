package dev.drydock.model.image;

import dev.drydock.model.ContainerPort;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a container of an image gets when nothing else is said. What is not set is empty.
 *
 * @param env the environment
 * @param entrypoint the entry point, word by word
 * @param command the command, word by word
 * @param user the user, by name or number
 * @param workingDirectory the directory in which the command runs
 * @param exposedPorts the ports that {@code EXPOSE} names
 * @param volumes the directories that become anonymous volumes
 * @param labels the labels
 * @param stopSignal the signal that asks the main process to end
 * @param healthcheck the healthcheck's command as the image has it: {@code CMD} or {@code
 *     CMD-SHELL} and its words
 */
public record ImageConfig(
    Map<String, String> env,
    List<String> entrypoint,
    List<String> command,
    String user,
    String workingDirectory,
    List<ContainerPort> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    String stopSignal,
    List<String> healthcheck) {

  /** Copies the lists and maps; the environment and labels keep their order. */
  public ImageConfig {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    exposedPorts = List.copyOf(exposedPorts);
    volumes = List.copyOf(volumes);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    healthcheck = List.copyOf(healthcheck);
  }
}
