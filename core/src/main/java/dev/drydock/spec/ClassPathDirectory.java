package dev.drydock.spec;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What is below a directory of the class path that is in an archive. */
final class ClassPathDirectory {

  private ClassPathDirectory() {}

  /**
   * The paths of its files, relative to it.
   *
   * @throws IOException when it is in something whose files cannot be listed
   */
  static List<String> files(URL directory) throws IOException {
    if (!(directory.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("it is in no archive, but in " + directory);
    }
    connection.setUseCaches(false);
    List<String> files = new ArrayList<>();
    try (JarFile jar = connection.getJarFile()) {
      String entry = connection.getEntryName();
      String prefix = entry.endsWith("/") ? entry : entry + "/";
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        if (name.startsWith(prefix) && !name.endsWith("/")) {
          files.add(name.substring(prefix.length()));
        }
      }
    }
    files.sort(null);
    return files;
  }
}
