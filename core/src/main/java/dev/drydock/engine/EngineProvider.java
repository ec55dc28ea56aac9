package dev.drydock.engine;

import java.time.Duration;

/**
 * Connects to one kind of engine. Found by {@link java.util.ServiceLoader}; those who write a back
 * end implement it.
 */
public interface EngineProvider {

  /** How long a named engine may take to accept a connection, and to answer for the first time. */
  Duration FIRST_ANSWER = Duration.ofSeconds(5);

  /** The same where ssh has to log in first, perhaps over other hosts. */
  Duration FIRST_LOGIN = Duration.ofSeconds(20);

  /** Whether it speaks to addresses of this form. */
  boolean supports(EngineAddress address);

  /**
   * Connects, which proves that the engine answers.
   *
   * @param limit how long it may take to accept the connection, and to answer
   * @throws dev.drydock.model.NoEngineException when it does not, saying why
   */
  Engine connect(EngineAddress address, Duration limit);

  /** Connects within the usual limit. */
  default Engine connect(EngineAddress address) {
    return connect(address, usualLimit(address));
  }

  /** The usual limit for this address. */
  static Duration usualLimit(EngineAddress address) {
    return "ssh".equals(address.uri().getScheme()) ? FIRST_LOGIN : FIRST_ANSWER;
  }
}
