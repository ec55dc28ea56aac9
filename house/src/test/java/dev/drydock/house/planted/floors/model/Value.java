package dev.drydock.house.planted.floors.model;

import dev.drydock.house.planted.floors.spec.Wish;

/** Breaks: floors, and cycles. */
public record Value(Wish wish) {}
