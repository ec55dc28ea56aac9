package dev.drydock.house.planted.floors;

/** Breaks: the root package holds the two entrances. */
final class Garage {}
