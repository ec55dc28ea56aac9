package dev.drydock.benchmarks.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A fresh JVM that runs {@link Child}, with the default flags and only what its contender needs.
 */
public final class ChildJvm implements AutoCloseable {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Launches it, with these variables besides its parent's. */
  public static ChildJvm launch(
      String contender, Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JAVA_HOME.resolve("bin/java").toString(),
            "-cp",
            ClassPath.of(contender),
            Child.class.getName(),
            contender);
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    return new ChildJvm(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits until it has done what it was asked last. */
  public void awaitDone() throws IOException {
    String line = output.readLine();
    if (!"done".equals(line)) {
      throw new IOException("the child JVM failed; it said: " + line);
    }
  }

  /** Asks it to {@code start} or {@code stop} a container, and waits. */
  public void ask(String wish) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write((wish + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    awaitDone();
  }

  /** How many classes it has loaded, read from outside. */
  public double loadedClasses() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JAVA_HOME.resolve("bin/jstat").toString());
    command.add("-class");
    command.add(Long.toString(pid()));
    Process jstat = new ProcessBuilder(command).start();
    String text = new String(jstat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jstat.waitFor();
    // A line of headings, then one of numbers, the first of which it is.
    return Double.parseDouble(
        text.lines().skip(1).findFirst().orElse("").trim().split(" +", -1)[0]);
  }

  /** Lets it end by itself, and waits for that. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
