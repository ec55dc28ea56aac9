package dev.drydock.benchmarks.cases;

import dev.drydock.benchmarks.contender.Box;
import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Wish;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One running container for each contender. */
final class Boxes implements Closeable {

  private final Wish wish;
  private final Map<String, Box> boxes = new HashMap<>();

  Boxes(Wish wish) {
    this.wish = wish;
  }

  void start(List<Contender> contenders) throws Exception {
    for (Contender each : contenders) {
      boxes.put(each.name(), each.start(wish));
    }
  }

  Box of(Contender contender) {
    Box box = boxes.get(contender.name());
    if (box == null) {
      throw new IllegalStateException("no container of " + contender.name());
    }
    return box;
  }

  @Override
  public void close() throws IOException {
    for (Box each : boxes.values()) {
      each.close();
    }
    boxes.clear();
  }
}
