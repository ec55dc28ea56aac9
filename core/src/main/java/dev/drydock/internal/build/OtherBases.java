package dev.drydock.internal.build;

import dev.drydock.internal.build.DockerfileText.Instruction;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.spec.image.ImageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes other images into a Dockerfile in place of those it names, a whole word each. */
final class OtherBases {

  private final ImageSpec spec;
  private final DockerfileText dockerfile;
  private final Map<ImageName, ImageName> bases;

  /**
   * @param bases which image is used for each that the Dockerfile names
   */
  OtherBases(ImageSpec spec, DockerfileText dockerfile, Map<ImageName, ImageName> bases) {
    this.spec = spec;
    this.dockerfile = dockerfile;
    this.bases = bases;
  }

  /**
   * The Dockerfile's text with them.
   *
   * @throws ImageException when one cannot be written in
   */
  String in(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", 0)));
    boolean changed = false;
    int stage = -1;
    for (Instruction each : dockerfile.instructions()) {
      boolean begins = each.word().equals("FROM");
      stage += begins ? 1 : 0;
      if (begins) {
        changed |= platform(lines, each);
      }
      for (String written : begins ? List.of(base(each)) : DockerfileText.copied(each)) {
        String image = begins ? dockerfile.expand(written) : written;
        ImageName other = dockerfile.before(stage, image) == null ? other(image) : null;
        if (other != null || (begins && isOfPlatform(written))) {
          String place = begins ? "(?<=\\s|^)" : "(?<=from=)";
          replace(lines, each, place, written, other == null ? image : other.toString());
          changed = true;
        }
      }
    }
    return changed ? String.join("\n", lines) + "\n" : text;
  }

  /** Not every builder knows what platform is meant. */
  private boolean platform(List<String> lines, Instruction from) {
    String written = from.flag("platform");
    if (!isOfPlatform(written)) {
      return false;
    }
    replace(lines, from, "(?<=platform=)", written, dockerfile.expand(written));
    return true;
  }

  private boolean isOfPlatform(String written) {
    return !dockerfile.expand(written).equals(dockerfile.expandPlainly(written));
  }

  private static String base(Instruction from) {
    List<String> words = Words.of(from.withoutFlags());
    return words.isEmpty() ? "" : words.get(0);
  }

  /** What is used in place of an image; null when it is itself, or no needed stage names it. */
  private @Nullable ImageName other(String image) {
    for (Map.Entry<ImageName, ImageName> base : bases.entrySet()) {
      if (!base.getKey().equals(base.getValue()) && isNamed(image, base.getKey())) {
        return base.getValue();
      }
    }
    return null;
  }

  private static boolean isNamed(String image, ImageName base) {
    try {
      return ImageName.parse(image).equals(base);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void replace(
      List<String> lines, Instruction at, String place, String written, String other) {
    Pattern word = Pattern.compile(place + Pattern.quote(written) + "(?=[\\s,]|$)");
    for (int i = at.line() - 1; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher found = word.matcher(line);
      if (found.find()) {
        lines.set(i, line.substring(0, found.start()) + other + line.substring(found.end()));
        return;
      }
    }
    throw new ImageException(
        BuildInputs.subject(spec)
            + " could not be built: "
            + written
            + " in line "
            + at.line()
            + " is to be "
            + other
            + ", and Drydock cannot write that into the Dockerfile. Name the image there in one"
            + " word.",
        null);
  }
}
