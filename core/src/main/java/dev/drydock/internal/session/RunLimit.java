package dev.drydock.internal.session;

import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
   * Takes what a container may use, until it no longer stands in its ledger. Where there is too
   * little, who is on the way out is waited for, and then what was made ahead is given up.
   *
   * @param ahead whether nobody asks for it yet: then nothing is waited for or given up
   * @throws UnsupportedWishException when the others have too much, or it does not say
   * @throws dev.drydock.model.InterruptedWaitException when the thread is interrupted
   */
  void take(LiveSession session, Ledger.Entry entry, ContainerSpec spec, boolean ahead) {
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
    Ledger ledger = session.ledger();
    Demand demand = new Demand(ledger, memory == null ? 0 : memory.bytes(), cpus);
    // The entry stands from here on, so that the share is counted.
    untilItFits(
        session.hub(),
        ahead,
        () -> {
          Optional<UnsupportedWishException> refusal =
              ledger.create(entry, () -> tryTake(entry, demand, spec.image()));
          refusal.ifPresent(each -> ledger.strike(entry));
          return refusal;
        });
  }

  /**
   * Takes what a live container may use from now on in place of what it had, if that is said.
   *
   * @return gives it back what it had
   * @throws UnsupportedWishException when the others have too much
   * @throws dev.drydock.model.InterruptedWaitException when the thread is interrupted
   */
  Runnable change(LiveSession session, Ledger.Entry entry, ImageName image, Resources said) {
    Demand before = demand(entry, session.ledger());
    DataSize memory = said.memory();
    Demand demand =
        new Demand(
            session.ledger(),
            memory == null ? before.memory() : memory.bytes(),
            said.nanoCpus() == 0 ? before.nanoCpus() : said.nanoCpus());
    untilItFits(session.hub(), false, () -> tryTake(entry, demand, image));
    return () -> put(entry, before);
  }

  private void untilItFits(
      Hub hub, boolean ahead, Supplier<Optional<UnsupportedWishException>> attempt) {
    BackgroundCloses closes = hub.backgroundCloses();
    while (true) {
      List<CompletableFuture<Void>> leaving = closes.underWay();
      Optional<UnsupportedWishException> refusal = attempt.get();
      if (refusal.isEmpty()) {
        return;
      }
      if (ahead || (leaving.isEmpty() && !hub.giveUpPrepared(this::counts))) {
        throw refusal.get();
      }
      closes.await(leaving, "room within the run's limits");
    }
  }

  private Demand demand(Ledger.Entry entry, Ledger ledger) {
    lock.lock();
    try {
      return living.getOrDefault(entry, new Demand(ledger, 0, 0));
    } finally {
      lock.unlock();
    }
  }

  private void put(Ledger.Entry entry, Demand demand) {
    lock.lock();
    try {
      living.put(entry, demand);
    } finally {
      lock.unlock();
    }
  }

  private boolean counts(Ledger.Entry entry) {
    lock.lock();
    try {
      Demand demand = living.get(entry);
      return demand != null && demand.ledger().holds(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing when it has it now, or else why not. */
  private Optional<UnsupportedWishException> tryTake(
      Ledger.Entry entry, Demand demand, ImageName image) {
    lock.lock();
    try {
      living.entrySet().removeIf(each -> !each.getValue().ledger().holds(each.getKey()));
      List<Demand> others = new ArrayList<>(living.values());
      others.remove(living.get(entry));
      long memory = others.stream().mapToLong(Demand::memory).sum();
      long cpus = others.stream().mapToLong(Demand::nanoCpus).sum();
      if (mostMemory != null && memory + demand.memory() > mostMemory.bytes()) {
        return Optional.of(
            tooMuch(
                image,
                "memory " + DataSize.ofBytes(demand.memory()),
                others.size(),
                DataSize.ofBytes(memory) + " of " + mostMemory,
                MEMORY));
      }
      if (mostNanoCpus != 0 && cpus + demand.nanoCpus() > mostNanoCpus) {
        return Optional.of(
            tooMuch(
                image,
                "cpus " + demand.nanoCpus() / 1e9,
                others.size(),
                cpus / 1e9 + " of " + mostNanoCpus / 1e9,
                CPUS));
      }
      living.put(entry, demand);
      return Optional.empty();
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

  private static UnsupportedWishException tooMuch(
      ImageName image, String wish, int others, String taken, String setting) {
    return new UnsupportedWishException(
        image
            + " asks for "
            + wish
            + ", and "
            + others
            + (others == 1 ? " container has " : " containers have ")
            + taken
            + " that the setting "
            + setting
            + " allows all together. Close some before, ask for less, or raise the setting.",
        null);
  }
}
