package dev.drydock.internal.docker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a pax header says of the entry after it: records of {@code length key=value}. */
final class PaxHeader {

  private final Map<String, String> records = new HashMap<>();

  PaxHeader(byte[] bytes) throws IOException {
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      int space = at;
      int length = 0;
      while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9') {
        length = length * 10 + (bytes[space] - '0');
        space++;
      }
      int end = at + length;
      if (length <= space - at + 1 || end > bytes.length || bytes[space] != ' ') {
        throw new IOException("the archive has a pax record that is none");
      }
      String record = new String(bytes, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0) {
        records.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at = end;
    }
  }

  String get(String key, String otherwise) {
    return records.getOrDefault(key, otherwise);
  }
}
