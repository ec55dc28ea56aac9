package dev.drydock.benchmarks.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and all it has launched have used so far, as Linux's {@code /proc} tells.
 *
 * @param processes how many there are
 * @param cpuMillis their CPU time, in steps of 10 ms
 * @param peakMegabytes the sum of the most memory that each has had resident
 */
public record ProcessTree(int processes, double cpuMillis, double peakMegabytes) {

  private static final double MILLIS_PER_TICK = 10;

  /** The tree of this process. */
  public static ProcessTree of(long pid) throws IOException {
    ProcessTree self = alone(pid);
    int processes = self.processes;
    double cpu = self.cpuMillis;
    double memory = self.peakMegabytes;
    for (ProcessHandle each :
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElse(Stream.empty()).toList()) {
      try {
        ProcessTree child = alone(each.pid());
        processes++;
        cpu += child.cpuMillis;
        memory += child.peakMegabytes;
      } catch (NoSuchFileException e) {
        // It has ended, and its parent answers for its CPU time.
      }
    }
    return new ProcessTree(processes, cpu, memory);
  }

  private static ProcessTree alone(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(proc.resolve("stat"));
    // After the name, which may hold blanks: state is field 3, utime to cstime are 14 to 17.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int i = 14; i <= 17; i++) {
      ticks += Double.parseDouble(fields[i - 3]);
    }
    List<String> status = Files.readAllLines(proc.resolve("status"));
    double kilobytes =
        status.stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
            .sum();
    return new ProcessTree(1, ticks * MILLIS_PER_TICK, kilobytes / 1024);
  }
}
