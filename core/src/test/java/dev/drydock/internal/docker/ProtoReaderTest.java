package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void fields_of_all_kinds_are_read_in_order() {
    ProtoReader reader =
        new ProtoReader(
            bytes(
                0x08, 0xac, 0x02, 0x12, 0x02, 'h', 'i', 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3,
                4, 0x2a, 0x02, 0x08, 0x07));
    List<String> seen = new ArrayList<>();
    while (reader.next()) {
      seen.add(reader.field() + "=" + reader.number() + "/" + reader.text().length());
      if (reader.field() == 5) {
        ProtoReader inner = reader.message();
        assertThat(inner.next()).isTrue();
        assertThat(inner.number()).isEqualTo(7);
        assertThat(inner.next()).isFalse();
      }
    }
    assertThat(seen).containsExactly("1=300/0", "2=0/2", "3=0/0", "4=0/0", "5=0/2");
  }

  @Test
  void the_greatest_number_has_ten_bytes() {
    ProtoReader reader =
        new ProtoReader(bytes(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01));
    assertThat(reader.next()).isTrue();
    assertThat(reader.number()).isEqualTo(-1);
  }

  @Test
  void what_is_cut_off_is_refused() {
    assertThatThrownBy(() -> new ProtoReader(bytes(0x08, 0x80)).next())
        .hasMessage("the message ends within a number");
    assertThatThrownBy(() -> new ProtoReader(bytes(0x12, 0x05, 'h')).next())
        .hasMessage("a field of 5 bytes leads out of its message");
    assertThatThrownBy(() -> new ProtoReader(bytes(0x19, 1)).next())
        .hasMessage("the message ends within a field");
    assertThatThrownBy(() -> new ProtoReader(bytes(0x0b)).next())
        .hasMessage("unknown type of field: 3");
  }
}
