package dev.drydock.house.planted.floors.unknown;

/** Breaks: it is on no floor. */
public record Cellar() {}
