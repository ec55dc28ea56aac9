package dev.drydock.junit5;

import dev.drydock.model.InterruptedWaitException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value made by the first thread that asks for it, while others wait. A failure is remembered
 * like a value, except that the interrupt of one thread says nothing about the value: the next
 * thread tries again.
 */
final class Lazy<T> {

  private final String what;
  private final Supplier<T> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T value;
  private volatile @Nullable RuntimeException failure;

  Lazy(String what, Supplier<T> maker) {
    this.what = what;
    this.maker = maker;
  }

  T get() {
    T made = value;
    return made == null ? make() : made;
  }

  void ifMade(Consumer<? super T> action) {
    T made = value;
    if (made != null) {
      action.accept(made);
    }
  }

  private T make() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while another thread was starting " + what + ".", e);
    }
    try {
      T made = value;
      if (made != null) {
        return made;
      }
      RuntimeException known = failure;
      if (known != null) {
        throw known;
      }
      T fresh = maker.get();
      value = fresh;
      return fresh;
    } catch (InterruptedWaitException e) {
      throw e;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }
}
