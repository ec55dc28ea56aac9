package dev.drydock.runtime;

import dev.drydock.model.NetworkRef;

/** A live network, which belongs to the session that made it and is removed with it. */
public interface Network extends NetworkRef, AutoCloseable {

  /** Removes it, and returns when it is gone. {@code DELETE /networks/ID}. */
  @Override
  void close();
}
