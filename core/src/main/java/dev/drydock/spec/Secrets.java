package dev.drydock.spec;

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
    return SECRET.matcher(name.toUpperCase(java.util.Locale.ROOT)).find() ? MASK : value;
  }

  /** A sorted copy in which the secrets are masked. */
  public static Map<String, String> mask(Map<String, String> values) {
    Map<String, String> masked = new TreeMap<>();
    values.forEach((name, value) -> masked.put(name, mask(name, value)));
    return masked;
  }
}
