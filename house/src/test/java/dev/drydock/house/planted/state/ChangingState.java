package dev.drydock.house.planted.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks: static fields never change. */
final class ChangingState {
  static int count = 0;
  static final List<String> NAMES = new ArrayList<>();
  static final List<String> FIXED_SIZE = Arrays.asList("a");
  static final List<AtomicInteger> COUNTERS = List.of(new AtomicInteger());
  static final byte[] BYTES = {1};
  static final Box BOX = new Box();
  static final Runnable CAPTURES = increment(new AtomicInteger());

  private ChangingState() {}

  private static Runnable increment(AtomicInteger counter) {
    return counter::incrementAndGet;
  }

  static final class Box {
    int content;
  }
}
