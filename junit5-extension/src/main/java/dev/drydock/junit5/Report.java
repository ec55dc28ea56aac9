package dev.drydock.junit5;

import java.util.ArrayList;
import java.util.List;

/** A message for people: a sentence, then labelled lines whose values stand under one another. */
final class Report {

  private record Line(String label, String value) {}

  private final String headline;
  private final List<Line> lines = new ArrayList<>();

  Report(String headline) {
    this.headline = headline;
  }

  Report line(String label, String value) {
    lines.add(new Line(label + ":", value));
    return this;
  }

  Report hint(String value) {
    return line("Hint", value);
  }

  @Override
  public String toString() {
    int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(headline);
    for (Line line : lines) {
      text.append("\n  ")
          .append(line.label())
          .append(" ".repeat(width - line.label().length() + 1))
          .append(line.value().replace("\n", "\n    "));
    }
    return text.toString();
  }
}
