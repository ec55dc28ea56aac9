package dev.drydock.house.planted.floors.internal.plan;

import dev.drydock.house.planted.floors.spec.Wish;

/** Keeps the rule. */
public record Plan(Wish wish) {}
