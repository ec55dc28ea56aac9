package dev.drydock;

import dev.drydock.engine.Settings;
import dev.drydock.internal.session.Prepare;
import dev.drydock.model.DrydockException;
import java.io.PrintStream;
import java.util.List;

/** The command line: {@code java -jar drydock-core.jar doctor}. */
public final class Main {

  private static final String USAGE =
      """
      Usage: java -jar drydock-core.jar COMMAND

        doctor   look for a container engine, and say what was found and what to do
        prepare  pull images before the tests that want them, and lock what they are
        prune    remove images that Drydock has built and that are not used any more
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
      case "prune" -> {
        return prune(out);
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

  private static int prune(PrintStream out) {
    try (Drydock drydock = Drydock.connect()) {
      out.println(drydock.pruneImages());
      return 0;
    } catch (DrydockException | IllegalArgumentException e) {
      out.println(e.getMessage());
      return 1;
    }
  }
}
