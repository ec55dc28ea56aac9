package dev.drydock.internal.session;

import dev.drydock.engine.LayerProgress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A bar for each layer of each image that moves, drawn over and over at the end of a terminal. What
 * has arrived becomes a line above.
 */
final class ProgressBoard implements Progress {

  private static final int BAR = 30;
  private static final int MOST_ROWS = 22;
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String CLEAR_TO_END = "\u001b[J";

  private final PrintStream terminal;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Part> parts = new LinkedHashSet<>();
  private int drawn;
  private long next;

  ProgressBoard(PrintStream terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  @Override
  public Transfer begin(String doing, String done, String image) {
    Part part = new Part(doing + " " + image, done + " " + image);
    lock.lock();
    try {
      parts.add(part);
      draw(List.of());
    } finally {
      lock.unlock();
    }
    return part;
  }

  private void draw(List<String> above) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A");
    }
    text.append('\r').append(CLEAR_TO_END);
    above.forEach(line -> text.append(line).append('\n'));
    List<String> rows = rows();
    rows.forEach(line -> text.append(line).append('\n'));
    drawn = rows.size();
    terminal.print(text);
    terminal.flush();
    next = nanoTime.getAsLong() + EVERY;
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (Part each : parts) {
      rows.add(each.head + ": " + each.sum);
      each.sum.layers().forEach(layer -> rows.add("  " + layer.line(BAR)));
    }
    if (rows.size() <= MOST_ROWS) {
      return rows;
    }
    List<String> shown = new ArrayList<>(rows.subList(0, MOST_ROWS));
    shown.add("  and " + (rows.size() - MOST_ROWS) + " more");
    return shown;
  }

  private final class Part implements Transfer {

    private final String head;
    private final String end;
    private final ProgressSum sum = new ProgressSum();
    private final long began = nanoTime.getAsLong();

    Part(String head, String end) {
      this.head = head;
      this.end = end;
    }

    @Override
    public void accept(LayerProgress layer) {
      lock.lock();
      try {
        sum.take(layer);
        if (nanoTime.getAsLong() - next >= 0) {
          draw(List.of());
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void arrived() {
      leave(
          List.of(
              String.format(
                  Locale.ROOT, "%s in %.1f s", end, (nanoTime.getAsLong() - began) / 1e9)));
    }

    @Override
    public void close() {
      leave(List.of());
    }

    private void leave(List<String> last) {
      lock.lock();
      try {
        if (parts.remove(this)) {
          draw(last);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
