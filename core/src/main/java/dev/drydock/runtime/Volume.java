package dev.drydock.runtime;

import dev.drydock.model.VolumeRef;

/** A live named volume, which belongs to the session that made it and is removed with it. */
public interface Volume extends VolumeRef, AutoCloseable {

  /** Removes it, and returns when it is gone. {@code DELETE /volumes/NAME}. */
  @Override
  void close();
}
