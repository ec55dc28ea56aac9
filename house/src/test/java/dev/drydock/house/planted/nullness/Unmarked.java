package dev.drydock.house.planted.nullness;

/** Is in a package that is not marked. */
final class Unmarked {}
