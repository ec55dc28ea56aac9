package dev.drydock.internal.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of files. It is kept for a file until its inode, size, or time of change differ; that
 * time is the kernel's, which no program can set. A file that was changed within the last two
 * seconds is not kept: another change might bear the same time.
 */
public final class FileHashes {

  private static final int MOST = 100_000;
  private static final long FRESH_MILLIS = 2_000;
  private static final String ATTRIBUTES = "unix:ino,size,ctime,lastModifiedTime";

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(Map<String, Object> attributes, String hash) {}

  /** A digest to which bytes are added. */
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digits of a digest. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The hash of a file's content.
   *
   * @param digest takes it, and is as new afterwards: to make one for each file takes longer
   */
  String of(Path file, MessageDigest digest) throws IOException {
    Map<String, Object> attributes = attributes(file);
    Known before = known.get(file);
    if (before != null && before.attributes().equals(attributes)) {
      return before.hash();
    }
    String hash;
    try (InputStream in = Files.newInputStream(file)) {
      hash = of(in, digest);
    }
    if (attributes != null && isSettled(attributes) && known.size() < MOST) {
      known.put(file, new Known(attributes, hash));
    }
    return hash;
  }

  static String of(InputStream in, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return hex(digest);
  }

  private static boolean isSettled(Map<String, Object> attributes) {
    return attributes.get("ctime") instanceof FileTime changed
        && changed.toMillis() < System.currentTimeMillis() - FRESH_MILLIS;
  }

  /** Null where there are no such attributes, or none that tell of every change. */
  private static @Nullable Map<String, Object> attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
