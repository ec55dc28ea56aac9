package dev.drydock.internal.build;

import dev.drydock.engine.ContextEntry;
import dev.drydock.engine.ContextEntry.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Follows the links of a context as builders do: to them the context is all there is. */
final class ContextLinks {

  private static final int MOST_LINKS = 40;

  private final Map<String, ContextEntry> entries;

  ContextLinks(Map<String, ContextEntry> entries) {
    this.entries = entries;
  }

  /** Where a path leads. */
  String led(String path) {
    Deque<String> rest = new ArrayDeque<>(List.of(path.split("/", -1)));
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!rest.isEmpty()) {
      String part = rest.pop();
      if (part.equals("..")) {
        done.subList(Math.max(0, done.size() - 1), done.size()).clear();
      } else if (!part.isEmpty() && !part.equals(".")) {
        done.add(part);
        ContextEntry there = entries.get(String.join("/", done));
        if (there != null && there.kind() == Kind.LINK && links++ < MOST_LINKS) {
          done.subList(there.link().startsWith("/") ? 0 : done.size() - 1, done.size()).clear();
          String[] parts = there.link().split("/", -1);
          for (int i = parts.length - 1; i >= 0; i--) {
            rest.push(parts[i]);
          }
        }
      }
    }
    return String.join("/", done);
  }

  /** The first link on the way to a path, and where it points to. */
  String link(String path) {
    for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      String part = end < 0 ? path : path.substring(0, end);
      ContextEntry there = entries.get(part);
      if (there != null && there.kind() == Kind.LINK) {
        return part + ", to " + there.link();
      }
      if (end < 0) {
        return "";
      }
    }
  }
}
