package dev.drydock.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Runs a program as a user to whom nothing is permitted. */
public final class Nobody {

  private Nobody() {}

  /**
   * What the program says.
   *
   * @param dir a directory that this user may enter from now on
   * @param variable of its environment, as {@code NAME=value}
   */
  public static String says(Path dir, String variable, Class<?> program, String... arguments)
      throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env"));
    command.add(variable);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(readableByAll(dir, System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** The other user may not be able to read the class path where it lies, so it is copied. */
  private static String readableByAll(Path dir, String classPath) throws IOException {
    Path copy = Files.createDirectories(dir.resolve("cp"));
    StringBuilder entries = new StringBuilder();
    int number = 0;
    for (String entry : classPath.split(java.io.File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (!Files.exists(from)) {
        continue;
      }
      Path to = copy.resolve(number++ + (Files.isDirectory(from) ? "" : ".jar"));
      try (var files = Files.walk(from)) {
        for (Path each : (Iterable<Path>) files::iterator) {
          Path target = to.resolve(from.relativize(each).toString());
          if (Files.isDirectory(each)) {
            Files.createDirectories(target);
          } else {
            Files.copy(each, Files.isDirectory(from) ? target : to);
          }
        }
      }
      entries.append(entries.length() == 0 ? "" : java.io.File.pathSeparator).append(to);
    }
    return entries.toString();
  }
}
