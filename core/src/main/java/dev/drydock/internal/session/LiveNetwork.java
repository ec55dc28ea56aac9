package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.NetworkFacts;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.EngineException;
import dev.drydock.runtime.Network;
import dev.drydock.spec.NetworkAttachment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A network of a session: its own, or one that it may use and must not remove. */
final class LiveNetwork implements Network {

  private final LiveSession session;
  private final Ledger.@Nullable Entry entry;
  private final String id;
  private final String name;
  private final AtomicBoolean letGo = new AtomicBoolean();

  /** One of the session's own. */
  LiveNetwork(LiveSession session, Ledger.Entry entry, String id) {
    this.session = session;
    this.entry = entry;
    this.id = id;
    this.name = entry.name();
  }

  /** One that is not removed. */
  private LiveNetwork(LiveSession session, NetworkFacts facts) {
    this.session = session;
    this.entry = null;
    this.id = facts.id();
    this.name = facts.name();
  }

  /** Takes one that is there. */
  static LiveNetwork adopt(LiveSession session, String name) {
    if (name.equals("host") || name.equals("none")) {
      throw new IllegalArgumentException(
          "network to adopt must be one that several containers can be on, was "
              + name
              + "; say withNetworkMode(NetworkMode."
              + name
              + "())");
    }
    session.requireOpen("adopt network " + name);
    try {
      NetworkFacts facts = session.hub().engine().networks().inspect(name);
      if (!facts.name().equals(name) && !facts.id().equals(name)) {
        // Engines take the beginning of an identifier for a name too.
        throw new EngineException(404, "network " + name + " is " + facts.name(), null);
      }
      return new LiveNetwork(session, facts);
    } catch (EngineException e) {
      if (e.status() == 404) {
        throw new EngineException(
            404,
            "The engine has no network "
                + name
                + " to adopt. Name one that `docker network ls` lists, or make one with"
                + " session.network(NetworkSpec.of().withName(\""
                + name
                + "\")).",
            e);
      }
      throw e;
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  private Engine engine(String wish) {
    session.requireOpen(wish + " network " + name);
    if (letGo.get() || (entry != null && !session.holds(entry))) {
      throw new ClosedException(
          "Cannot " + wish + " network " + name + ": its handle is closed.", null);
    }
    return session.hub().engine();
  }

  @Override
  public void connect(ContainerRef container, String... aliases) {
    NetworkAttachment attachment = NetworkAttachment.to(this);
    for (String each : aliases) {
      attachment = attachment.withAlias(each);
    }
    connect(container, attachment);
  }

  @Override
  public void connect(ContainerRef container, NetworkAttachment attachment) {
    if (!attachment.network().id().equals(id)) {
      throw new IllegalArgumentException(
          "attachment to network "
              + name
              + " must be to it, was to "
              + attachment.network().name());
    }
    if (attachment.mac() != null) {
      throw new IllegalArgumentException(
          "hardware address of a container that is connected later is the engine's choice, was "
              + attachment.mac()
              + "; name it in the container's description");
    }
    engine("connect to").networks().connect(container.id(), attachment);
  }

  @Override
  public void disconnect(ContainerRef container) {
    engine("disconnect from").networks().disconnect(container.id(), id);
  }

  @Override
  public void close() {
    letGo.set(true);
    if (entry != null) {
      session.remove(entry);
    }
  }

  @Override
  public String toString() {
    return "network " + name;
  }
}
