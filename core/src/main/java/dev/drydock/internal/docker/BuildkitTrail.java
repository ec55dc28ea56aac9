package dev.drydock.internal.docker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what BuildKit tells: messages of its protocol {@code moby.buildkit.trace}, in each of which
 * are vertices of the graph it solves, changed since the last one, and what they wrote.
 */
final class BuildkitTrail implements BuildTrail.OfMessages {

  private final Consumer<String> log;
  private final Map<String, Vertex> vertices = new LinkedHashMap<>();
  private String id = "";

  BuildkitTrail(Consumer<String> log) {
    this.log = log;
  }

  /** One vertex: an instruction, or work of the builder's own. */
  private static final class Vertex {
    private final String name;
    private final @Nullable Step step;
    private final StringBuilder line = new StringBuilder();
    private long started;
    private long completed;
    private boolean cached;
    private boolean begun;
    private boolean ended;
    private String error = "";

    Vertex(String name) {
      this.name = name;
      this.step = Step.named(name);
    }
  }

  @Override
  public void take(JsonObject message) {
    switch (message.text("id")) {
      case "moby.image.id" -> {
        id = message.object("aux").text("ID");
        vertices.values().forEach(this::end);
      }
      case "moby.buildkit.trace" -> {
        try {
          status(new ProtoReader(Base64.getDecoder().decode(message.text("aux"))));
        } catch (IllegalArgumentException e) {
          log.accept("(the builder wrote what is none of its messages)");
        }
      }
      default -> {
        if (!message.object("errorDetail").text("message").isEmpty()) {
          vertices.values().forEach(this::end);
        }
      }
    }
  }

  private void status(ProtoReader status) {
    Set<Vertex> told = new HashSet<>();
    while (status.next()) {
      switch (status.field()) {
        case 1 -> told.add(vertex(status.message()));
        case 3 -> output(status.message());
        default -> {
          // Progress of downloads, and warnings.
        }
      }
    }
    for (Vertex each : vertices.values()) {
      if (!told.contains(each)) {
        end(each);
      }
    }
  }

  private Vertex vertex(ProtoReader from) {
    String digest = "";
    String name = "";
    boolean cached = false;
    long started = 0;
    long completed = 0;
    String error = "";
    while (from.next()) {
      switch (from.field()) {
        case 1 -> digest = from.text();
        case 3 -> name = from.text();
        case 4 -> cached = from.number() != 0;
        case 5 -> started = nanos(from.message());
        case 6 -> completed = nanos(from.message());
        case 7 -> error = from.text();
        default -> {
          // The inputs.
        }
      }
    }
    String known = name;
    Vertex vertex = vertices.computeIfAbsent(digest, key -> new Vertex(known));
    vertex.cached |= cached;
    vertex.started = started;
    vertex.completed = completed;
    vertex.error = error;
    tell(vertex);
    return vertex;
  }

  /**
   * A step is completed more than once: when it is known what it depends on, and when it has been
   * carried out or was taken from the cache. What was told last counts.
   */
  private void tell(Vertex vertex) {
    if (vertex.step == null) {
      return;
    }
    vertex.ended = false;
    vertex.step.cached = vertex.cached;
    vertex.step.nanos = Math.max(0, vertex.completed - vertex.started);
    if (!vertex.begun && (vertex.started != 0 || vertex.cached)) {
      vertex.begun = true;
      log.accept(vertex.name);
    }
  }

  /** For people, when nothing more is told of it. */
  private void end(Vertex vertex) {
    if (vertex.step == null || vertex.ended || (vertex.completed == 0 && !vertex.cached)) {
      return;
    }
    vertex.ended = true;
    flush(vertex);
    log.accept(
        vertex.cached
            ? "  from the cache"
            : vertex.error.isEmpty()
                ? String.format(Locale.ROOT, "  done in %.1f s", vertex.step.nanos / 1e9)
                : "  failed");
  }

  private static long nanos(ProtoReader time) {
    long seconds = 0;
    long nanos = 0;
    while (time.next()) {
      if (time.field() == 1) {
        seconds = time.number();
      } else if (time.field() == 2) {
        nanos = time.number();
      }
    }
    return TimeUnit.SECONDS.toNanos(seconds) + nanos;
  }

  private void output(ProtoReader from) {
    String digest = "";
    String text = "";
    while (from.next()) {
      if (from.field() == 1) {
        digest = from.text();
      } else if (from.field() == 4) {
        text = new String(from.bytes(), StandardCharsets.UTF_8);
      }
    }
    Vertex vertex = vertices.get(digest);
    if (vertex == null) {
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        flush(vertex);
      } else if (c != '\r') {
        vertex.line.append(c);
      }
    }
  }

  private void flush(Vertex vertex) {
    if (vertex.line.length() > 0) {
      String line = vertex.line.toString();
      vertex.line.setLength(0);
      if (vertex.step != null) {
        vertex.step.wrote(line);
      }
      log.accept("  " + line);
    }
  }

  @Override
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (Vertex each : vertices.values()) {
      if (each.step != null && each.begun) {
        steps.add(each.step);
      }
    }
    return steps;
  }

  @Override
  public @Nullable Step failed() {
    for (Vertex each : vertices.values()) {
      if (each.step != null && !each.error.isEmpty() && !each.error.contains("context canceled")) {
        flush(each);
        return each.step;
      }
    }
    return null;
  }

  @Override
  public String imageId() {
    return id;
  }
}
