package dev.drydock.internal.session;

import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PortBinding;
import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * What only one at a time can have on an engine, names, aliases on a network, fixed host ports and
 * what is written to, as far as it belongs to sessions that are being closed in the background: who
 * wants it next waits.
 */
final class Claims {

  private static final String DIRECTORY = "directory ";

  private final Map<String, CompletableFuture<?>> held = new ConcurrentHashMap<>();

  /** What a container of this description takes for itself. */
  static Set<String> of(ContainerSpec spec) {
    Set<String> claims = new LinkedHashSet<>();
    String name = spec.name();
    if (name != null) {
      claims.add("container " + name);
    }
    for (NetworkAttachment each : spec.networks()) {
      for (String alias : each.aliases()) {
        // Two under one alias, and a client might reach the one that goes.
        claims.add("the name " + alias + " on network " + each.network().id());
      }
    }
    for (NetworkAttachment each : spec.networks()) {
      for (String address : Arrays.asList(each.ipv4(), each.ipv6(), each.mac())) {
        if (address != null) {
          claims.add("the address " + address + " on network " + each.network().id());
        }
      }
    }
    for (Mount each : spec.mounts()) {
      // Two servers on the same data, and the one that goes may spoil it.
      if (each instanceof Mount.VolumeMount volume && !volume.readOnly()) {
        claims.add("volume " + volume.volume().name());
      } else if (each instanceof Mount.Bind bind && !bind.readOnly() && mayBeDirectory(bind)) {
        claims.add(DIRECTORY + bind.hostPath());
      }
    }
    for (PortBinding each : spec.ports()) {
      if (spec.networkMode() == NetworkMode.Fixed.HOST) {
        claims.add(
            "host port " + each.containerPort().number() + "/" + each.containerPort().protocol());
      } else if (each.hostPort() != 0) {
        claims.add("host port " + each.hostPort() + "/" + each.containerPort().protocol());
      }
    }
    return claims;
  }

  /** Whether it is one that is written to, and may be of this machine. */
  static boolean isDirectory(String claim) {
    return claim.startsWith(DIRECTORY);
  }

  /** A socket or a file of this machine is for many; on an engine elsewhere it cannot be told. */
  private static boolean mayBeDirectory(Mount.Bind bind) {
    File here = new File(bind.hostPath());
    return !here.exists() || here.isDirectory();
  }

  /** These are held until the removal is done. */
  void hold(Set<String> claims, CompletableFuture<?> removal) {
    for (String each : claims) {
      held.put(each, removal);
    }
    var unused =
        removal.whenComplete((done, failure) -> claims.forEach(each -> held.remove(each, removal)));
  }

  /**
   * Returns when nobody who goes holds one of these any more.
   *
   * @throws InterruptedWaitException when the thread is interrupted; its flag is set again
   */
  void awaitFree(Set<String> claims) {
    for (String each : claims) {
      CompletableFuture<?> removal = held.get(each);
      if (removal != null) {
        await(each, removal);
      }
    }
  }

  private static void await(String claim, CompletableFuture<?> removal) {
    try {
      removal.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while waiting for " + claim + ".", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
