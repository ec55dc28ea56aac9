package dev.drydock.spec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the content of a file comes from. */
sealed interface FileSource {

  /** Opens it; fails where it is a directory. */
  InputStream open() throws IOException;

  /** What is held in memory. */
  final class Bytes implements FileSource {

    final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }

  /** What a stream holds. */
  record Opened(Supplier<? extends InputStream> stream) implements FileSource {
    @Override
    public InputStream open() {
      return stream.get();
    }

    @Override
    public String toString() {
      return "a stream";
    }
  }

  /** A file or directory of this machine. */
  record OnDisk(Path path) implements FileSource {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A file of the class path. */
  record Resource(String name, ClassLoader loader) implements FileSource {
    @Override
    public InputStream open() throws IOException {
      InputStream stream = loader.getResourceAsStream(name);
      if (stream == null) {
        throw new IOException("class-path resource is gone: " + name);
      }
      return stream;
    }

    @Override
    public String toString() {
      return "classpath:" + name;
    }
  }

  /** A directory of an archive of the class path. */
  record Tree(String name, ClassLoader loader, List<String> files) implements FileSource {
    @Override
    public InputStream open() throws IOException {
      throw new IOException("a directory of the class path is no file: " + name);
    }

    @Override
    public String toString() {
      return "classpath:" + name + "/";
    }
  }
}
