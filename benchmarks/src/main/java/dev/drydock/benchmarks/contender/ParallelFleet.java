package dev.drydock.benchmarks.contender;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Containers that are started, and removed, each by a thread of its own. */
public final class ParallelFleet implements Fleet {

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fleet");
            thread.setDaemon(true);
            return thread;
          });

  private final List<Box> boxes;

  ParallelFleet(Contender contender, Wish wish, int count) throws Exception {
    List<Callable<Box>> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(() -> contender.start(wish));
    }
    boxes = atOnce(starts);
  }

  @Override
  public List<Box> boxes() {
    return boxes;
  }

  @Override
  public void close() throws IOException {
    closeAtOnce(boxes);
  }

  /** Closes each by a thread of its own. */
  public static void closeAtOnce(List<Box> boxes) throws IOException {
    List<Callable<Box>> removals = new ArrayList<>();
    for (Box each : boxes) {
      removals.add(
          () -> {
            each.close();
            return each;
          });
    }
    try {
      atOnce(removals);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while closing " + boxes.size() + " containers");
    } catch (ExecutionException e) {
      throw new IOException("not all containers could be closed", e.getCause());
    }
  }

  static <T> List<T> atOnce(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> each : THREADS.invokeAll(tasks)) {
      results.add(each.get());
    }
    return results;
  }
}
