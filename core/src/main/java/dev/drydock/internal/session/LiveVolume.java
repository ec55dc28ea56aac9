package dev.drydock.internal.session;

import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.runtime.Volume;

/** A volume of a session. */
final class LiveVolume implements Volume {

  private final LiveSession session;
  private final Ledger.Entry entry;

  LiveVolume(LiveSession session, Ledger.Entry entry) {
    this.session = session;
    this.entry = entry;
  }

  @Override
  public String name() {
    return entry.name();
  }

  @Override
  public void close() {
    session.remove(entry);
  }

  @Override
  public String toString() {
    return "volume " + name();
  }
}
