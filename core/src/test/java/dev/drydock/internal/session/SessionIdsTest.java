package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.internal.cleanup.Owner;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionIdsTest {

  @Test
  void no_two_are_equal_nor_begin_alike() {
    Set<String> ids = new HashSet<>();
    Set<String> beginnings = new HashSet<>();
    for (int process = 0; process < 100; process++) {
      SessionIds of = new SessionIds(new Owner("host", "boot", process, 1));
      for (int i = 0; i < 100; i++) {
        String id = of.next();
        ids.add(id);
        beginnings.add(id.substring(0, 8));
      }
    }
    assertThat(ids).hasSize(10_000);
    // Of ten thousand beginnings of 32 bits two may meet.
    assertThat(beginnings).hasSizeGreaterThan(9_990);
  }

  @Test
  void they_look_like_any_UUID() {
    String id = new SessionIds(new Owner("host", "boot", 7, 1)).next();
    assertThat(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }
}
