package dev.drydock.model;

import java.util.Locale;

/**
 * What an image is made for: an operating system and a processor, in the words of Go and of {@code
 * docker --platform}.
 *
 * @param system {@code linux} or {@code windows}
 * @param architecture for example {@code amd64} or {@code arm64}
 * @param variant of the architecture, for example {@code v7}; empty when it is of no matter
 */
public record Platform(String system, String architecture, String variant) {

  /**
   * Checks the words.
   *
   * @throws IllegalArgumentException when the system is neither {@code linux} nor {@code windows},
   *     or a word holds anything but small letters and digits
   */
  public Platform {
    if (!system.equals("linux") && !system.equals("windows")) {
      throw new IllegalArgumentException(
          "platform's system must be linux or windows, was " + system);
    }
    if (!isWord(architecture)) {
      throw new IllegalArgumentException(
          "platform's architecture must be a word such as amd64 or arm64, was " + architecture);
    }
    if (!variant.isEmpty() && !isWord(variant)) {
      throw new IllegalArgumentException(
          "platform's variant must be a word such as v7, was " + variant);
    }
  }

  /**
   * Reads {@code linux/arm64} or {@code linux/arm/v7}. The names that kernels give processors
   * ({@code x86_64}, {@code aarch64}) count as Go's.
   *
   * @throws IllegalArgumentException when it is no platform
   */
  public static Platform parse(String text) {
    String[] words = text.toLowerCase(Locale.ROOT).split("/", -1);
    if (words.length < 2 || words.length > 3) {
      throw new IllegalArgumentException("platform must look like linux/amd64, was " + text);
    }
    return new Platform(words[0], architecture(words[1]), words.length == 3 ? words[2] : "");
  }

  /** Go's word for a processor that may be given in a kernel's. */
  public static String architecture(String word) {
    return switch (word) {
      case "x86_64", "x86-64" -> "amd64";
      case "aarch64" -> "arm64";
      case "armhf", "armel", "armv7l" -> "arm";
      case "i386", "i686" -> "386";
      default -> word;
    };
  }

  private static boolean isWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !word.isEmpty();
  }

  /** As {@code docker --platform} takes it. */
  @Override
  public String toString() {
    return system + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
