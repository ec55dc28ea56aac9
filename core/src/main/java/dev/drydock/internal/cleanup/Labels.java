package dev.drydock.internal.cleanup;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The labels on everything Drydock makes, by which it is found again. */
public final class Labels {

  /** On everything: {@code true}. */
  public static final String MARK = "dev.drydock";

  /** Which session made it. */
  public static final String SESSION = "dev.drydock.session";

  /** Which process made it; see {@link Owner}. */
  public static final String OWNER = "dev.drydock.owner";

  /** When anybody may remove it, in seconds since 1970. */
  public static final String EXPIRES = "dev.drydock.expires";

  /** On an image that stays for the next build of the same: a hash of what it was built of. */
  public static final String KEPT = "dev.drydock.kept";

  /**
   * What it is: {@link #MADE}, or {@link #IMAGE}, which containers that somebody makes of such an
   * image inherit with all other labels of it; they are not Drydock's.
   */
  public static final String KIND = "dev.drydock.kind";

  /** The kind of all but images. */
  public static final String MADE = "made";

  /** The kind of images. */
  public static final String IMAGE = "image";

  private static final long LEASE_SECONDS = 24L * 60 * 60;

  private Labels() {}

  /** The labels for what a session makes now. */
  public static Map<String, String> of(String session, Owner owner) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MARK, "true");
    labels.put(SESSION, session);
    labels.put(OWNER, owner.toString());
    labels.put(EXPIRES, Long.toString(Instant.now().getEpochSecond() + LEASE_SECONDS));
    labels.put(KIND, MADE);
    return labels;
  }

  /** The same labels for an image. */
  public static Map<String, String> ofImage(Map<String, String> labels) {
    Map<String, String> image = new TreeMap<>(labels);
    image.put(KIND, IMAGE);
    return image;
  }
}
