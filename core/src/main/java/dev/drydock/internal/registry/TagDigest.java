package dev.drydock.internal.registry;

import dev.drydock.model.DrydockException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a tag stands for at its registry now, for a report that is better with it than without. */
public final class TagDigest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String KINDS =
      "application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private TagDigest() {}

  /** The digest; null when it cannot be had. */
  public static @Nullable String now(ImageName image) {
    try {
      return look(image.withoutDigest()).header("Docker-Content-Digest").orElse(null);
    } catch (DrydockException | IllegalArgumentException e) {
      // Also when interrupted: the flag is set again, and the report is thrown all the same.
      return null;
    }
  }

  /** Whether its registry says that it does not have it, or that it is nobody's to ask for. */
  public static boolean isAbsent(ImageName image) {
    try {
      look(image);
      return false;
    } catch (ImageException e) {
      return e.reason() == ImageException.Reason.NOT_FOUND
          || e.reason() == ImageException.Reason.DENIED;
    } catch (DrydockException | IllegalArgumentException e) {
      return false;
    }
  }

  private static RegistryAnswer look(ImageName image) {
    ImageName whole = image.canonical();
    String registry = whole.registry().orElseThrow();
    String version = whole.digest().or(whole::tag).orElse("latest");
    return new RegistryHttp(registry, () -> Credentials.ofUser().at(registry), null, PATIENCE)
        .send(
            "HEAD",
            "/v2/" + whole.repository() + "/manifests/" + version,
            KINDS,
            "tell the digest of " + image);
  }
}
