package dev.drydock.junit5;

/** A message for people: a sentence, then labelled lines whose values stand under one another. */
final class Report {

  private static final String INDENT = " ".repeat(14);

  private final StringBuilder text;

  Report(String headline) {
    text = new StringBuilder(headline);
  }

  Report line(String label, String value) {
    text.append("\n  ")
        .append(label)
        .append(':')
        .append(" ".repeat(Math.max(1, 11 - label.length())))
        .append(value.replace("\n", "\n" + INDENT));
    return this;
  }

  Report hint(String value) {
    return line("Hint", value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
