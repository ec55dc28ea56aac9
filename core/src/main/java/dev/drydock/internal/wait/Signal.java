package dev.drydock.internal.wait;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes a waiting loop when something has happened; a signal given before the wait is not lost. */
public final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private boolean pending;

  /** Something has happened: look again. */
  public void give() {
    lock.lock();
    try {
      pending = true;
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a signal, at most so long, and takes it.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public void await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long rest = nanos;
      while (!pending && rest > 0) {
        rest = given.awaitNanos(rest);
      }
      pending = false;
    } finally {
      lock.unlock();
    }
  }
}
