package dev.drydock.benchmarks.contender;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Containers that were started at once. */
public interface Fleet extends Closeable {

  /** The containers. */
  List<Box> boxes();

  /** Removes all of them, in the way the contender does it when nobody helps. */
  @Override
  void close() throws IOException;
}
