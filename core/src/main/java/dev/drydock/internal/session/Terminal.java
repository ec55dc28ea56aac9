package dev.drydock.internal.session;

import dev.drydock.engine.Settings;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at this program's terminal, and what is shown there. */
final class Terminal {

  private Terminal() {}

  /**
   * Bars where there is a terminal, else lines in the log; or what the setting {@code
   * drydock.progress} says.
   *
   * @throws IllegalArgumentException when it says neither {@code bars} nor {@code lines}
   */
  static Progress progress(Settings settings) {
    String wanted =
        settings.get("drydock.progress").orElse(isThere(System.console()) ? "bars" : "lines");
    return switch (wanted) {
      case "bars" -> new ProgressBoard(System.err, System::nanoTime);
      case "lines" -> ProgressLines.ofLog();
      default ->
          throw new IllegalArgumentException(
              "drydock.progress must be bars or lines, was " + wanted);
    };
  }

  /** As the settings say, with lines for a program that writes to {@code out} rather than a log. */
  static Progress progress(Settings settings, PrintStream out) {
    Progress usual = progress(settings);
    return usual instanceof ProgressLines
        ? new ProgressLines(out::println, System::nanoTime)
        : usual;
  }

  private static boolean isThere(@Nullable Console console) {
    if (console == null || !knowsCursors(System.getenv())) {
      return false;
    }
    try {
      // From Java 22 on there is a console even where there is no terminal.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  static boolean knowsCursors(Map<String, String> environment) {
    String kind = environment.get("TERM");
    return kind != null && !kind.isEmpty() && !kind.equals("dumb");
  }
}
