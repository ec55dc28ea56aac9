package dev.drydock.model;

import java.util.Locale;

/**
 * An amount of memory or storage in bytes.
 *
 * @param bytes zero or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

  private static final String UNITS = "bkmgt";

  /**
   * Checks the amount.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("data size must be 0 bytes or more, was " + bytes);
    }
  }

  /** So many bytes. */
  public static DataSize ofBytes(long bytes) {
    return new DataSize(bytes);
  }

  /** So many kibibytes (1,024 bytes). */
  public static DataSize ofKibibytes(long kibibytes) {
    return times(kibibytes, 10);
  }

  /** So many mebibytes (1,024 kibibytes). */
  public static DataSize ofMebibytes(long mebibytes) {
    return times(mebibytes, 20);
  }

  /** So many gibibytes (1,024 mebibytes). */
  public static DataSize ofGibibytes(long gibibytes) {
    return times(gibibytes, 30);
  }

  /**
   * Reads the {@code docker} command's form: a whole number and at most one of {@code b k m g t} or
   * {@code kb mb gb tb}, in steps of 1,024: {@code 512m}.
   *
   * @throws IllegalArgumentException when the text is not of that form, or 8 exbibytes or more
   */
  public static DataSize parse(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    int digits = 0;
    while (digits < word.length() && Character.isDigit(word.charAt(digits))) {
      digits++;
    }
    String unit = word.substring(digits);
    if (unit.length() == 2 && unit.endsWith("b")) {
      unit = unit.substring(0, 1);
    }
    int power = unit.isEmpty() ? 0 : unit.length() == 1 ? UNITS.indexOf(unit) : -1;
    if (digits == 0 || digits > 18 || power < 0) {
      throw new IllegalArgumentException(
          "data size must look like 1024, 64k, 512m or 2g, was " + text);
    }
    return times(Long.parseLong(word.substring(0, digits)), 10 * power);
  }

  private static DataSize times(long number, int shift) {
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(
          "data size must be less than 8 exbibytes, was "
              + number
              + UNITS.substring(shift / 10, shift / 10 + 1));
    }
    return new DataSize(number < 0 ? number : number << shift);
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /**
   * The largest unit that divides the amount, for example {@code 512m}; {@link #parse} reads it.
   */
  @Override
  public String toString() {
    int power = 0;
    long rest = bytes;
    while (power < UNITS.length() - 1 && rest != 0 && rest % 1024 == 0) {
      rest /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(rest) : rest + UNITS.substring(power, power + 1);
  }
}
