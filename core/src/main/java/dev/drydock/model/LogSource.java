package dev.drydock.model;

/** Which of a container's two output streams a line came from. */
public enum LogSource {
  /** Standard output; with a terminal, everything. */
  STDOUT,
  /** Standard error. */
  STDERR
}
