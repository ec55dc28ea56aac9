package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    try (Json.Stream stream = json.stream(new ByteArrayInputStream(bytes))) {
      assertThat(stream.next().number("a")).isEqualTo(1);
      assertThat(stream.next().number("a")).isEqualTo(2);
      assertThat(stream.next().number("a")).isEqualTo(3);
      assertThat(stream.next()).isNull();
    }
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
