package dev.drydock.internal.session;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.EngineProvider;
import dev.drydock.engine.LogStream;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.internal.wait.Outcome;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ContainerState;
import dev.drydock.model.DrydockException;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.LogLine;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.ready.Readiness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one shape of every report on a container that did not start. */
final class FailureReport {

  private static final int LINES_SHOWN = 20;
  private static final int LINES_READ = 1_000;

  private final StringBuilder text;

  private FailureReport(String headline) {
    text = new StringBuilder(headline);
  }

  /** The container was started and did not become ready. */
  static ContainerStartException notReady(
      Engine engine,
      String title,
      Supplier<ContainerFacts> facts,
      Readiness readiness,
      Duration timeout,
      Outcome outcome) {
    FailureReport report =
        new FailureReport(
            switch (outcome.end()) {
              case DIED -> title + " ended before it was ready.";
              case NEVER -> title + " can no longer become ready.";
              default -> title + " was not ready within " + seconds(timeout) + ".";
            });
    report.row("Waited for", readiness.describe());
    report.row("Last look", lastLook(outcome));
    if (outcome.end() == Outcome.End.TIMED_OUT && !engine.answers(EngineProvider.FIRST_ANSWER)) {
      EngineInfo info = engine.info();
      report.row("Engine", info.product() + " at " + info.address() + " gives no answer any more");
      report.hint(
          "look into the engine's own log; what is left goes with the session, or the next run");
    } else {
      report.hint(report.state(engine, facts));
    }
    return new ContainerStartException(report.text.toString(), outcome.cause());
  }

  /** Its state and its log, and what they hint at; what is known already is not lost with it. */
  private @Nullable String state(Engine engine, Supplier<ContainerFacts> facts) {
    try {
      ContainerFacts now = facts.get();
      row("State", state(now));
      return hint(now, log(engine, now.id(), now.tty()));
    } catch (EngineException e) {
      // Somebody else has removed it, perhaps.
      row("State", "could not be asked: " + e.getMessage());
      return null;
    }
  }

  /** No line of its log has matched. */
  static ContainerStartException noLine(
      Engine engine,
      String title,
      Supplier<ContainerFacts> facts,
      String regex,
      @Nullable Duration waited) {
    FailureReport report =
        new FailureReport(
            waited == null
                ? title + " ended before it wrote a line that matches " + regex + "."
                : title
                    + " wrote no line that matches "
                    + regex
                    + " within "
                    + seconds(waited)
                    + ".");
    var unused = report.state(engine, facts);
    return new ContainerStartException(report.text.toString(), null);
  }

  /** This headline, and the last lines of the log. */
  static String withLog(String headline, Engine engine, String id, boolean tty) {
    FailureReport report = new FailureReport(headline);
    report.log(engine, id, tty);
    return report.text.toString();
  }

  /** The engine refused to create or to start it. */
  static ContainerStartException refused(
      String title, DrydockException cause, @Nullable String hint) {
    FailureReport report = new FailureReport(title + " could not be started.");
    report.row("Engine", String.valueOf(cause.getMessage()));
    report.hint(hint == null ? refusalHint(String.valueOf(cause.getMessage())) : hint);
    return new ContainerStartException(report.text.toString(), cause);
  }

  /**
   * An image is not to be had.
   *
   * @param title the first line
   */
  static ImageException noImage(
      String title, ImageName named, ImageName used, ImageNaming naming, ImageException cause) {
    FailureReport report = new FailureReport(title);
    if (cause.reason() == ImageException.Reason.FORBIDDEN) {
      report.text.append('\n').append(cause.getMessage());
      return new ImageException(cause.reason(), report.text.toString(), cause);
    }
    if (!named.equals(used)) {
      report.row(
          "Image", used + ", which " + naming.because(named) + " names in place of " + named);
    }
    ImageName source = naming.source(used);
    if (!source.equals(used)) {
      report.row("Mirror", source + ", from where drydock.image.mirror has it pulled");
    }
    report.row("Engine", String.valueOf(cause.getMessage()));
    report.row("Hint", ImageHints.pull(cause, source));
    return new ImageException(cause.reason(), report.text.toString(), cause);
  }

