package dev.drydock.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of environment variables as the {@code docker} command does. */
final class EnvFile {

  private EnvFile() {}

  /**
   * The variables, in order.
   *
   * @param environment gives the values of those that are only named
   * @throws IllegalArgumentException when it cannot be read, or a line is wrong
   */
  static Map<String, String> read(Path file, Map<String, String> environment) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("env file must be UTF-8, was " + file.toAbsolutePath(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "env file must be a readable file, was " + file.toAbsolutePath(), e);
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      // An editor's byte order mark is no part of the first name.
      String line = lines.get(i);
      line = (i == 0 && line.startsWith("\uFEFF") ? line.substring(1) : line).stripLeading();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String name = equals < 0 ? line.strip() : line.substring(0, equals);
      if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            "env file must have lines NAME=value or NAME, the name without spaces, but line "
                + (i + 1)
                + " of "
                + file.toAbsolutePath()
                + " has not");
      }
      String value = equals < 0 ? environment.get(name) : line.substring(equals + 1);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return variables;
  }
}
