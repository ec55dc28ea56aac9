package dev.drydock.internal.session;

import dev.drydock.model.DataSize;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Whether this machine has memory and processors to spare for containers that nobody waits for yet.
 * Where the kernel does not tell, it has.
 */
final class Spare implements Room {

  /** What a container counts that names no limit. */
  private static final DataSize USUAL = DataSize.ofMebibytes(256);

  private static final DataSize RESERVE = DataSize.ofMebibytes(512);
  private static final int MOST_RUNNABLE_PER_PROCESSOR = 6;

  @Override
  public boolean isThereFor(
      Collection<ContainerSpec> containers, Collection<ContainerSpec> others) {
    try {
      return freeBytes(Files.readString(Path.of("/proc/meminfo"))) >= wanted(containers, others)
          && runnable(Files.readString(Path.of("/proc/loadavg")))
              <= MOST_RUNNABLE_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
    } catch (IOException e) {
      return true;
    }
  }

  static long wanted(Collection<ContainerSpec> containers, Collection<ContainerSpec> others) {
    return RESERVE.bytes() + most(containers) + most(others);
  }

  private static long most(Collection<ContainerSpec> containers) {
    long bytes = 0;
    for (ContainerSpec each : containers) {
      DataSize memory = each.memory();
      bytes += (memory == null ? USUAL : memory).bytes();
    }
    return bytes;
  }

  static long freeBytes(String memoryInfo) {
    int at = memoryInfo.indexOf("MemAvailable:");
    if (at < 0) {
      return Long.MAX_VALUE;
    }
    String line = memoryInfo.substring(at + "MemAvailable:".length(), memoryInfo.indexOf('\n', at));
    return DataSize.ofKibibytes(Long.parseLong(line.replace("kB", "").trim())).bytes();
  }

  /** Of {@code 0.20 0.18 0.12 3/80 11206} it is the 3: the threads that run or want to. */
  static int runnable(String loadAverage) {
    String[] words = loadAverage.split(" ", -1);
    return words.length < 4 ? 0 : Integer.parseInt(words[3].split("/", 2)[0]);
  }
}
