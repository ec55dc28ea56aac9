package dev.drydock.ready;

import dev.drydock.model.ExecResult;
import dev.drydock.model.Secrets;
import java.util.List;

/** A command in the container succeeds. */
record CommandReadiness(List<String> command) implements Readiness {

  CommandReadiness {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("readiness command must have at least one word, had none");
    }
  }

  @Override
  public String describe() {
    return "the command `" + String.join(" ", Secrets.maskWords(command)) + "` succeeds";
  }

  @Override
  public Look begin(Target target) {
    String[] words = command.toArray(String[]::new);
    return each -> {
      ExecResult result = each.exec(words);
      return result.succeeded() ? Verdict.ready() : Verdict.notYet(failure(result));
    };
  }

  static String failure(ExecResult result) {
    String output = (result.stderr().isBlank() ? result.stdout() : result.stderr()).strip();
    String first = output.lines().findFirst().orElse("");
    return "exit code " + result.exitCode() + (first.isEmpty() ? "" : ": " + first);
  }
}
