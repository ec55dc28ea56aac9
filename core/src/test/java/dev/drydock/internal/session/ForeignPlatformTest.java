package dev.drydock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageNaming;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images for another operating system or processor than an engine of Linux containers has. */
@Timeout(60)
class ForeignPlatformTest {

  private final FakeEngine engine = new FakeEngine();
  private final Hub hub = new Hub(engine, ImageNaming.none(), Settings.of(key -> Optional.empty()));
  private final Session session = hub.openSession();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void an_image_that_is_there_for_other_platforms_is_told_with_the_platform_that_was_wanted() {
    engine.missingImages.add("windows/nanoserver:ltsc2022");
    engine.before =
        call -> {
          if (call.startsWith("pull ")) {
            throw new ImageException(
                ImageException.Reason.NOT_FOUND,
                "The engine failed to pull image windows/nanoserver:ltsc2022: no matching manifest"
                    + " for linux/amd64 in the manifest list entries",
                null);
          }
        };
    assertThatThrownBy(() -> session.start(ContainerSpec.of("windows/nanoserver:ltsc2022")))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            """
            windows/nanoserver:ltsc2022 could not be started: its image is not to be had.
              Engine:     The engine failed to pull image windows/nanoserver:ltsc2022: no matching \
            manifest for linux/amd64 in the manifest list entries
              Hint:       the image is there, but not for linux/amd64: name one that is made for it, or, \
            if this engine runs what the image is made for, say that with withPlatform""");
  }

  private static String hint(String words) {
    return ImageHints.pull(
        new ImageException(ImageException.Reason.NOT_FOUND, words, null), ImageName.parse("shop"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no matching manifest for linux/arm64/v8 in the manifest list entries | linux/arm64/v8
          no matching manifest for windows/amd64 10.0.18362 in the manifest list entries | windows/amd64
          no image found in manifest list for architecture amd64, variant "", OS linux | linux/amd64
          no image found in image index for architecture "arm64", variant "v8", OS "linux" | linux/arm64
          """)
  void each_engines_words_tell_the_platform(String words, String platform) {
    assertThat(hint(words)).startsWith("the image is there, but not for " + platform + ": name ");
  }

  @Test
  void an_image_that_is_made_for_one_system_only_is_told_with_that() {
    assertThat(hint("image operating system \"windows\" cannot be used on this platform"))
        .isEqualTo(
            "the image is made for windows, and this engine runs other containers: use an engine"
                + " for those, or another image");
  }

  @Test
  void an_image_that_is_not_there_at_all_is_not_taken_for_one_of_another_platform() {
    assertThat(hint("manifest unknown")).startsWith("check the image's name and tag, and that ");
  }

  @Test
  void an_image_for_Windows_is_not_built_by_an_engine_for_Linux_and_nothing_is_sent() {
    ImageSpec spec =
        ImageSpec.of(Dockerfile.from("scratch")).withPlatform(Platform.parse("windows/amd64"));
    assertThatThrownBy(() -> session.image(spec))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "The image of a Dockerfile in Java asks for platform windows/amd64, and this engine"
                + " runs linux containers: Fake/1. Use an image for linux, or an engine for windows"
                + " containers.");
    assertThat(engine.calls).isEmpty();
  }
}
