package dev.drydock.internal.session;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the containers of a run may have together: {@code drydock.limits.run…}. */
final class RunLimit {

  static final String MEMORY = "drydock.limits.run.memory";
  static final String CPUS = "drydock.limits.run.cpus";

  private record Demand(Ledger ledger, long memory, long nanoCpus) {}

  private final @Nullable DataSize mostMemory;
  private final long mostNanoCpus;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Ledger.Entry, Demand> living = new LinkedHashMap<>();

  /**
   * As the settings say.
   *
   * @throws IllegalArgumentException when one is wrong
   */
  RunLimit(Settings settings) {
    Optional<String> memory = settings.get(MEMORY);
    Optional<String> cpus = settings.get(CPUS);
    mostMemory = memory.isEmpty() ? null : size(memory.get());
    mostNanoCpus = cpus.isEmpty() ? 0 : nanoCpus(cpus.get());
  }

  private static DataSize size(String text) {
    try {
      return DataSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(MEMORY + " must be a size like 8g, was " + text, e);
    }
  }

  private static long nanoCpus(String text) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0) {
        return Math.round(number * 1e9);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(CPUS + " must be a number like 4, was " + text);
  }

  /**
   * Takes what a container may use, until it no longer stands in its ledger.
   *
   * @throws UnsupportedWishException when the others have too much, or it does not say
   */
  void take(Ledger ledger, Ledger.Entry entry, ContainerPlan plan) {
    ContainerSpec spec = plan.spec();
    DataSize memory = spec.memory();
    Resources resources = spec.resources();
    long cpus = resources == null ? 0 : resources.nanoCpus();
    if (mostMemory != null && memory == null) {
      throw unsaid(spec, "memory", MEMORY, "withMemory, or set drydock.defaults.memory");
    }
    if (mostNanoCpus != 0 && cpus == 0) {
      throw unsaid(
          spec, "cpus", CPUS, "withResources(r -> r.withCpus(…)), or set drydock.defaults.cpus");
    }
    Demand demand = new Demand(ledger, memory == null ? 0 : memory.bytes(), cpus);
    lock.lock();
    try {
      living.entrySet().removeIf(each -> !each.getValue().ledger().holds(each.getKey()));
      living.remove(entry);
      long takenMemory = living.values().stream().mapToLong(Demand::memory).sum();
      long takenCpus = living.values().stream().mapToLong(Demand::nanoCpus).sum();
      if (mostMemory != null && takenMemory + demand.memory() > mostMemory.bytes()) {
        throw tooMuch(
            spec, "memory " + memory, DataSize.ofBytes(takenMemory) + " of " + mostMemory, MEMORY);
      }
      if (mostNanoCpus != 0 && takenCpus + cpus > mostNanoCpus) {
        throw tooMuch(
            spec, "cpus " + cpus / 1e9, takenCpus / 1e9 + " of " + mostNanoCpus / 1e9, CPUS);
      }
      living.put(entry, demand);
    } finally {
      lock.unlock();
    }
  }

  private static UnsupportedWishException unsaid(
      ContainerSpec spec, String what, String setting, String advice) {
    return new UnsupportedWishException(
        spec.image()
            + " does not say how much "
            + what
            + " it may use, and the setting "
            + setting
            + " limits what all have together. Add "
            + advice
            + ".",
        null);
  }

  private UnsupportedWishException tooMuch(
      ContainerSpec spec, String wish, String taken, String setting) {
    return new UnsupportedWishException(
        spec.image()
            + " asks for "
            + wish
            + ", and "
            + living.size()
            + (living.size() == 1 ? " container has " : " containers have ")
            + taken
            + " that the setting "
            + setting
            + " allows all together. Close some before, ask for less, or raise the setting.",
        null);
  }
}