  /** A registry does not have an image that was to be brought to it. */
  static ImageException notPushed(
      ImageName image, @Nullable RegistryCredentials login, ImageException cause) {
    FailureReport report = new FailureReport("Image " + image + " was not pushed.");
    report.row("Engine", String.valueOf(cause.getMessage()));
    if (cause.reason() == ImageException.Reason.DENIED) {
      report.row("Shown", login == null ? "nothing: no login is known" : login.toString());
    }
    report.row("Hint", ImageHints.push(cause.reason(), image));
    return new ImageException(cause.reason(), report.text.toString(), cause);
  }

  private static String lastLook(Outcome outcome) {
    return outcome.looks() == 0
        ? (outcome.end() == Outcome.End.TIMED_OUT ? "none had ended" : "none, it ended before")
        : outcome.why() + " (look " + outcome.looks() + ", after " + seconds(outcome.after()) + ")";
  }

  private void row(String label, String value) {
    text.append("\n  ").append(String.format(Locale.ROOT, "%-12s", label + ":"));
    text.append(value.strip().replace("\n", "\n              "));
  }

  private void hint(@Nullable String hint) {
    if (hint != null) {
      row("Hint", hint);
    }
  }

  private int log(Engine engine, String id, boolean tty) {
    Deque<LogLine> last = new ArrayDeque<>();
    int count = 0;
    try (LogStream stream = engine.containers().logs(id, tty, LINES_READ, false)) {
      for (LogLine line = stream.next(); line != null; line = stream.next()) {
        count++;
        last.addLast(line);
        if (last.size() > LINES_SHOWN) {
          last.removeFirst();
        }
      }
    } catch (DrydockException e) {
      row("Log", "could not be read: " + e.getMessage());
      return count;
    }
    if (count == 0) {
      row("Log", "empty");
      return 0;
    }
    String all = count < LINES_READ ? Integer.toString(count) : "more than " + (count - 1);
    text.append("\n  Log, ")
        .append(count == last.size() ? "all" : "last " + last.size() + " of " + all)
        .append(
            count == 1 ? " 1 line:" : count == last.size() ? " " + count + " lines:" : " lines:");
    for (LogLine line : last) {
      text.append("\n    ").append(line.text());
    }
    return count;
  }

  private static String state(ContainerFacts facts) {
    if (facts.state() instanceof ContainerState.Exited exited) {
      return "exited with code "
          + exited.exitCode()
          + ", "
          + seconds(facts.ranFor())
          + " after start, "
          + (exited.outOfMemory() ? "out of memory" : "not out of memory");
    }
    return facts.state().describe();
  }

  private static @Nullable String hint(ContainerFacts facts, int logLines) {
    if (facts.state() instanceof ContainerState.Exited exited) {
      if (exited.outOfMemory()) {
        return "the kernel killed it for lack of memory; give it more with withMemory";
      }
      if (exited.exitCode() == 126 || exited.exitCode() == 127) {
        return "a command was not found or could not be run; check withCommand and withEntrypoint";
      }
      return logLines == 0
          ? "it wrote nothing; a program that ends when it has nothing to do needs another withCommand,"
              + " and a job that shall end wants Readiness.exited(0)"
          : null;
    }
    StringBuilder exposed = new StringBuilder();
    for (ContainerPort port : facts.exposedPorts()) {
      if (!facts.endpoints().containsKey(port)) {
        exposed.append(exposed.length() == 0 ? "" : ", ").append(port);
      }
    }
    return exposed.length() == 0
        ? null
        : "the image also names ports that the description does not: " + exposed;
  }

  static @Nullable String refusalHint(String said) {
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("port is already allocated") || lower.contains("address already in use")) {
      return "something else uses the host port; withPort takes a free one instead of a fixed one";
    }
    if (lower.contains("is already in use by container")) {
      return "remove the other container, or leave withName out: Drydock then gives a name of its own";
    }
    if (lower.contains("bind source path does not exist")) {
      return "there is no such path on the engine's machine; make it, or say createdWhenMissing()";
    }
    if (lower.contains("executable file not found")
        || lower.contains("no such file or directory")) {
      return "the image has no such program; check withCommand and withEntrypoint";
    }
    if (lower.contains("exec format error")) {
      return "the program in the image is for another kind of processor";
    }
    return null;
  }

  static String seconds(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 == 0) {
      return millis / 1000 + " s";
    }
    return millis < 100 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
