package dev.drydock.internal.build;

import dev.drydock.engine.BuildOutcome;
import dev.drydock.model.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report of a build that failed, in the same words whoever built. */
public final class BuildReport {

  private static final int LINES = 20;

  private static final Pattern EXIT =
      Pattern.compile("(?:exit code:|non-zero code:|exit status|exited with code) (\\d+)");

  private static final Pattern SYNTAX =
      Pattern.compile("(?i)parse error (?:on )?line (\\d+): (.*)", Pattern.DOTALL);

  /** What engines put before what they have to say. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:failed to solve(?: with frontend \\S+)?: |failed to create LLB definition: "
              + "|rpc error: code = \\w+ desc = |failed to build LLB: "
              + "|failed to parse Dockerfile: |building at STEP \".*\": )");

  private BuildReport() {}

  /** The report. */
  public static ImageException of(BuildInputs inputs, BuildOutcome outcome) {
    String error = outcome.error();
    for (Matcher prefix = PREFIX.matcher(error); prefix.find(); prefix = PREFIX.matcher(error)) {
      error = error.substring(prefix.end());
    }
    Matcher syntax = SYNTAX.matcher(error);
    if (syntax.find()) {
      int line = Integer.parseInt(syntax.group(1));
      return report(
          inputs,
          "its Dockerfile has an error in line " + line + ".",
          List.of("Line " + line, inputs.textOf(line), "Reason", syntax.group(2).strip()),
          "");
    }
    String step = outcome.failedStep();
    List<Integer> lines = inputs.lines(error.split(" ", 2)[0]);
    if (step.isEmpty() && !lines.isEmpty()) {
      // Older builders tell what is wrong with an instruction, and not where it is.
      return wrongInstruction(inputs, lines, error);
    }
    if (step.isEmpty()) {
      return report(inputs, "the builder failed.", List.of("Engine", error), "");
    }
    int line = inputs.line(step);
    List<String> rows = new ArrayList<>();
    rows.add(line == 0 ? "Step" : "Line " + line);
    rows.add(step);
    Matcher exit = EXIT.matcher(error);
    rows.add("Reason");
    rows.add(exit.find() ? "exit code " + exit.group(1) : error);
    return report(
        inputs,
        step.split("\\s+", 2)[0] + (line == 0 ? "" : " in line " + line) + " failed.",
        rows,
        output(outcome.output()));
  }

  private static ImageException wrongInstruction(
      BuildInputs inputs, List<Integer> lines, String error) {
    List<String> rows = new ArrayList<>();
    for (int each : lines) {
      rows.add("Line " + each);
      rows.add(inputs.textOf(each));
    }
    rows.add("Reason");
    rows.add(error);
    String where = lines.size() == 1 ? "line " + lines.get(0) : "one of these lines";
    return report(inputs, "its Dockerfile has an error in " + where + ".", rows, "");
  }

  private static ImageException report(
      BuildInputs inputs, String what, List<String> rows, String output) {
    String report = DockerfileCheck.report(inputs.spec(), what, rows.toArray(new String[0]));
    return new ImageException(report + output, null);
  }

  private static String output(List<String> lines) {
    if (lines.isEmpty()) {
      return "\n  Output:     none";
    }
    int from = Math.max(0, lines.size() - LINES);
    StringBuilder text = new StringBuilder("\n  Output");
    text.append(from == 0 ? ":" : ", last " + LINES + " lines:");
    for (String each : lines.subList(from, lines.size())) {
      text.append("\n    ").append(each);
    }
    return text.toString();
  }
}
