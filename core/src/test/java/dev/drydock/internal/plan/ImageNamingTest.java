package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.ImageSubstitutor;
import dev.drydock.engine.Settings;
import dev.drydock.model.ImageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNamingTest {

  private static final Settings NONE = Settings.of(key -> Optional.empty());

  /** Puts a {@code -slim} after every tag. */
  public static final class Slim implements ImageSubstitutor {
    @Override
    public ImageName substitute(ImageName image) {
      return image.withTag(image.tag().orElse("latest") + "-slim");
    }
  }

  /** Cannot be made. */
  public static final class Broken implements ImageSubstitutor {
    /** Fails. */
    public Broken() {
      throw new IllegalStateException("no configuration");
    }

    @Override
    public ImageName substitute(ImageName image) {
      return image;
    }
  }

  private static final class Hidden implements ImageSubstitutor {
    @Override
    public ImageName substitute(ImageName image) {
      return image;
    }
  }

  private static String mirrored(String setting, String image) {
    ImageNaming naming = ImageNaming.of(NONE.with("drydock.image.mirror", setting));
    return naming.source(naming.unlocked(ImageName.parse(image))).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres:17, mirror.example/library/postgres:17",
    "docker.io/team/shop, mirror.example/team/shop:latest",
    "index.docker.io/postgres, mirror.example/library/postgres:latest",
    "quay.example/team/shop:1, quay.example/team/shop:1",
    "localhost:5000/shop:1, localhost:5000/shop:1"
  })
  void a_mirror_is_for_images_of_the_default_registry(String image, String source) {
    assertThat(mirrored("mirror.example", image)).isEqualTo(source);
  }

  @Test
  void a_mirror_may_have_a_port_and_a_path_and_each_registry_its_own() {
    String setting = "mirror.example:5000/hub/ , quay.example=mirror.example:5000/quay";
    assertThat(mirrored(setting, "redis:7")).isEqualTo("mirror.example:5000/hub/library/redis:7");
    assertThat(mirrored(setting, "quay.example/team/shop:1"))
        .isEqualTo("mirror.example:5000/quay/team/shop:1");
  }

  @Test
  void a_digest_is_the_same_at_a_mirror() {
    String digest = "@sha256:" + "0123456789abcdef".repeat(4);
    assertThat(mirrored("mirror.example", "postgres:17" + digest))
        .isEqualTo("mirror.example/library/postgres:17" + digest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mirror/hub              | "mirror/hub" does not begin with a registry
          Mirror.example/HUB      | "Mirror.example/HUB" does not begin with a registry
          quay=mirror.example     | "quay" is not a registry
          docker.io=a.example,b.example | it names two mirrors of docker.io
          a.example,              | "" does not begin with a registry
          """)
  void a_wrong_mirror_is_refused(String setting, String why) {
    assertThatThrownBy(() -> mirrored(setting, "postgres:17"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock.image.mirror must look like mirror.example:5000/path, or be a list of such as"
                + " registry=mirror.example:5000/path parted by commas, was \""
                + setting
                + "\": "
                + why);
  }

  @Test
  void the_map_comes_first_then_the_substitutor_then_the_mirror(@TempDir Path directory)
      throws IOException {
    Path map = Files.writeString(directory.resolve("map"), "db:1=postgres:17\n");
    ImageNaming naming =
        ImageNaming.of(
            NONE.with("drydock.image.map", map.toString())
                .with("drydock.image.substitutor", Slim.class.getName())
                .with("drydock.image.mirror", "mirror.example"));
    ImageName used = naming.unlocked(ImageName.parse("db:1"));
    assertThat(used).hasToString("postgres:17-slim");
    assertThat(naming.source(used)).hasToString("mirror.example/library/postgres:17-slim");
    assertThat(naming.because(ImageName.parse("db:1"))).isEqualTo("drydock.image.map");
    assertThat(naming.because(ImageName.parse("redis:7"))).isEqualTo("drydock.image.substitutor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no.such.Class | there is no such class on the class path
          java.lang.Object | it does not implement ImageSubstitutor
          dev.drydock.internal.plan.ImageNamingTest$Hidden | it is not public, or has no public constructor without parameters
          dev.drydock.internal.plan.ImageNamingTest$Broken | its constructor failed: java.lang.IllegalStateException: no configuration
          """)
  void a_substitutor_that_cannot_be_made_is_refused(String name, String why) {
    assertThatThrownBy(() -> ImageNaming.of(NONE.with("drydock.image.substitutor", name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "drydock.image.substitutor must name a public class that implements ImageSubstitutor,"
                + " was "
                + name
                + ": "
                + why);
    assertThat(new Hidden().substitute(ImageName.parse("a"))).hasToString("a");
  }
}
