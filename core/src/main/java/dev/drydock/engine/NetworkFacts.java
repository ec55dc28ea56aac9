package dev.drydock.engine;

/**
 * What one inspection of a network told.
 *
 * @param id the engine's identifier
 * @param name its name
 * @param driver the driver that made it
 */
public record NetworkFacts(String id, String name, String driver) {}
