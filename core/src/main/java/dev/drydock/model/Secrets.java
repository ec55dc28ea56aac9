package dev.drydock.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Masks values whose names look like secrets, wherever a description is shown to a person. */
public final class Secrets {

  private static final Pattern SECRET =
      Pattern.compile("PASS|PWD$|SECRET|TOKEN|CREDENTIAL|PRIVATE|(?:^|_)KEY(?:$|_)|API_?KEY|AUTH$");
  private static final String MASK = "***";

  private Secrets() {}

  /** The value, or {@code ***} when the name looks like a secret's. */
  public static String mask(String name, String value) {
    return isSecret(name) ? MASK : value;
  }

  /**
   * A command with its secrets masked: {@code --password=x}, {@code --password x} and {@code
   * TOKEN=x}.
   */
  public static List<String> maskWords(List<String> words) {
    List<String> masked = new ArrayList<>(words.size());
    boolean nextIsSecret = false;
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      boolean secret = name.indexOf(' ') < 0 && isSecret(name.replace('-', '_'));
      if (nextIsSecret && !word.startsWith("-")) {
        masked.add(MASK);
      } else if (secret && equals >= 0) {
        masked.add(name + "=" + MASK);
      } else {
        masked.add(word);
      }
      nextIsSecret = secret && equals < 0 && word.startsWith("-");
    }
    return masked;
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name.toUpperCase(Locale.ROOT)).find();
  }

  /** A sorted copy in which the secrets are masked. */
  public static Map<String, String> mask(Map<String, String> values) {
    Map<String, String> masked = new TreeMap<>();
    values.forEach((name, value) -> masked.put(name, mask(name, value)));
    return masked;
  }
}
