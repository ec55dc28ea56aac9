package dev.drydock.internal.cleanup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns things on an engine: machine, boot, process id and the process' start, so
 * that neither a second machine nor a second process of the same number is taken for it.
 *
 * @param host the machine's name, and on Linux the namespace in which the process id counts
 * @param boot the boot of the machine; {@code -} where it cannot be told
 * @param pid the process id
 * @param started when the process started, in the kernel's ticks since the boot, which no change of
 *     the clock moves; 0 when unknown
 */
public record Owner(String host, String boot, long pid, long started) {

  private static final String UNKNOWN = "-";

  /** The unit is written, so that no reader takes the number for another measure of time. */
  private static final String TICKS = "t";

  private static final Path PROCESSES = Path.of("/proc");
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Where the start stands in {@code /proc/PID/stat}, counted after the command's bracket. */
  private static final int START_FIELD = 19;

  /** What is known of a process. */
  public enum Life {
    /** It runs. */
    ALIVE,
    /** It has certainly ended. */
    DEAD,
    /** It cannot be judged from here. */
    UNKNOWN
  }

  /** This process. */
  public static Owner current() {
    long pid = ProcessHandle.current().pid();
    return new Owner(machine(), read(BOOT_ID).orElse(UNKNOWN), pid, startOf(pid));
  }

  /** Reads a label's value; null when it is not one. */
  public static @Nullable Owner parse(@Nullable String label) {
    String[] parts = label == null ? new String[0] : label.split("/", -1);
    if (parts.length != 4 || !parts[3].endsWith(TICKS)) {
      return null;
    }
    String started = parts[3].substring(0, parts[3].length() - TICKS.length());
    try {
      return new Owner(parts[0], parts[1], Long.parseLong(parts[2]), Long.parseLong(started));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Whether the process lives, as far as this one can tell: only on the same machine and boot, and
   * only where other users' processes can be seen.
   */
  public Life lifeFor(Owner observer) {
    if (!host.equals(observer.host) || !boot.equals(observer.boot) || boot.equals(UNKNOWN)) {
      return Life.UNKNOWN;
    }
    if (!Files.isReadable(PROCESSES.resolve("1/stat"))) {
      return Life.UNKNOWN;
    }
    if (!Files.exists(PROCESSES.resolve(Long.toString(pid)))) {
      return Life.DEAD;
    }
    long start = startOf(pid);
    if (start == 0 || started == 0) {
      return Life.UNKNOWN;
    }
    return start == started ? Life.ALIVE : Life.DEAD;
  }

  private static long startOf(long pid) {
    String stat = read(PROCESSES.resolve(pid + "/stat")).orElse("");
    // The command may hold blanks and brackets itself; the last bracket ends it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    try {
      return fields.length > START_FIELD ? Long.parseLong(fields[START_FIELD]) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
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
    return host + "/" + boot + "/" + pid + "/" + started + TICKS;
  }
}
