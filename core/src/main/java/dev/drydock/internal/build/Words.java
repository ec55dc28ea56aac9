package dev.drydock.internal.build;

import java.util.ArrayList;
import java.util.List;

/** The words of a line, without regular expressions, which a new JVM would feel. */
final class Words {

  private Words() {}

  /** All of them. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      int end = end(rest);
      words.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    return words;
  }

  /** Where the first one ends. */
  static int end(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
