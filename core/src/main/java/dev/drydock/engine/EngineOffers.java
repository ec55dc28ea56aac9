package dev.drydock.engine;

import java.util.List;
import java.util.Set;

/**
 * What an engine has for its containers, as far as it tells.
 *
 * @param lacks what it says that it cannot limit, and would ignore
 * @param runtimes the names of its runtimes; none when it does not tell
 * @param gpus whether it knows a runtime or a device for graphics processors
 */
public record EngineOffers(Set<Limit> lacks, List<String> runtimes, boolean gpus) {

  /** Copies the lists. */
  public EngineOffers {
    lacks = Set.copyOf(lacks);
    runtimes = List.copyOf(runtimes);
  }

  /** Nothing is told. */
  public static EngineOffers unknown() {
    return new EngineOffers(Set.of(), List.of(), false);
  }

  /** What some engines can limit and some cannot. */
  public enum Limit {
    /** Memory. */
    MEMORY,
    /** Memory and swap together. */
    SWAP,
    /** Processor time. */
    CPUS,
    /** The weight where containers compete for processor time. */
    CPU_SHARES,
    /** Which processors. */
    CPU_SET,
    /** The number of processes. */
    PIDS
  }
}
