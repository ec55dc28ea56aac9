package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.NetworkPlan;
import dev.drydock.internal.cleanup.Labels;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.internal.cleanup.Sweep;
import dev.drydock.model.DrydockException;
import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.runtime.Network;
import dev.drydock.spec.NetworkSpec;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * How a session makes a network. An engine has addresses for about thirty; when they are all given
 * away, those of networks that are on their way out are waited for.
 */
final class NetworkMaking {

  private final LiveSession session;
  private final Hub hub;
  private final NetworkSpec spec;

  NetworkMaking(LiveSession session, NetworkSpec spec) {
    this.session = session;
    this.hub = session.hub();
    this.spec = spec;
  }

  /** Makes it, or nothing. */
  Network run() {
    try {
      return make();
    } catch (EngineException e) {
      if (!isOutOfAddresses(e)) {
        throw e;
      }
      awaitThoseThatGo();
      try {
        return make();
      } catch (EngineException again) {
        throw isOutOfAddresses(again) ? report(again) : again;
      }
    }
  }

  /** Makes it for nobody yet: without an address left it fails at once. */
  Network ahead() {
    return make();
  }

  private Network make() {
    String wanted = spec.name();
    String name = wanted == null ? session.freshName("net") : wanted;
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.putAll(session.labels());
    session.requireOpen("make network " + name);
    session.claim(wanted == null ? Set.of() : Set.of("network " + name));
    Ledger.Entry entry = new Ledger.Entry(Leftover.Kind.NETWORK, name, wanted == null);
    hub.guard();
    NetworkPlan plan = new NetworkPlan(name, labels, spec);
    String id = session.make(entry, () -> hub.engine().networks().create(plan));
    entry.madeAs(id);
    return new LiveNetwork(session, entry, id);
  }

  /** The words of Docker, and of Podman. */
  private static boolean isOutOfAddresses(EngineException refusal) {
    String said = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
    return said.contains("address pool") || said.contains("free subnet");
  }

  /** What was made ahead, sessions that are closing, and what dead runs have left. */
  private void awaitThoseThatGo() {
    CompletableFuture<Void> gone =
        CompletableFuture.runAsync(
            () -> {
              hub.giveUpNetworks();
              hub.backgroundCloses().awaitAll();
              Sweep.run(hub.engine(), hub.owner());
            },
            hub.threads());
    try {
      gone.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException(
          "Interrupted while waiting for addresses of networks that are being removed.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private EngineException report(EngineException refusal) {
    String said = String.valueOf(refusal.getMessage());
    StringBuilder text = new StringBuilder("No network could be made: the engine has no addresses");
    text.append(" left for one.\n  Engine:     ").append(said);
    String there = whatIsThere(hub.engine());
    if (there != null) {
      text.append("\n  Networks:   ").append(there);
    }
    text.append("\n  Hint:       close sessions and networks that are done with, run fewer test")
        .append(" classes side by side,\n              remove others' with `docker network prune`,")
        .append(" name a block with withSubnet, or give the\n              engine more of them:")
        .append(" \"default-address-pools\" in its daemon.json");
    return new EngineException(refusal.status(), text.toString(), refusal);
  }

  private @Nullable String whatIsThere(Engine engine) {
    int all = 0;
    int ours = 0;
    int mine = 0;
    try {
      for (Leftover each : engine.find(Map.of())) {
        if (each.kind() == Leftover.Kind.NETWORK) {
          all++;
          ours += each.labels().containsKey(Labels.MARK) ? 1 : 0;
          mine += session.id().equals(each.labels().get(Labels.SESSION)) ? 1 : 0;
        }
      }
    } catch (DrydockException e) {
      return null;
    }
    return all + ", of them " + ours + " Drydock's, of them " + mine + " this session's";
  }
}
