package dev.drydock.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Just enough tar for the copies of the raw contender: regular files with short names. */
final class RawTar implements RawEngine.Body {

  private static final int BLOCK = 512;

  private final List<Entry> entries = new ArrayList<>();

  private record Entry(String name, Path file, long size) {}

  /** These files or directories, by container path. */
  RawTar(Map<String, Path> files) throws IOException {
    for (Map.Entry<String, Path> each : files.entrySet()) {
      add(each.getKey().substring(1), each.getValue());
    }
  }

  private void add(String name, Path source) throws IOException {
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String inside = source.relativize(file).toString();
            String full = inside.isEmpty() ? name : name + "/" + inside;
            entries.add(new Entry(full, file, attributes.size()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The length of the whole. */
  long length() {
    long sum = 2 * BLOCK;
    for (Entry each : entries) {
      sum += BLOCK + each.size + padding(each.size);
    }
    return sum;
  }

  private static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  @Override
  public void writeTo(RawEngine.RawConnection connection) throws IOException {
    byte[] buffer = new byte[1 << 16];
    byte[] zeros = new byte[2 * BLOCK];
    for (Entry each : entries) {
      connection.write(header(each));
      try (InputStream file = Files.newInputStream(each.file)) {
        for (int some = file.read(buffer); some > 0; some = file.read(buffer)) {
          connection.write(buffer, 0, some);
        }
      }
      connection.write(zeros, 0, padding(each.size));
    }
    connection.write(zeros);
  }

  private static byte[] header(Entry entry) {
    byte[] block = new byte[BLOCK];
    put(block, 0, entry.name);
    put(block, 100, "0000644");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    putOctal(block, 124, entry.size);
    putOctal(block, 136, 0);
    put(block, 148, "        ");
    block[156] = '0';
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    for (int i = 153, rest = sum; i >= 148; i--, rest >>= 3) {
      block[i] = (byte) ('0' + (rest & 7));
    }
    block[154] = 0;
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static void putOctal(byte[] block, int at, long value) {
    long rest = value;
    for (int i = at + 10; i >= at; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
  }

  /**
   * Unpacks the regular files of a stream into a directory, without the first part of their names.
   */
  static void unpack(InputStream tar, Path directory) throws IOException {
    byte[] block = new byte[BLOCK];
    byte[] buffer = new byte[1 << 16];
    Path lastParent = directory;
    while (tar.readNBytes(block, 0, BLOCK) == BLOCK && block[0] != 0) {
      String name = text(block, 0, 100);
      long size = Long.parseLong(text(block, 124, 12).trim(), 8);
      boolean regular = block[156] == '0' || block[156] == 0;
      if (!regular) {
        tar.skipNBytes(size + padding(size));
        continue;
      }
      Path file = directory.resolve(name.substring(name.indexOf('/') + 1));
      Path parent = file.getParent();
      if (parent != null && !parent.equals(lastParent)) {
        Files.createDirectories(parent);
        lastParent = parent;
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        for (long rest = size; rest > 0; ) {
          int some = tar.read(buffer, 0, (int) Math.min(buffer.length, rest));
          if (some < 0) {
            throw new EOFException(name);
          }
          out.write(buffer, 0, some);
          rest -= some;
        }
      }
      tar.skipNBytes(padding(size));
    }
    // What follows the last file belongs to the answer.
    tar.transferTo(OutputStream.nullOutputStream());
  }

  private static String text(byte[] block, int from, int most) {
    int end = from;
    while (end < from + most && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.UTF_8);
  }
}
