package dev.drydock.spec;

import java.util.Map;
import java.util.function.Consumer;

/**
 * The escape hatch for engines that speak the Docker Engine API: edits the JSON body of {@code POST
 * /containers/create} before it is sent.
 *
 * @param editor receives the body as nested maps and lists, all of them mutable
 */
public record DockerOption(Consumer<Map<String, Object>> editor) implements EngineOption {

  /** An editor of the create body; it runs last, after every typed word. */
  public static DockerOption createBody(Consumer<Map<String, Object>> editor) {
    return new DockerOption(editor);
  }

  @Override
  public String engine() {
    return "docker";
  }
}
