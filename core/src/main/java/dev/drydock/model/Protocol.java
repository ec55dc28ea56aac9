package dev.drydock.model;

import java.util.Locale;

/** The transport protocol of a container port, as the Engine API spells it in {@code 53/udp}. */
public enum Protocol {
  /** Transmission Control Protocol. */
  TCP,
  /** User Datagram Protocol. */
  UDP,
  /** Stream Control Transmission Protocol. */
  SCTP;

  /** The lower-case word the Engine API uses: {@code tcp}, {@code udp} or {@code sctp}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
