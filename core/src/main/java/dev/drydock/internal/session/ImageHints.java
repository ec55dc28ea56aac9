package dev.drydock.internal.session;

import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do when an image is not to be had, or not to be left at its registry. */
final class ImageHints {

  private ImageHints() {}

  /** Made when an image is not to be had, and not before. */
  private static final class Patterns {

    /** Docker's words; on Windows its version follows. */
    static final Pattern DOCKER =
        Pattern.compile("no matching manifest for ([a-z0-9]+/[a-z0-9]+(?:/[a-z0-9]+)?)");

    static final Pattern PODMAN =
        Pattern.compile(
            "no image found in [a-z ]+ for architecture \"?([a-z0-9]+)\"?,.* OS \"?([a-z]+)");

    /** Docker's words for an image that is made for one platform only. */
    static final Pattern FOREIGN =
        Pattern.compile("image operating system \"([a-z]+)\" cannot be used");

    private Patterns() {}
  }

  static String pull(ImageException cause, ImageName image) {
    String said = String.valueOf(cause.getMessage());
    String platform = missingPlatform(said);
    if (platform != null) {
      return "the image is there, but not for "
          + platform
          + ": name one that is made for it, or, if this engine runs what the image is made for,"
          + " say that with withPlatform";
    }
    Matcher foreign = Patterns.FOREIGN.matcher(said);
    return foreign.find()
        ? "the image is made for "
            + foreign.group(1)
            + ", and this engine runs other containers: use an engine for those, or another image"
        : byReason(cause.reason(), image);
  }

  static String push(ImageException.Reason reason, ImageName image) {
    return switch (reason) {
      case NOT_FOUND ->
          "the engine has no image of that name: give it one with image.tag(…), and push that";
      case DENIED ->
          image.registry().isPresent()
              ? "say `docker login "
                  + image.registry().get()
                  + "` as somebody who may push there, or give credentials to push(…)"
              : "the name tells no registry, and so means docker.io; give the image a name that"
                  + " begins with yours: image.tag(\"registry.example/"
                  + image.repository()
                  + "\")";
      case UNREACHABLE -> "see that registry " + registry(image) + " runs, and its name is right";
      default -> byReason(reason, image);
    };
  }

  /** The platform for which an image is wanted that is there for others; null when it is not so. */
  private static @Nullable String missingPlatform(String words) {
    Matcher docker = Patterns.DOCKER.matcher(words);
    if (docker.find()) {
      return docker.group(1);
    }
    Matcher podman = Patterns.PODMAN.matcher(words);
    return podman.find() ? podman.group(2) + "/" + podman.group(1) : null;
  }

  private static String registry(ImageName image) {
    return image.registry().orElse("docker.io");
  }

  private static String byReason(ImageException.Reason reason, ImageName image) {
    String registry = registry(image);
    return switch (reason) {
      case DENIED ->
          "registry "
              + registry
              + " refuses: it wants credentials, or others than it was shown; say `docker login "
              + registry
              + "`";
      case RATE_LIMITED ->
          "registry "
              + registry
              + " was asked too often: log in, which raises the limit, wait, or name a mirror with"
              + " drydock.image.mirror";
      case INTERRUPTED ->
          "the connection to registry " + registry + " broke, in " + ImageAttempts.MOST + " tries";
      case MISMATCH ->
          "registry "
              + registry
              + " sent other bytes than the digest says: its storage, or a proxy on the way, is broken";
      default ->
          "check the image's name and tag, and that its registry can be reached; an image built on"
              + " this machine must be built before the test";
    };
  }
}
