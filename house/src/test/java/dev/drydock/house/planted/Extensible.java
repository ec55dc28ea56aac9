package dev.drydock.house.planted;

/** Breaks: nobody can extend a public class. */
public class Extensible {}
