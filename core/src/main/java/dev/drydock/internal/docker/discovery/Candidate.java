package dev.drydock.internal.docker.discovery;

import dev.drydock.engine.EngineAddress;

/**
 * An engine that may be there.
 *
 * @param address where
 * @param origin why it is looked for there, for example {@code named by DOCKER_HOST}
 */
record Candidate(EngineAddress address, String origin) {

  @Override
  public String toString() {
    return address + ", " + origin;
  }
}
