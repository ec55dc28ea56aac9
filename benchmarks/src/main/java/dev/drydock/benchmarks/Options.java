package dev.drydock.benchmarks;

import dev.drydock.benchmarks.contender.Contenders;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param command a case's name, {@code all}, {@code list}, {@code calls} or {@code page}
 * @param reps the number of rounds; 0 leaves it to each experiment
 * @param only who may take part
 */
record Options(String command, int reps, List<String> only) {

  Options {
    only = List.copyOf(only);
  }

  /** Reads them; {@link IllegalArgumentException} says in words what cannot be understood. */
  static Options parse(String... args) {
    int reps = 0;
    List<String> only = Contenders.NAMES;
    for (int i = 1; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      switch (args[i]) {
        case "--reps" -> reps = atLeastOne(args[i + 1]);
        case "--only" -> only = known(List.of(args[i + 1].split(",", -1)));
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    return new Options(args.length == 0 ? "list" : args[0], reps, only);
  }

  private static int atLeastOne(String text) {
    int number = Integer.parseInt(text);
    if (number < 1) {
      throw new IllegalArgumentException("--reps must be 1 or more, was " + text);
    }
    return number;
  }

  /** A name that nobody has would leave out all contenders, and measure nothing. */
  private static List<String> known(List<String> names) {
    for (String each : names) {
      if (!Contenders.NAMES.contains(each)) {
        throw new IllegalArgumentException(
            "there is no contender \""
                + each
                + "\" for --only; there are "
                + String.join(", ", Contenders.NAMES));
      }
    }
    return names;
  }
}
