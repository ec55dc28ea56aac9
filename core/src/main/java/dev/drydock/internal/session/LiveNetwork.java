package dev.drydock.internal.session;

import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.runtime.Network;

/** A network of a session. */
final class LiveNetwork implements Network {

  private final LiveSession session;
  private final Ledger.Entry entry;
  private final String id;

  LiveNetwork(LiveSession session, Ledger.Entry entry, String id) {
    this.session = session;
    this.entry = entry;
    this.id = id;
  }

  @Override
  public String id() {
    return id;
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
    return "network " + name();
  }
}
