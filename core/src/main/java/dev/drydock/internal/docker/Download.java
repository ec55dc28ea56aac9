package dev.drydock.internal.docker;

import dev.drydock.engine.EngineFile;
import dev.drydock.model.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies files out of a container, as they come in, to a visitor.
 *
 * <p>A path that is a symbolic link is followed; links below it are handed out as links. Of a file
 * with several names the archive holds the content once; the further names get it from a second run
 * through the archive, by way of a temporary file. (Asking for each would take 50 ms a name.)
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
    Map<String, List<String>> furtherNames = new LinkedHashMap<>();
    try (Response response = open(path)) {
      TarReader tar = new TarReader(response.body());
      TarReader.Entry root = tar.next();
      if (root == null) {
        throw new IOException("the archive is empty");
      }
      if (root.type() == '2') {
        return root.link();
      }
      for (TarReader.Entry each = root; each != null; each = tar.next()) {
        String below = below(root.name(), each.name());
        if (each.type() == '1') {
          furtherNames
              .computeIfAbsent(below(root.name(), each.link()), key -> new ArrayList<>())
              .add(name + below);
        } else {
          visit(each, name + below, tar);
        }
      }
    } catch (IOException e) {
      throw api.broken(what, e);
    }
    if (!furtherNames.isEmpty()) {
      copyFurther(path, furtherNames);
    }
    return null;
  }

  private Response open(String path) {
    String url =
        Url.of(Containers.path(containerId, "/archive"))
            .with("path", path.isEmpty() ? "/" : path)
            .toString();
    return api.open(Request.get(url).onFreshConnection().eachStepWithin(Api.WORK), what);
  }

  private void visit(TarReader.Entry entry, String name, TarReader tar) throws IOException {
    switch (entry.type()) {
      case '0' -> hand(entry, name, EngineFile.Kind.FILE, tar.content(), tar);
      case '5' -> hand(entry, name, EngineFile.Kind.DIRECTORY, none(), null);
      case '2' -> hand(entry, name, EngineFile.Kind.LINK, none(), null);
      default -> {
        // Devices and pipes mean nothing outside of the container.
      }
    }
  }

  /** Hands out files under their further names, which are kept by their first. */
  private void copyFurther(String path, Map<String, List<String>> namesByFirst) {
    try (Response response = open(path)) {
      TarReader tar = new TarReader(response.body());
      TarReader.Entry root = tar.next();
      for (TarReader.Entry each = root; each != null && root != null; each = tar.next()) {
        List<String> names = namesByFirst.get(below(root.name(), each.name()));
        if (names != null && each.type() == '0') {
          copyToAll(each, names, tar.content());
        }
      }
    } catch (IOException e) {
      throw api.broken(what, e);
    }
  }

  private void copyToAll(TarReader.Entry entry, List<String> names, InputStream content)
      throws IOException {
    Path spool = Files.createTempFile("drydock", ".copy");
    try {
      Files.copy(content, spool, StandardCopyOption.REPLACE_EXISTING);
      for (String each : names) {
        try (InputStream again = Files.newInputStream(spool)) {
          hand(entry, each, EngineFile.Kind.FILE, again, null);
        }
      }
    } finally {
      Files.delete(spool);
    }
  }

  private void hand(
      TarReader.Entry entry,
      String name,
      EngineFile.Kind kind,
      InputStream content,
      @Nullable TarReader source)
      throws IOException {
    String link = kind == EngineFile.Kind.LINK ? entry.link() : "";
    try {
      visitor.visit(new EngineFile(name, kind, link, entry.size(), entry.mode(), content));
    } catch (IOException e) {
      IOException failure = source == null ? null : source.failure();
      if (failure != null) {
        throw failure;
      }
      throw api.interruptedOr(
          what,
          e,
          new EngineException(
              0, name + " could not be kept, asked to " + what + ": " + e.getMessage(), e));
    }
  }

  private static InputStream none() {
    return InputStream.nullInputStream();
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
