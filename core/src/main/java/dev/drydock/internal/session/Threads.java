package dev.drydock.internal.session;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of one connection: virtual ones where the JVM has them, else daemon threads.
 */
final class Threads {

  private Threads() {}

  static ExecutorService open() {
    if (Runtime.version().feature() >= 21) {
      try {
        Method virtual = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        return (ExecutorService) virtual.invoke(null);
      } catch (ReflectiveOperationException e) {
        // A JVM without them: platform threads do as well.
      }
    }
    AtomicInteger number = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "drydock-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
