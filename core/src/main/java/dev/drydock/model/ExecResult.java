package dev.drydock.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a finished command left: its exit code and all it wrote, the two streams apart.
 *
 * <p>A command run with a terminal has no standard error of its own; all is standard output.
 */
public final class ExecResult {

  private final int exitCode;
  private final byte[] stdout;
  private final byte[] stderr;

  private ExecResult(int exitCode, byte[] stdout, byte[] stderr) {
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /** A result of these parts; the arrays are copied. */
  public static ExecResult of(int exitCode, byte[] stdout, byte[] stderr) {
    return new ExecResult(exitCode, stdout.clone(), stderr.clone());
  }

  /** The exit code: 0 for success, 126 or 127 when the command could not be run. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the exit code is 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** Standard output as UTF-8 text. */
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** Standard error as UTF-8 text. */
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /** Standard output as it came, byte by byte. */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /** Standard error as it came, byte by byte. */
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExecResult that
        && exitCode == that.exitCode
        && Arrays.equals(stdout, that.stdout)
        && Arrays.equals(stderr, that.stderr);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * exitCode + Arrays.hashCode(stdout)) + Arrays.hashCode(stderr);
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + ", stdout: " + stdout() + ", stderr: " + stderr();
  }
}
