package dev.drydock.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JVMs that tests launch to see them end. */
public final class Forked {

  private Forked() {}

  /** Launches one with the class path of the tests. */
  public static Process jvm(Class<?> main, List<String> arguments) throws IOException {
    return jvm(List.of(), main, arguments, Map.of());
  }

  /** Launches one with these options, such as {@code -Xmx64m}. */
  public static Process jvm(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    return jvm(options, main, arguments, Map.of());
  }

  /** Launches one with these variables in its environment, besides those of this JVM. */
  public static Process jvm(Class<?> main, List<String> arguments, Map<String, String> variables)
      throws IOException {
    return jvm(List.of(), main, arguments, variables);
  }

  /** Launches one with these options and variables. */
  public static Process jvm(
      List<String> options, Class<?> main, List<String> arguments, Map<String, String> variables)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** The identifier of the session that it has opened, which it prints. */
  public static String session(Process process) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    // Log lines of the JVM under test may come first.
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.matches("[0-9a-f-]{36}")) {
        return line;
      }
    }
    throw new IOException("the forked JVM ended without a session");
  }
}
