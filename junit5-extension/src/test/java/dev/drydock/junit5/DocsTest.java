package dev.drydock.junit5;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The classes of the page on JUnit, run as they stand there. */
@Tag("engine")
class DocsTest {

  @AfterEach
  void nothing_is_left() {
    assertThat(Kit.left()).isEmpty();
  }

  @Test
  void fields() {
    assertThat(run(MirrorIT.class).passed()).isEqualTo(1);
  }

  @Test
  void levels() {
    assertThat(run(LevelsIT.class).passed()).isEqualTo(2);
  }

  @Test
  void sessions() {
    assertThat(run(SessionIT.class).passed()).isEqualTo(2);
  }

  @Test
  void shared_environments() {
    assertThat(run(SharedIT.class, AlsoSharedIT.class).passed()).isEqualTo(2);
  }

  @Test
  void skipping() {
    assertThat(run(SkippedIT.class).passed()).isEqualTo(1);
  }

  private static Kit run(Class<?>... classes) {
    return Kit.run(Map.of("drydock.image.map", imageMap().toString()), classes);
  }

  /** Tests name the official images; where no registry is within reach, others stand in. */
  private static Path imageMap() {
    Path map = Path.of("test-images/image-map.properties");
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(map))) {
      folder = folder.getParent();
    }
    return folder.resolve(map);
  }
}
