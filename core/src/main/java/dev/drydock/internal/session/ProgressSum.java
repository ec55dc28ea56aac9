package dev.drydock.internal.session;

import dev.drydock.engine.LayerProgress;
import dev.drydock.engine.LayerProgress.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What has been told of the layers of one image, and what it comes to. For one thread. */
final class ProgressSum {

  private static final double MEGABYTE = 1_000_000;

  private final Map<String, Layer> layers = new LinkedHashMap<>();

  void take(LayerProgress next) {
    layers.computeIfAbsent(next.layer(), Layer::new).take(next);
  }

  List<Layer> layers() {
    return new ArrayList<>(layers.values());
  }

  /** For example {@code 2 of 14 layers, 12.3 of 80.1 MB}. */
  @Override
  public String toString() {
    int done = 0;
    long bytes = 0;
    long total = 0;
    for (Layer each : layers.values()) {
      done += each.stage == Stage.DONE ? 1 : 0;
      bytes += each.bytes;
      total += each.total;
    }
    return String.format(
        Locale.ROOT,
        "%d of %d layers, %.1f of %.1f MB",
        done,
        layers.size(),
        bytes / MEGABYTE,
        total / MEGABYTE);
  }

  /** One layer: where it is, and how much of it has come over the wire. */
  static final class Layer {

    private final String name;
    private Stage stage = Stage.WAITING;
    private long bytes;
    private long total;
    private LayerProgress last;

    Layer(String name) {
      this.name = name;
      this.last = new LayerProgress(name, Stage.WAITING, 0, 0);
    }

    private void take(LayerProgress next) {
      last = next;
      stage = next.stage();
      switch (stage) {
        case TRANSFER -> {
          bytes = next.bytes();
          total = Math.max(total, next.total());
        }
        case UNPACKING, DONE -> bytes = total;
        default -> {}
      }
    }

    Stage stage() {
      return stage;
    }

    /** What there is to draw: the name, a bar of so many characters, and words. */
    String line(int width) {
      long of = last.total();
      int full =
          switch (stage) {
            case DONE -> width;
            case WAITING -> 0;
            default -> of == 0 ? 0 : (int) Math.min(width, width * last.bytes() / of);
          };
      String words =
          switch (stage) {
            case DONE -> "done";
            case WAITING -> "waiting";
            case UNPACKING -> "unpacking";
            case TRANSFER ->
                of == 0
                    ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
                    : String.format(
                        Locale.ROOT, "%.1f of %.1f MB", bytes / MEGABYTE, total / MEGABYTE);
          };
      return String.format(
          Locale.ROOT,
          "%-12.12s [%s%s] %s",
          name,
          "=".repeat(full),
          " ".repeat(width - full),
          words);
    }
  }
}
