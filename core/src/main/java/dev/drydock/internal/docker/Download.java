package dev.drydock.internal.docker;

import dev.drydock.engine.EngineFile;
import dev.drydock.model.EngineException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies files out of a container, as they come in, to a visitor.
 *
 * <p>A path that is a symbolic link is followed; links below it are handed out as links. Of a file
 * with several names the archive holds the content once, so that of the further names is asked for
 * again.
 */
final class Download {

  private static final int MOST_LINKS = 40;

  private final Api api;
  private final String containerId;
  private final String what;
  private final EngineFile.Visitor visitor;

  Download(Api api, String containerId, String what, EngineFile.Visitor visitor) {
    this.api = api;
    this.containerId = containerId;
    this.what = what;
    this.visitor = visitor;
  }

  void run(String path) {
    String from = withoutSlashes(path);
    String name = lastPart(from);
    for (int links = 0; links < MOST_LINKS; links++) {
      String target = copy(from, name);
      if (target == null) {
        return;
      }
      from = resolve(from, target);
    }
    throw new EngineException(
        0, "The engine cannot " + what + ": there are more than " + MOST_LINKS + " links", null);
  }

  /** Where the path points when it is a link; null when it was copied. */
  private @Nullable String copy(String path, String name) {
    try (Response response = open(path)) {
      TarReader tar = new TarReader(response.body());
      try {
        TarReader.Entry root = tar.next();
        if (root == null) {
          throw new IOException("the archive is empty");
        }
        if (root.type() == '2') {
          return root.link();
        }
        for (TarReader.Entry each = root; each != null; each = tar.next()) {
          String below = below(root.name(), each.name());
          visit(each, path + below, name + below, tar);
        }
        return null;
      } catch (IOException e) {
        throw api.broken(what, e);
      }
    }
  }

  private Response open(String path) {
    String url = Url.of(Containers.path(containerId, "/archive")).with("path", path.isEmpty() ? "/" : path).toString();
    return api.open(Request.get(url).onFreshConnection(), what);
  }

  private void visit(TarReader.Entry entry, String path, String name, TarReader tar)
      throws IOException {
    switch (entry.type()) {
      case '0' -> hand(entry, name, EngineFile.Kind.FILE, tar);
      case '5' -> hand(entry, name, EngineFile.Kind.DIRECTORY, tar);
      case '2' -> hand(entry, name, EngineFile.Kind.LINK, tar);
      case '1' -> handAgain(path, name);
      default -> {
        // Devices and pipes mean nothing outside of the container.
      }
    }
  }

  private void handAgain(String path, String name) throws IOException {
    try (Response response = open(path)) {
      TarReader tar = new TarReader(response.body());
      TarReader.Entry entry = tar.next();
      if (entry != null && entry.type() == '0') {
        hand(entry, name, EngineFile.Kind.FILE, tar);
      }
    }
  }

  private void hand(TarReader.Entry entry, String name, EngineFile.Kind kind, TarReader tar)
      throws IOException {
    InputStream content =
        kind == EngineFile.Kind.FILE ? tar.content() : InputStream.nullInputStream();
    String link = kind == EngineFile.Kind.LINK ? entry.link() : "";
    try {
      visitor.visit(new EngineFile(name, kind, link, entry.size(), entry.mode(), content));
    } catch (IOException e) {
      IOException source = tar.failure();
      if (source != null) {
        throw source;
      }
      throw api.interruptedOr(
          what,
          e,
          new EngineException(
              0, name + " could not be kept, asked to " + what + ": " + e.getMessage(), e));
    }
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** The name under which the visitor sees the path; the root of all has none of its own. */
  private static String lastPart(String path) {
    return path.isEmpty() ? "." : path.substring(path.lastIndexOf('/') + 1);
  }

  private static String below(String root, String name) {
    if (name.equals(root)) {
      return "";
    }
    String rest = name.startsWith(root) ? name.substring(root.length()) : name;
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static String resolve(String link, String target) {
    return target.startsWith("/") ? target : link.substring(0, link.lastIndexOf('/') + 1) + target;
  }
}
