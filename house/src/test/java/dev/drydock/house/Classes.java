package dev.drydock.house;

import java.nio.file.Path;
import java.util.List;

/** Loads compiled classes without initialising them. */
final class Classes {
  private Classes() {}

  static List<Class<?>> in(Path folder) {
    return Repository.files(folder, ".class").stream()
        .map(file -> folder.relativize(file).toString())
        .filter(name -> !name.endsWith("-info.class"))
        .map(name -> name.substring(0, name.length() - ".class".length()))
        .map(name -> name.replace('/', '.').replace('\\', '.'))
        .<Class<?>>map(Classes::load)
        .toList();
  }

  static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Classes.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is not on the class path of house/", e);
    }
  }
}
