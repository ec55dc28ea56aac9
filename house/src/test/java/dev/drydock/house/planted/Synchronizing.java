package dev.drydock.house.planted;

/** Breaks: nothing is synchronized. */
final class Synchronizing {
  private int count;

  synchronized int method() {
    return count;
  }

  void block() {
    synchronized (this) {
      count++;
    }
  }
}
