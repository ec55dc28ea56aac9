package dev.drydock.internal.build;

import dev.drydock.engine.ContextEntry;
import dev.drydock.engine.ContextEntry.Kind;
import dev.drydock.model.ImageException;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what a builder gets: the files of a directory that are not hidden, and those added. */
final class ContextFiles {

  private final String title;
  private final IgnoreRules rules;
  private final NavigableMap<String, ContextEntry> entries = new TreeMap<>();

  /** Of an image that the messages call so. */
  ContextFiles(String title, IgnoreRules rules) {
    this.title = title;
    this.rules = rules;
  }

  Collection<ContextEntry> entries() {
    return entries.values();
  }

  boolean has(String path) {
    return entries.containsKey(path);
  }

  /** Whether there is such a file, or anything below such a directory. */
  boolean holds(String path) {
    String next = entries.ceilingKey(path + "/");
    return has(path) || (next != null && next.startsWith(path + "/"));
  }

  /** The links among them. */
  ContextLinks links() {
    return new ContextLinks(entries);
  }

  /** Adds what is in a directory, as far as it is not hidden. */
  void addDirectory(Path root) {
    walk(root, root, "", true);
  }

  private void walk(Path root, Path directory, String path, boolean hides) {
    for (Path each : children(directory)) {
      String name = String.valueOf(each.getFileName());
      String below = path.isEmpty() ? name : path + "/" + name;
      boolean hidden = hides && rules.hiding(below) != null;
      BasicFileAttributes attributes = attributes(each);
      if (attributes.isDirectory()) {
        if (!hidden) {
          put(below, Kind.DIRECTORY, attributes, "", null);
        }
        if (!hidden || rules.mayShowBelow(below)) {
          walk(root, each, below, hides);
        }
      } else if (!hidden) {
        add(root, each, below, attributes);
      }
    }
  }

  private void add(Path root, Path file, String path, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      put(path, Kind.FILE, attributes, "", file);
    } else if (attributes.isSymbolicLink()) {
      String target = target(file);
      requireInside(root, file, path, target);
      put(path, Kind.LINK, attributes, target, null);
    } else {
      throw noFile(
          path, file, "name it in " + ignoreFile(root) + ", so that it stays out of the context");
    }
  }

  private ImageException noFile(String path, Path file, String hint) {
    return refusal(
        path
            + " in its context is no file, directory or link, but a socket, a device or a pipe,"
            + " which no image can hold.",
        file,
        hint);
  }

  /** An absolute target means a place in the image; one that climbs out means none anywhere. */
  private void requireInside(Path root, Path link, String path, String target) {
    Path pointed = link.resolveSibling(target).normalize();
    if (!target.startsWith("/") && !pointed.startsWith(root)) {
      throw refusal(
          path + " in its context is a link that leaves it, to " + target + ".",
          link,
          "copy what it points to into the context, or name the link in " + ignoreFile(root));
    }
  }

  private Path ignoreFile(Path root) {
    Path file = rules.file();
    return file == null ? root.resolve(".dockerignore") : file;
  }

  private ImageException refusal(String what, Path file, String hint) {
    return new ImageException(
        title
            + " could not be built: "
            + what
            + "\n  File:       "
            + file
            + "\n  Hint:       "
            + hint,
        null);
  }

  /** Adds one file or directory, whatever the rules say. */
  void add(String path, FileContent content) {
    Map<String, FileContent> archived = content.archived();
    if (!archived.isEmpty()) {
      entries.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
      archived.forEach((below, file) -> add(path + "/" + below, file));
      return;
    }
    addParents(path, content);
    Path source = content.sourcePath();
    if (source == null || !Files.isDirectory(source)) {
      requireNoDirectory(path, content);
    }
    if (source == null) {
      entries.put(
          path, new ContextEntry(path, Kind.FILE, content.mode(), -1, 0, "", null, content));
      return;
    }
    BasicFileAttributes attributes = attributes(source);
    if (!Files.isDirectory(source)) {
      Path file = real(source);
      BasicFileAttributes facts = attributes(file);
      if (!facts.isRegularFile()) {
        throw noFile(path, file, "give it the content: FileContent.text or FileContent.bytes");
      }
      long seconds = facts.lastModifiedTime().toMillis() / 1000;
      entries.put(
          path,
          new ContextEntry(path, Kind.FILE, content.mode(), facts.size(), seconds, "", file, null));
      return;
    }
    entries.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
    put(path, Kind.DIRECTORY, attributes, "", null);
    walk(source, source, path, false);
  }

  /** An archive in which a file has something below it is one that no two builders read alike. */
  private void requireNoDirectory(String path, FileContent content) {
    ContextEntry there = entries.get(path);
    boolean directory = there != null && there.kind() == Kind.DIRECTORY;
    if (directory || (holds(path) && !has(path))) {
      throw clash(path + " is a directory in its context, and is to be a file too.", path, content);
    }
  }

  private ImageException clash(String what, String path, FileContent content) {
    return new ImageException(
        title
            + " could not be built: "
            + what
            + "\n  Added:      "
            + path
            + ", of "
            + content
            + "\n  Hint:       give what is added another path, or hide in .dockerignore what the"
            + " directory has there",
        null);
  }

  private void addParents(String path, FileContent content) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String parent = path.substring(0, slash);
      ContextEntry there =
          entries.putIfAbsent(
              parent, new ContextEntry(parent, Kind.DIRECTORY, 0755, 0, 0, "", null, null));
      if (there != null && there.kind() != Kind.DIRECTORY) {
        String kind = there.kind() == Kind.LINK ? "a link" : "a file";
        throw clash(
            parent + " is " + kind + " in its context, and there is to be something below it.",
            path,
            content);
      }
    }
  }

  private void put(
      String path, Kind kind, BasicFileAttributes attributes, String link, @Nullable Path file) {
    entries.put(
        path,
        new ContextEntry(
            path,
            kind,
            mode(attributes),
            kind == Kind.FILE ? attributes.size() : 0,
            attributes.lastModifiedTime().toMillis() / 1000,
            link,
            file,
            null));
  }

  private static int mode(BasicFileAttributes attributes) {
    if (!(attributes instanceof PosixFileAttributes posix)) {
      // As docker's own client does where there are no such bits.
      return 0755;
    }
    String permissions = PosixFilePermissions.toString(posix.permissions());
    int mode = 0;
    for (int i = 0; i < permissions.length(); i++) {
      mode |= permissions.charAt(i) == '-' ? 0 : 0400 >> i;
    }
    return mode;
  }

  private List<Path> children(Path directory) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw unreadable(directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    return children;
  }

  private BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) {
      return basic(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private BasicFileAttributes basic(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw unreadable(link, e);
    }
  }

  private ImageException unreadable(Path file, IOException cause) {
    return new ImageException(
        title
            + " could not be built: its context cannot be read.\n  File:       "
            + file
            + "\n  Reason:     "
            + cause,
        cause);
  }
}
