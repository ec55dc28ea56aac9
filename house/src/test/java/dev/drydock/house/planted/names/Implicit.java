package dev.drydock.house.planted.names;

/** Keeps the rule. */
interface Implicit {}
