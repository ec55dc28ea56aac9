package dev.drydock.internal.docker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for programs in the directories of a {@code PATH}. */
public final class SearchPath {

  private SearchPath() {}

  /**
   * The program; null when it is not there. What is no absolute path is passed over: Windows allows
   * quotes and blanks in the variable that hold none, and a relative one means another directory
   * for everyone who reads it.
   *
   * @param ends what its name may end with, such as {@code .exe}; an empty text for nothing
   */
  public static @Nullable Path find(String searchPath, String program, String... ends) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      for (String end : ends) {
        Path file = path(directory, program + end);
        if (file != null && file.isAbsolute() && isProgram(file)) {
          return file;
        }
      }
    }
    return null;
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static @Nullable Path path(String directory, String name) {
    try {
      return directory.isEmpty() ? null : Path.of(directory, name);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
