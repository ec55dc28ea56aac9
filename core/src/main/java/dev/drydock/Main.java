package dev.drydock;

import dev.drydock.engine.Settings;
import dev.drydock.internal.session.Prepare;
import java.io.PrintStream;
import java.util.List;

/** The command line: {@code java -jar drydock-core.jar doctor}. */
public final class Main {

  private static final String USAGE =
      """
      Usage: java -jar drydock-core.jar COMMAND

        doctor   look for a container engine, and say what was found and what to do
        prepare  pull images before the tests that want them, and lock what they are
        help     this

      Settings are system properties before -jar, for example -Ddrydock.engine=ssh://user@host.""";

  private Main() {}

  /** Runs a command; ends with 0 when all is well, 1 when it is not, 2 for an unknown command. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out));
  }

  static int run(List<String> arguments, PrintStream out) {
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    switch (command) {
      case "doctor" -> {
        var diagnosis = Drydock.doctor();
        out.println(diagnosis);
        return diagnosis.healthy() ? 0 : 1;
      }
      case "prepare" -> {
        return Prepare.run(arguments.subList(1, arguments.size()), Settings.load(), out);
      }
      case "help", "--help", "-h" -> {
        out.println(USAGE);
        return 0;
      }
      default -> {
        out.println("There is no command " + command + ".\n\n" + USAGE);
        return 2;
      }
    }
  }
}
