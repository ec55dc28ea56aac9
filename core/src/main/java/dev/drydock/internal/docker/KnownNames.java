package dev.drydock.internal.docker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of what was made over one connection, so that messages begin with names, not hashes.
 */
final class KnownNames {

  private static final int SHORT_ID = 12;

  private final Map<String, String> nameById = new ConcurrentHashMap<>();

  void remember(String id, String name) {
    nameById.put(id, name);
  }

  void forget(String idOrName) {
    if (nameById.remove(idOrName) == null) {
      nameById.values().remove(idOrName);
    }
  }

  /** For example {@code container "web"}; a short hash when the name is not known. */
  String describe(String kind, String idOrName) {
    String name = nameById.get(idOrName);
    if (name == null) {
      name = idOrName.length() == 64 ? idOrName.substring(0, SHORT_ID) : idOrName;
    }
    return kind + " \"" + name + "\"";
  }
}
