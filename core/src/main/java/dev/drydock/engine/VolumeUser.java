package dev.drydock.engine;

/**
 * A container that has a volume mounted.
 *
 * @param name its name on the engine
 * @param image its image, as the engine tells it
 * @param alive whether it has processes
 */
public record VolumeUser(String name, String image, boolean alive) {}
