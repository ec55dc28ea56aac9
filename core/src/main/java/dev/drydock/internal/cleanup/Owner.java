package dev.drydock.internal.cleanup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns things on an engine: machine, boot, process id and the process' start time,
 * so that neither a second machine nor a second process of the same number is taken for it.
 *
 * @param host the machine's name, and on Linux the namespace in which the process id counts
 * @param boot the boot of the machine
 * @param pid the process id
 * @param started when the process started, in milliseconds since 1970; 0 when unknown
 */
public record Owner(String host, String boot, long pid, long started) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  /** This process. */
  public static Owner current() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(machine(), read(BOOT_ID).orElse("-"), self.pid(), startOf(self));
  }

  /** Reads a label's value; null when it is not one. */
  public static @Nullable Owner parse(@Nullable String label) {
    String[] parts = label == null ? new String[0] : label.split("/", -1);
    if (parts.length != 4) {
      return null;
    }
    try {
      return new Owner(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Whether it is certain that the process is no more, as seen from this one: same machine, same
   * boot, and no process of that number and start time.
   */
  public boolean isDeadFor(Owner observer) {
    if (!host.equals(observer.host) || !boot.equals(observer.boot)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty() || !process.get().isAlive()) {
      return true;
    }
    long start = startOf(process.get());
    return start != 0 && started != 0 && start != started;
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machine() {
    String name = read(HOST_NAME).orElseGet(Owner::networkName);
    try {
      String namespace = Files.readSymbolicLink(PID_NAMESPACE).toString();
      // The link reads pid:[4026531836].
      return name + "@" + namespace.substring(5, namespace.length() - 1);
    } catch (IOException | UnsupportedOperationException | IndexOutOfBoundsException e) {
      return name;
    }
  }

  private static String networkName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).trim());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The label's value. */
  @Override
  public String toString() {
    return host + "/" + boot + "/" + pid + "/" + started;
  }
}
