package dev.drydock.house.planted.names;

/** Breaks: names say what a thing is. */
interface AbstractSpec {}
