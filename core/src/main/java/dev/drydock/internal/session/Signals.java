package dev.drydock.internal.session;

import java.util.Locale;
import java.util.Set;

/** The signals of Linux, by name and number. */
final class Signals {

  private static final Set<String> NAMES =
      Set.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /** The signal as engines take it; refuses what is none. */
  static String require(String signal) {
    String name = signal.toUpperCase(Locale.ROOT);
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    if (NAMES.contains(bare)) {
      return "SIG" + bare;
    }
    if (bare.matches("[1-9][0-9]?") && Integer.parseInt(bare) <= 64) {
      return bare;
    }
    throw new IllegalArgumentException(
        "signal must be a name such as TERM, or a number from 1 to 64, was " + signal);
  }
}
