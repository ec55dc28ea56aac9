package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private final Json json = new Json();

  private Object read(String text) throws IOException {
    return json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private String write(Object value) {
    return new String(json.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void every_kind_of_value_is_read_as_a_plain_one() throws IOException {
    assertThat(read("{\"a\":[1,-2,3.5,true,false,null,\"x\"],\"b\":{\"c\":9007199254740993}}"))
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(1L, -2L, 3.5, true, false, null, "x"),
                "b",
                Map.of("c", 9007199254740993L)));
  }

  @Test
  void a_number_beyond_a_long_is_read_as_a_double() throws IOException {
    assertThat(read("18446744073709551615")).isEqualTo(0x1p64);
  }

  @Test
  void text_keeps_every_character() throws IOException {
    String text = "quote \" backslash \\ line \n tab \t nul \u0000 é 日 𝄞 </script>";
    assertThat(read(write(text))).isEqualTo(text);
  }

  @Test
  void what_was_read_is_written_again() throws IOException {
    String text = "{\"b\":[1,2.5,null,true],\"a\":{\"x\":\"y\"}}";
    assertThat(write(read(text))).isEqualTo(text);
  }

  @Test
  void other_numbers_and_collections_are_written() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("int", 1);
    body.put("float", 1.5f);
    body.put("set", new java.util.TreeSet<>(List.of("b", "a")));
    assertThat(write(body)).isEqualTo("{\"int\":1,\"float\":1.5,\"set\":[\"a\",\"b\"]}");
  }

  @Test
  void a_value_that_is_not_JSON_is_refused_by_its_class() {
    assertThatThrownBy(() -> json.write(Map.of("a", new StringBuilder())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.StringBuilder");
  }

  @Test
  void text_that_is_not_JSON_is_an_error() {
    assertThatThrownBy(() -> read("<html>")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("{\"a\":")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
  }

  @Test
  void values_one_after_another_are_read_as_they_come() throws IOException {
    byte[] bytes = "{\"a\":1}\r\n{\"a\":2}{\"a\":3}\n".getBytes(StandardCharsets.UTF_8);
    Json.Stream stream = Json.stream(new ByteArrayInputStream(bytes));
    assertThat(stream.next().number("a")).isEqualTo(1);
    assertThat(stream.next().number("a")).isEqualTo(2);
    assertThat(stream.next().number("a")).isEqualTo(3);
    assertThat(stream.next()).isNull();
  }

  @Test
  void an_object_is_given_out_before_the_next_byte_has_come() throws IOException {
    InputStream source =
        new InputStream() {
          private final byte[] bytes = "{\"a\":[{}]}".getBytes(StandardCharsets.UTF_8);
          private int at;

          @Override
          public int read() {
            throw new AssertionError("read one by one");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            if (at == bytes.length) {
              throw new AssertionError("waits for what follows");
            }
            target[offset] = bytes[at++];
            return 1;
          }
        };
    assertThat(Json.stream(source).next().objects("a")).hasSize(1);
  }

  @RepeatedTest(50)
  void whatever_it_writes_is_what_a_library_reads_and_the_other_way_round() throws IOException {
    Random random = new Random();
    long seed = random.nextLong();
    random.setSeed(seed);
    Object value = value(random, 5);
    ObjectMapper library = new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
    assertThat(library.readValue(json.write(value), Object.class))
        .as("seed %d", seed)
        .isEqualTo(value);
    byte[] theirs = library.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    assertThat(json.read(theirs)).as("seed %d", seed).isEqualTo(value);
    byte[] escaped =
        library.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(value);
    assertThat(json.read(escaped)).as("seed %d", seed).isEqualTo(value);
  }

  private static Object value(Random random, int depth) {
    switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0:
        return random.nextLong() >> random.nextInt(64);
      case 1:
        return random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case 2:
        return random.nextBoolean();
      case 3:
        return null;
      case 4:
        return text(random);
      case 5:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        return list;
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          map.put(text(random), value(random, depth - 1));
        }
        return map;
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '?' : point);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "{1:2}",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "tru",
        "-",
        "1-2",
        "1.2.3",
        "1 2",
        "01",
        "-01",
        "1.",
        "-.5",
        "1.e5",
        "1e",
        "1e999",
        "\"line\nend\"",
        "[",
        "]"
      })
  void what_is_almost_JSON_is_an_error(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  @Test
  void half_a_character_does_not_spoil_the_rest() throws IOException {
    assertThat(read("\"a\\ud83db\\ud83d\\n\\ud83d\\ude00\"")).isEqualTo("a?b?\n\ud83d\ude00");
  }

  @Test
  void half_a_character_before_a_whole_one_leaves_that_whole() throws IOException {
    assertThat(read("\"\\ud83d\\ud83d\\ude00\\ud83dA\"")).isEqualTo("?\ud83d\ude00?A");
  }

  @Test
  void what_is_nested_too_deep_is_an_error_and_no_overflow() {
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(IOException.class)
        .hasMessage("JSON is nested more than 500 deep");
  }

  @Test
  void an_absent_field_reads_as_empty() throws IOException {
    JsonObject object = json.object("{\"null\":null}".getBytes(StandardCharsets.UTF_8));
    for (String name : List.of("null", "absent")) {
      assertThat(object.text(name)).isEmpty();
      assertThat(object.number(name)).isZero();
      assertThat(object.flag(name)).isFalse();
      assertThat(object.object(name).names()).isEmpty();
      assertThat(object.objects(name)).isEmpty();
      assertThat(object.texts(name)).isEmpty();
      assertThat(object.textMap(name)).isEmpty();
    }
  }
}
