package dev.drydock.internal.session;

import dev.drydock.engine.LayerProgress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/** A line at the beginning, one every few seconds, and one at the end. */
final class ProgressLines implements Progress {

  static final long EVERY = TimeUnit.SECONDS.toNanos(3);

  private final Consumer<String> lines;
  private final LongSupplier nanoTime;

  ProgressLines(Consumer<String> lines, LongSupplier nanoTime) {
    this.lines = lines;
    this.nanoTime = nanoTime;
  }

  /** Into the log. */
  static ProgressLines ofLog() {
    return new ProgressLines(
        line -> LoggerFactory.getLogger("dev.drydock.pull").info(line), System::nanoTime);
  }

  @Override
  public Transfer begin(String doing, String done, String image) {
    lines.accept(doing + " " + image);
    return new Lines(doing + " " + image + ": ", done + " " + image);
  }

  private final class Lines implements Transfer {

    private final String head;
    private final String end;
    private final ProgressSum sum = new ProgressSum();
    private final long began = nanoTime.getAsLong();
    private long next = began + EVERY;

    Lines(String head, String end) {
      this.head = head;
      this.end = end;
    }

    @Override
    public void accept(LayerProgress layer) {
      sum.take(layer);
      long now = nanoTime.getAsLong();
      if (now - next >= 0) {
        next = now + EVERY;
        lines.accept(head + sum);
      }
    }

    @Override
    public void arrived() {
      double seconds = (nanoTime.getAsLong() - began) / 1e9;
      lines.accept(String.format(Locale.ROOT, "%s in %.1f s", end, seconds));
    }

    @Override
    public void close() {}
  }
}
