package dev.drydock.internal.docker;

import java.util.concurrent.locks.ReentrantLock;

/** Hands on what comes from a stream, until it is closed, which waits for the end of that. */
final class Delivery {

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  boolean isClosed() {
    return closed;
  }

  void run(Runnable handing) {
    lock.lock();
    try {
      if (!closed) {
        handing.run();
      }
    } finally {
      lock.unlock();
    }
  }

  void close(Response source) {
    closed = true;
    lock.lock();
    try {
      source.close();
    } finally {
      lock.unlock();
    }
  }
}
