package dev.drydock.internal.docker.discovery;

import dev.drydock.model.NoEngineException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one shape of every report that no engine answered. */
final class NoEngineReport {

  private static final String INDENT = " ".repeat(14);

  private final StringBuilder text = new StringBuilder("No container engine answered.");

  /** A row, whose further lines stand below its first. */
  NoEngineReport row(String label, String value) {
    return rows(label, List.of(value));
  }

  /** A row for each of these, of which the first has the label; none when there is nothing. */
  NoEngineReport rows(String label, List<String> values) {
    String head = String.format(Locale.ROOT, "  %-12s", label + ":");
    for (String each : values) {
      text.append('\n').append(head).append(each.replace("\n", "\n" + INDENT));
      head = INDENT;
    }
    return this;
  }

  NoEngineException because(@Nullable Throwable cause) {
    return new NoEngineException(text.toString(), cause);
  }
}
