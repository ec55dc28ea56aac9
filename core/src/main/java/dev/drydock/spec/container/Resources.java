package dev.drydock.spec.container;

import dev.drydock.model.DataSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of its host a container may use: an immutable value; what is not said is not limited.
 * {@code HostConfig} of the create call.
 */
public final class Resources {

  private static final DataSize LEAST_MEMORY = DataSize.ofMebibytes(6);
  private static final Pattern CPU_SET = Pattern.compile("\\d+(-\\d+)?(,\\d+(-\\d+)?)*");

  private final Draft draft;

  private Resources(Draft draft) {
    this.draft = draft;
  }

  /** No limit at all. */
  public static Resources unlimited() {
    return new Resources(new Draft());
  }

  private Resources edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new Resources(copy);
  }

  /**
   * With at most this much memory (replaces). {@code Memory}.
   *
   * @throws IllegalArgumentException when it is under 6 MiB, the engine's least
   */
  public Resources withMemory(DataSize memory) {
    if (memory.compareTo(LEAST_MEMORY) < 0) {
      throw new IllegalArgumentException("memory must be 6m or more, was " + memory);
    }
    return edit(copy -> copy.memory = memory);
  }

  /**
   * With at most this much memory and swap together (replaces); the same as the memory for no swap.
   * Engines allow as much swap as memory when nothing is said. {@code MemorySwap}.
   */
  public Resources withMemoryAndSwap(DataSize both) {
    return edit(copy -> copy.memoryAndSwap = both);
  }

  /**
   * With this much memory to come back to when the host runs short of it (replaces). {@code
   * MemoryReservation}.
   *
   * @throws IllegalArgumentException when it is under 6 MiB, the engine's least
   */
  public Resources withMemoryReservation(DataSize reservation) {
    if (reservation.compareTo(LEAST_MEMORY) < 0) {
      throw new IllegalArgumentException(
          "memory reservation must be 6m or more, was " + reservation);
    }
    return edit(copy -> copy.memoryReservation = reservation);
  }

  /**
   * With at most this much processor time (replaces): 1.5 is that of one processor and a half.
   * {@code NanoCpus}.
   *
   * @throws IllegalArgumentException when it is under 0.01
   */
  public Resources withCpus(double cpus) {
    if (!(cpus >= 0.01) || cpus > 100_000) {
      throw new IllegalArgumentException("cpus must be 0.01 or more, was " + cpus);
    }
    return edit(copy -> copy.nanoCpus = Math.round(cpus * 1e9));
  }

  /**
   * With this weight where containers compete for processor time (replaces); the engine's own is
   * 1,024. {@code CpuShares}.
   *
   * @throws IllegalArgumentException when it is not 2 to 262,144
   */
  public Resources withCpuShares(int shares) {
    if (shares < 2 || shares > 262_144) {
      throw new IllegalArgumentException("cpu shares must be 2 to 262144, was " + shares);
    }
    return edit(copy -> copy.cpuShares = shares);
  }

  /**
   * On these processors only (replaces): {@code 0-2,4}. {@code CpusetCpus}.
   *
   * @throws IllegalArgumentException when it is not a list of numbers and ranges
   */
  public Resources withCpuSet(String processors) {
    if (!CPU_SET.matcher(processors).matches()) {
      throw new IllegalArgumentException(
          "cpu set must be numbers and ranges like 0-2,4, was " + processors);
    }
    return edit(copy -> copy.cpuSet = processors);
  }

  /**
   * With at most so many processes and threads (replaces). {@code PidsLimit}.
   *
   * @throws IllegalArgumentException when it is under 1
   */
  public Resources withPids(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("pids must be 1 or more, was " + most);
    }
    return edit(copy -> copy.pids = most);
  }

  /**
   * With this much shared memory at {@code /dev/shm} (replaces); the engine's own is 64 MiB. {@code
   * ShmSize}.
   *
   * @throws IllegalArgumentException when it is 0
   */
  public Resources withShm(DataSize size) {
    if (size.bytes() == 0) {
      throw new IllegalArgumentException("shm must be more than 0, was " + size);
    }
    return edit(copy -> copy.shm = size);
  }

  /**
   * With this limit of the kernel for each process (puts): {@code withUlimit("nofile", 1024,
   * 2048)}. {@code Ulimits}.
   *
   * @throws IllegalArgumentException when soft is over hard; see {@link Ulimit}
   */
  public Resources withUlimit(String name, long soft, long hard) {
    Ulimit limit = new Ulimit(name, soft, hard);
    return edit(copy -> copy.ulimits.put(name, limit));
  }

  /** Without any limit named so far of the kernel for each process. */
  public Resources withoutUlimits() {
    return edit(copy -> copy.ulimits.clear());
  }

  /**
   * Killed sooner (more than 0) or later (less) than others when the host runs out of memory
   * (replaces). {@code OomScoreAdj}.
   *
   * @throws IllegalArgumentException when it is not -1000 to 1000
   */
  public Resources withOomScore(int score) {
    if (score < -1000 || score > 1000) {
      throw new IllegalArgumentException("oom score must be -1000 to 1000, was " + score);
    }
    return edit(copy -> copy.oomScore = score);
  }

  /** The most memory, or null for no limit. */
  public @Nullable DataSize memory() {
    return draft.memory;
  }

  /** The most memory and swap together, or null for the engine's rule. */
  public @Nullable DataSize memoryAndSwap() {
    return draft.memoryAndSwap;
  }

  /** The memory to come back to, or null. */
  public @Nullable DataSize memoryReservation() {
    return draft.memoryReservation;
  }

  /** The most processor time in billionths of a processor; 0 for no limit. */
  public long nanoCpus() {
    return draft.nanoCpus;
  }

  /** The weight; 0 for the engine's own. */
  public int cpuShares() {
    return draft.cpuShares;
  }

  /** The processors, or null for all. */
  public @Nullable String cpuSet() {
    return draft.cpuSet;
  }

  /** The most processes; 0 for no limit. */
  public int pids() {
    return draft.pids;
  }

  /** The shared memory, or null for the engine's own. */
  public @Nullable DataSize shm() {
    return draft.shm;
  }

  /** The kernel's limits, by name. */
  public List<Ulimit> ulimits() {
    return List.copyOf(draft.ulimits.values());
  }

  /** The score, or null for the engine's own. */
  public @Nullable Integer oomScore() {
    return draft.oomScore;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Resources that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  /** What is limited, for people. */
  @Override
  public String toString() {
    List<String> said = new ArrayList<>();
    add(said, "memory", draft.memory);
    add(said, "memory and swap", draft.memoryAndSwap);
    add(said, "memory reservation", draft.memoryReservation);
    add(said, "cpus", draft.nanoCpus == 0 ? null : cpus());
    add(said, "cpu shares", draft.cpuShares == 0 ? null : draft.cpuShares);
    add(said, "cpu set", draft.cpuSet);
    add(said, "pids", draft.pids == 0 ? null : draft.pids);
    add(said, "shm", draft.shm);
    draft.ulimits.values().forEach(each -> add(said, "ulimit", each));
    add(said, "oom score", draft.oomScore);
    return said.isEmpty() ? "no limits" : String.join(", ", said);
  }

  private String cpus() {
    return String.format(Locale.ROOT, "%.2f", draft.nanoCpus / 1e9);
  }

  private static void add(List<String> said, String what, @Nullable Object value) {
    if (value != null) {
      said.add(what + " " + value);
    }
  }

  private static final class Draft {
    private final Map<String, Ulimit> ulimits;
    private @Nullable DataSize memory;
    private @Nullable DataSize memoryAndSwap;
    private @Nullable DataSize memoryReservation;
    private long nanoCpus;
    private int cpuShares;
    private @Nullable String cpuSet;
    private int pids;
    private @Nullable DataSize shm;
    private @Nullable Integer oomScore;

    Draft() {
      ulimits = new TreeMap<>();
    }

    Draft(Draft from) {
      ulimits = new TreeMap<>(from.ulimits);
      memory = from.memory;
      memoryAndSwap = from.memoryAndSwap;
      memoryReservation = from.memoryReservation;
      nanoCpus = from.nanoCpus;
      cpuShares = from.cpuShares;
      cpuSet = from.cpuSet;
      pids = from.pids;
      shm = from.shm;
      oomScore = from.oomScore;
    }

    List<@Nullable Object> values() {
      return Arrays.asList(
          ulimits,
          memory,
          memoryAndSwap,
          memoryReservation,
          nanoCpus,
          cpuShares,
          cpuSet,
          pids,
          shm,
          oomScore);
    }
  }
}
