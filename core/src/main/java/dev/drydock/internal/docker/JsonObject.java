package dev.drydock.internal.docker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object read from the engine. What is absent, null or of another kind reads as empty: engines
 * leave out what they have nothing to say about.
 */
final class JsonObject {

  private final Map<?, ?> fields;

  JsonObject(Map<?, ?> fields) {
    this.fields = fields;
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  String text(String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  long number(String name) {
    return fields.get(name) instanceof Number number ? number.longValue() : 0;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  JsonObject object(String name) {
    return new JsonObject(fields.get(name) instanceof Map<?, ?> map ? map : Map.of());
  }

  /** The names of its fields, in order. */
  List<String> names() {
    List<String> names = new ArrayList<>(fields.size());
    for (Object each : fields.keySet()) {
      names.add(String.valueOf(each));
    }
    return names;
  }

  List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    if (fields.get(name) instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> map) {
          objects.add(new JsonObject(map));
        }
      }
    }
    return objects;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (fields.get(name) instanceof List<?> list) {
      for (Object each : list) {
        texts.add(String.valueOf(each));
      }
    }
    return texts;
  }

  /** A list of lists of texts. */
  List<List<String>> rows(String name) {
    List<List<String>> rows = new ArrayList<>();
    if (fields.get(name) instanceof List<?> list) {
      for (Object each : list) {
        List<String> row = new ArrayList<>();
        if (each instanceof List<?> cells) {
          for (Object cell : cells) {
            row.add(String.valueOf(cell));
          }
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** An object whose values are texts, such as labels. */
  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    @Nullable Object value = fields.get(name);
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> each : map.entrySet()) {
        texts.put(String.valueOf(each.getKey()), String.valueOf(each.getValue()));
      }
    }
    return texts;
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
