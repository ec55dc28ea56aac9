package dev.drydock.house.planted.published;

/** Not for users. */
class Secret {}
