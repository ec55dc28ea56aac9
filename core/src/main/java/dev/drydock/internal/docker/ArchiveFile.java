package dev.drydock.internal.docker;

import dev.drydock.engine.ArchivedImage;
import dev.drydock.model.ImageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** An archive of images on this machine, plain or compressed by gzip. */
final class ArchiveFile {

  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final Api api;
  private final Path file;

  ArchiveFile(Api api, Path file) {
    this.api = api;
    this.file = file;
  }

  /** What is in it, read to its end. */
  List<ArchivedImage> images() {
    byte @Nullable [] manifest = null;
    try (InputStream source = open()) {
      TarReader tar = new TarReader(source);
      for (TarReader.Entry each = tar.next(); each != null; each = tar.next()) {
        if (each.name().equals("manifest.json")) {
          manifest = tar.content().readAllBytes();
        }
      }
      if (manifest == null) {
        throw new IOException("it has no manifest.json");
      }
      List<ArchivedImage> images = new ArrayList<>();
      for (JsonObject each : api.json().objects(manifest)) {
        images.add(
            new ArchivedImage(each.text("Config"), ImageAnswer.names(each.texts("RepoTags"))));
      }
      return images;
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageException(
          "Archive "
              + file
              + " is none of images, or is damaged."
              + "\n  Reason:     "
              + (e.getMessage() == null ? e : e.getMessage())
              + "\n  Hint:       make it with `docker save`, or with save(path) of an image;"
              + " a root file system wants ImageSource.rootFileSystem(path)",
          e);
    }
  }

  private InputStream open() throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
    in.mark(2);
    boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
    in.reset();
    return gzip ? new GZIPInputStream(in, 64 * 1024) : in;
  }
}
