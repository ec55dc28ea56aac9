package dev.drydock.internal.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as plain maps, lists, strings, longs, doubles and booleans. Without
 * databind: binding classes costs a first start more than the engine's own work.
 */
final class Json {

  private final JsonFactory factory = new JsonFactory();

  /** Writes a value made of the kinds that {@link #read} gives, and of other numbers. */
  byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator generator = factory.createGenerator(bytes)) {
      write(generator, value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.writeFieldName(String.valueOf(each.getKey()));
        write(out, each.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      out.writeStartArray();
      for (Object each : list) {
        write(out, each);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Double || value instanceof Float) {
      out.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else {
      throw new IllegalArgumentException(
          "JSON value must be a map, list, text, number or boolean, was a "
              + value.getClass().getName());
    }
  }

  /**
   * Reads one value.
   *
   * @throws IOException when it is not JSON
   */
  @Nullable Object read(byte[] bytes) throws IOException {
    try (JsonParser parser = factory.createParser(bytes)) {
      parser.nextToken();
      return value(parser);
    }
  }

  /**
   * Reads one object.
   *
   * @throws IOException when it is none
   */
  JsonObject object(byte[] bytes) throws IOException {
    return asObject(read(bytes));
  }

  /**
   * Reads a list of objects; {@code null} counts as an empty one.
   *
   * @throws IOException when it is none
   */
  List<JsonObject> objects(byte[] bytes) throws IOException {
    Object value = read(bytes);
    List<JsonObject> objects = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        objects.add(asObject(each));
      }
    } else if (value != null) {
      throw new IOException("not a JSON list");
    }
    return objects;
  }

  /** Values one after another, as they come in. */
  Stream stream(InputStream source) throws IOException {
    return new Stream(factory.createParser(source));
  }

  /** JSON objects one after another. */
  static final class Stream implements AutoCloseable {

    private final JsonParser parser;

    private Stream(JsonParser parser) {
      this.parser = parser;
    }

    /** Waits for the next object; null at the end. */
    @Nullable JsonObject next() throws IOException {
      return parser.nextToken() == null ? null : asObject(value(parser));
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }

  private static JsonObject asObject(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject(map);
    }
    throw new IOException("not a JSON object");
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "nothing where a value should be");
    }
    return switch (token) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "no value: " + token);
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return parser.getDoubleValue();
    }
    return parser.getLongValue();
  }

  private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser));
    }
    return map;
  }

  private static List<@Nullable Object> list(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }
}
