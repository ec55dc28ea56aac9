package dev.drydock.model;

/**
 * What a container takes on the engine's disk; volumes are not counted.
 *
 * @param writable what it wrote itself, over its image
 * @param total that and its image, which others may share
 */
public record ContainerSizes(DataSize writable, DataSize total) {}
