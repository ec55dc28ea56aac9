package dev.drydock.internal.session;

import dev.drydock.internal.registry.Credentials;
import dev.drydock.internal.registry.TagDigest;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings an image from the engine to the registry that its name tells. */
final class ImagePush {

  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Hub hub;
  private final ImageName image;

  ImagePush(Hub hub, ImageName image) {
    this.hub = hub;
    this.image = image;
  }

  /**
   * Pushes it.
   *
   * @param given what to log in with; null for what the docker command has
   * @return the name with the digest that it has at the registry
   */
  ImageName run(@Nullable RegistryCredentials given) {
    requireTag();
    RegistryCredentials login =
        given == null ? Credentials.ofUser().at(image.registry().orElse(null)).orElse(null) : given;
    try (Progress.Transfer transfer =
        hub.pulls().progress().begin("Pushing", "Pushed", image.toString())) {
      String digest =
          new ImageAttempts("Push", image)
              .run(() -> hub.engine().images().push(image, login, transfer));
      transfer.arrived();
      return image.withoutTag().withDigest(digest.isEmpty() ? asked() : digest);
    } catch (ImageException e) {
      throw FailureReport.notPushed(image, login, e);
    }
  }

  /** What the registry has now, or what the engine says it has, when the push told nothing. */
  private String asked() {
    String there = TagDigest.now(image);
    if (there == null) {
      there = LockRecord.digest(hub.engine().images().inspect(image), image);
    }
    if (there == null) {
      throw new ImageException(
          ImageException.Reason.OTHER,
          "The engine pushed it, and does not tell its digest; nor does the registry.",
          null);
    }
    return there;
  }

  /** Without a tag an engine would take {@code latest}, which nobody has said. */
  private void requireTag() {
    // What is locked and was built here goes by the engine's identifier.
    if (ID.matcher(image.toString()).matches()
        || (image.digest().isPresent() && image.tag().isEmpty())) {
      throw new ImageException(
          ImageException.Reason.OTHER,
          "Image "
              + image
              + " was not pushed: its name says which image it is, and no tag to push it under."
              + "\n  Hint:       give it a name with a tag, and push that:"
              + " image.tag(\"REGISTRY/NAME:TAG\").push()",
          null);
    }
  }
}
