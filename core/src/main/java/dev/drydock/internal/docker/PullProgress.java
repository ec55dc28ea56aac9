package dev.drydock.internal.docker;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sums up what an engine tells of a pull, layer by layer, in a line a second. */
final class PullProgress {

  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final double MEGABYTE = 1_000_000;

  private final LongSupplier nanoTime;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private long nextLine;

  PullProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.nextLine = nanoTime.getAsLong() + EVERY;
  }

  /** Takes one message; a line for people when the last one is a second old, else null. */
  @Nullable String take(JsonObject message) {
    String id = message.text("id");
    String status = message.text("status");
    if (id.isEmpty() || status.startsWith("Pulling from")) {
      return null;
    }
    layers.computeIfAbsent(id, key -> new Layer()).take(status, message.object("progressDetail"));
    long now = nanoTime.getAsLong();
    if (now - nextLine < 0) {
      return null;
    }
    nextLine = now + EVERY;
    return line();
  }

  private String line() {
    int done = 0;
    long bytes = 0;
    long total = 0;
    for (Layer each : layers.values()) {
      done += each.done ? 1 : 0;
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

  private static final class Layer {

    private boolean done;
    private long bytes;
    private long total;

    void take(String status, JsonObject detail) {
      if (status.equals("Downloading")) {
        bytes = detail.number("current");
        total = Math.max(total, detail.number("total"));
      } else if (status.equals("Download complete") || status.equals("Verifying Checksum")) {
        bytes = total;
      } else if (status.equals("Pull complete") || status.equals("Already exists")) {
        bytes = total;
        done = true;
      }
    }
  }
}
