package dev.drydock.internal.docker;

import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upload: files as one tar archive, read while it is sent.
 *
 * <p>Parent directories are not in it. The engine makes those that are missing, for root and with
 * permissions 0755; naming one that is there, such as {@code /tmp}, would change its permissions.
 * For the same reason a directory of this machine is named only when nothing is in it, or when
 * somebody other than root shall own it.
 */
final class Upload implements Request.Body {

  private static final int DIRECTORY_MODE = 0755;
  private static final int SMALL = 256 * 1024;

  private final Map<String, FileContent> files;
  private final String what;
  private final long now = System.currentTimeMillis() / 1000;
  private final byte[] buffer = new byte[64 * 1024];

  /** Of these files by container path; {@code what} begins the message when one cannot be read. */
  Upload(Map<String, FileContent> files, String what) {
    this.files = files;
    this.what = what;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    TarWriter tar = new TarWriter(out);
    for (Map.Entry<String, FileContent> each : files.entrySet()) {
      write(tar, relative(each.getKey()), each.getValue());
    }
    tar.end();
  }

  private static String relative(String path) {
    int from = 0;
    int to = path.length();
    while (from < to && path.charAt(from) == '/') {
      from++;
    }
    while (to > from && path.charAt(to - 1) == '/') {
      to--;
    }
    return path.substring(from, to);
  }

  private void write(TarWriter tar, String name, FileContent content) throws IOException {
    Path path = content.sourcePath();
    tar.owner(content.user(), content.group());
    Map<String, FileContent> archived = path == null ? content.archived() : Map.of();
    if (!archived.isEmpty()) {
      writeArchived(tar, name, archived, content.user() != 0 || content.group() != 0);
    } else if (path == null) {
      writeStream(tar, name, content);
    } else if (Files.isDirectory(path)) {
      writeTree(tar, name, path, content.user() != 0 || content.group() != 0);
    } else {
      BasicFileAttributes attributes = attributes(path);
      writeFile(tar, name, content.mode(), path, attributes);
    }
  }

  private void writeArchived(
      TarWriter tar, String name, Map<String, FileContent> files, boolean owned)
      throws IOException {
    Set<String> directories = new HashSet<>();
    for (Map.Entry<String, FileContent> each : files.entrySet()) {
      String path = name.isEmpty() ? each.getKey() : name + "/" + each.getKey();
      if (owned && !name.isEmpty() && directories.add(name)) {
        tar.directory(name, DIRECTORY_MODE, now);
      }
      for (int slash = owned ? path.indexOf('/', name.length() + 1) : -1;
          slash > 0;
          slash = path.indexOf('/', slash + 1)) {
        if (directories.add(path.substring(0, slash))) {
          tar.directory(path.substring(0, slash), DIRECTORY_MODE, now);
        }
      }
      writeStream(tar, path, each.getValue());
    }
  }

  /** A content without a known length: a small one is held, a large one is read twice. */
  private void writeStream(TarWriter tar, String name, FileContent content) throws IOException {
    byte[] head;
    long size;
    try (InputStream source = content.open()) {
      head = source.readNBytes(SMALL);
      size = head.length < SMALL ? head.length : head.length + count(source);
    } catch (IOException e) {
      throw unreadable(content.toString(), e);
    }
    tar.beginFile(name, content.mode(), size, now);
    if (size == head.length) {
      tar.write(head, 0, head.length);
    } else {
      copy(tar, content.toString(), size, content::open);
    }
    tar.endFile();
  }

  private long count(InputStream source) throws IOException {
    long total = 0;
    for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
      total += n;
    }
    return total;
  }

  /**
   * @param owned whether the directories have an owner to be told; that of the root is never told
   */
  private void writeTree(TarWriter tar, String name, Path directory, boolean owned)
      throws IOException {
    if (owned && !name.isEmpty()) {
      tar.directory(name, DIRECTORY_MODE, now);
    }
    boolean empty = !owned;
    try (DirectoryStream<Path> children = list(directory)) {
      for (Path each : children) {
        empty = false;
        String file = String.valueOf(each.getFileName());
        writeChild(tar, name.isEmpty() ? file : name + "/" + file, each, owned);
      }
    } catch (DirectoryIteratorException e) {
      throw unreadable(directory.toString(), Objects.requireNonNull(e.getCause()));
    }
    if (empty && !name.isEmpty()) {
      tar.directory(name, DIRECTORY_MODE, now);
    }
  }

  private void writeChild(TarWriter tar, String name, Path path, boolean owned) throws IOException {
    BasicFileAttributes attributes = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isDirectory()) {
      writeTree(tar, name, path, owned);
    } else if (attributes.isSymbolicLink()) {
      tar.link(name, linkTarget(path), seconds(attributes));
    } else if (attributes.isRegularFile()) {
      int mode = Files.isExecutable(path) ? 0755 : FileContent.DEFAULT_MODE;
      writeFile(tar, name, mode, path, attributes);
    }
  }

  private void writeFile(
      TarWriter tar, String name, int mode, Path path, BasicFileAttributes attributes)
      throws IOException {
    tar.beginFile(name, mode, attributes.size(), seconds(attributes));
    copy(tar, path.toString(), attributes.size(), () -> Files.newInputStream(path));
    tar.endFile();
  }

  private interface Source {
    InputStream open() throws IOException;
  }

  private void copy(TarWriter tar, String source, long size, Source content) throws IOException {
    long left = size;
    @Nullable InputStream in = null;
    try {
      in = open(source, content);
      while (left > 0) {
        int count = read(source, in, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw unreadable(
              source,
              new IOException("it became shorter while it was copied, by " + left + " bytes"));
        }
        tar.write(buffer, 0, count);
        left -= count;
      }
    } finally {
      if (in != null) {
        close(source, in);
      }
    }
  }

  // Below, failures of this machine's files; all others are failures of the connection.

  private InputStream open(String source, Source content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private int read(String source, InputStream in, int length) {
    try {
      return in.read(buffer, 0, length);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private void close(String source, InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private DirectoryStream<Path> list(Path directory) {
    try {
      return Files.newDirectoryStream(directory);
    } catch (IOException e) {
      throw unreadable(directory.toString(), e);
    }
  }

  private BasicFileAttributes attributes(Path path, LinkOption... options) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  private String linkTarget(Path path) {
    try {
      return Files.readSymbolicLink(path).toString();
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  private static long seconds(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().toMillis() / 1000;
  }

  private RuntimeException unreadable(String source, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new InterruptedWaitException("Interrupted while reading " + source, cause);
    }
    return new EngineException(
        0, source + " cannot be read to " + what + ": " + cause.getMessage(), cause);
  }
}
