package dev.drydock.spec;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a file in a container shall hold: a text, bytes, a file or directory of this machine or of
 * the class path. In the container it belongs to root, unless an owner is named.
 */
public final class FileContent {

  /** The permissions of a file when none are named: {@code rw-r--r--}. */
  public static final int DEFAULT_MODE = 0644;

  /** What seven digits in base 8 can say, which every tar knows. */
  private static final int MOST_ID = 07777777;

  private final FileSource source;
  private final int mode;
  private final boolean secret;
  private final int user;
  private final int group;

  private FileContent(FileSource source, int mode) {
    this(source, mode, false, 0, 0);
  }

  private FileContent(FileSource source, int mode, boolean secret, int user, int group) {
    this.source = source;
    this.mode = mode;
    this.secret = secret;
    this.user = user;
    this.group = group;
  }

  /** The text in UTF-8. */
  public static FileContent text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** These bytes; the array is copied. */
  public static FileContent bytes(byte[] bytes) {
    return new FileContent(new FileSource.Bytes(bytes.clone()), DEFAULT_MODE);
  }

  /**
   * A file of this machine, or a directory with all in it; it is read when the container is made.
   * The executable bits of the files are kept.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  public static FileContent path(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new IllegalArgumentException("file to copy does not exist: " + absolute);
    }
    boolean executable = Files.isRegularFile(absolute) && Files.isExecutable(absolute);
    return new FileContent(new FileSource.OnDisk(absolute), executable ? 0755 : DEFAULT_MODE);
  }

  /**
   * A resource found by the thread's context class loader, or else by Drydock's own; a leading
   * {@code /} is ignored. A directory is taken with all in it, from the first element of the class
   * path that has it.
   *
   * @throws IllegalArgumentException when there is no such resource, or it is a directory of which
   *     nothing can be listed
   */
  public static FileContent classPath(String resource) {
    String name = resource.startsWith("/") ? resource.substring(1) : resource;
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null || loader.getResource(name) == null) {
      loader = FileContent.class.getClassLoader();
    }
    URL found = loader == null ? null : loader.getResource(name);
    if (loader == null || found == null) {
      throw new IllegalArgumentException("class-path resource does not exist: " + name);
    }
    if (isDirectory(found, loader.getResource(name + "/"))) {
      return directory(
          name.endsWith("/") ? name.substring(0, name.length() - 1) : name, found, loader);
    }
    return new FileContent(new FileSource.Resource(name, loader), DEFAULT_MODE);
  }

  private static FileContent directory(String name, URL found, ClassLoader loader) {
    try {
      if (found.getProtocol().equals("file")) {
        return path(Path.of(found.toURI()));
      }
      List<String> files = ClassPathDirectory.files(found);
      if (files.isEmpty()) {
        throw new IOException("it is empty");
      }
      return new FileContent(new FileSource.Tree(name, loader, files), DEFAULT_MODE);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "class-path directory must have files that can be listed, was "
              + name
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** An archive knows the name with a slash only where it is a directory's. */
  private static boolean isDirectory(URL resource, @Nullable URL withSlash) {
    try {
      return resource.getProtocol().equals("file")
          ? Files.isDirectory(Path.of(resource.toURI()))
          : resource.getPath().endsWith("/") || (resource + "/").equals(String.valueOf(withSlash));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * What a stream holds, which is opened and closed each time the file is needed, and twice when it
   * is long: a file is announced with its length. Nothing of it is recorded for a next run.
   */
  public static FileContent stream(Supplier<? extends InputStream> stream) {
    return new FileContent(new FileSource.Opened(stream), DEFAULT_MODE);
  }

  /**
   * With these permissions (replaces), for example {@code 0755}; has no effect on a directory.
   *
   * @throws IllegalArgumentException when they are not 0 to 07777
   */
  public FileContent withMode(int newMode) {
    if (newMode < 0 || newMode > 07777) {
      throw new IllegalArgumentException(
          "file mode must be 0 to 07777, was 0" + Integer.toOctalString(newMode));
    }
    return new FileContent(source, newMode, secret, user, group);
  }

  /**
   * Belonging to this user and group in the container (replaces); root when nothing is said, never
   * the user of this machine. A directory belongs to them with all in it and with permissions 0755,
   * also where it was there before; the root of a container or volume stays whose it is.
   *
   * @throws IllegalArgumentException when a number is not 0 to 2,097,151
   */
  public FileContent withOwner(int newUser, int newGroup) {
    if (newUser < 0 || newUser > MOST_ID || newGroup < 0 || newGroup > MOST_ID) {
      throw new IllegalArgumentException(
          "file owner must be numbers of 0 to 2097151, was " + newUser + ":" + newGroup);
    }
    return new FileContent(source, mode, secret, newUser, newGroup);
  }

  /** The number of the user it belongs to. */
  public int user() {
    return user;
  }

  /** The number of the group it belongs to. */
  public int group() {
    return group;
  }

  /** The same, of which nothing is recorded anywhere. */
  public FileContent asSecret() {
    return new FileContent(source, mode, true, user, group);
  }

  /** Whether nothing of it may be recorded. */
  public boolean secret() {
    return secret;
  }

  /** The permissions. */
  public int mode() {
    return mode;
  }

  /** The directory or file of this machine it is read from, if any. */
  public @Nullable Path sourcePath() {
    return source instanceof FileSource.OnDisk onDisk ? onDisk.path() : null;
  }

  /** The name of the class-path resource it is read from, if any. */
  public @Nullable String sourceResource() {
    return source instanceof FileSource.Resource resource
        ? resource.name()
        : source instanceof FileSource.Tree tree ? tree.name() : null;
  }

  /** The files of the directory of an archive that it is, by their paths in it; else empty. */
  public Map<String, FileContent> archived() {
    if (!(source instanceof FileSource.Tree tree)) {
      return Map.of();
    }
    Map<String, FileContent> files = new LinkedHashMap<>();
    for (String each : tree.files()) {
      FileSource file = new FileSource.Resource(tree.name() + "/" + each, tree.loader());
      files.put(each, new FileContent(file, DEFAULT_MODE, secret, user, group));
    }
    return files;
  }

  /** Whether it is read from a stream. */
  public boolean isStream() {
    return source instanceof FileSource.Opened;
  }

  /**
   * Opens the content of one file.
   *
   * @throws IOException when it cannot be read, or is a directory
   */
  public InputStream open() throws IOException {
    return source.open();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileContent that
        && mode == that.mode
        && secret == that.secret
        && user == that.user
        && group == that.group
        && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, mode, secret, user, group);
  }

  /** Where the content comes from; never the content. */
  @Override
  public String toString() {
    return source.toString();
  }
}
