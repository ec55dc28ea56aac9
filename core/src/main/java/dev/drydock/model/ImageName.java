package dev.drydock.model;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image: registry, repository, tag and digest, of which only the repository must be
 * there. {@code registry.example:5000/team/shop:1.4@sha256:…} has all four.
 */
public final class ImageName {

  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile(
          "sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}"
              + "|(?!sha256:|sha512:)[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}");
  private static final int LONGEST = 255;
  private static final String TAG_RULE =
      "its tag must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'";
  private static final String DIGEST_RULE =
      "its digest must look like sha256:<64 lower-case hex digits>";
  private static final String REGISTRY_RULE =
      "its registry must look like host or host:port, with a port of 1 to 65535";
  private static final String REPOSITORY_RULE =
      "its repository must be lower-case letters and digits, parted by '/', '.', '_' or '-'";

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?");

  private final @Nullable String registry;
  private final String repository;
  private final @Nullable String tag;
  private final @Nullable String digest;

  private ImageName(
      @Nullable String registry, String repository, @Nullable String tag, @Nullable String digest) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /**
   * Reads an image name as the {@code docker} command does.
   *
   * @throws IllegalArgumentException when the text is not an image name; the message says which
   *     part is wrong
   */
  public static ImageName parse(String text) {
    String rest = text;
    String digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = rest.substring(at + 1);
      rest = rest.substring(0, at);
      require(DIGEST, digest, text, DIGEST_RULE);
    }
    String registry = null;
    int slash = rest.indexOf('/');
    if (slash > 0 && isRegistry(rest.substring(0, slash))) {
      registry = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
      requireRegistry(registry, text);
    }
    String tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon >= 0) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      require(TAG, tag, text, TAG_RULE);
    }
    requireRepository(rest, text);
    return new ImageName(registry, rest, tag, digest);
  }

  private static void requireRepository(String repository, String text) {
    require(REPOSITORY, repository, text, REPOSITORY_RULE);
    if (repository.length() > LONGEST) {
      throw refusal(text, "its repository must be at most " + LONGEST + " characters");
    }
  }

  private static void requireRegistry(String registry, String text) {
    require(REGISTRY, registry, text, REGISTRY_RULE);
    int colon = registry.lastIndexOf(':');
    if (colon > registry.lastIndexOf(']')) {
      String port = registry.substring(colon + 1);
      if (port.length() > 5 || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
        throw refusal(text, REGISTRY_RULE);
      }
    }
  }

  private static IllegalArgumentException refusal(String text, String rule) {
    return new IllegalArgumentException("not an image name: \"" + text + "\"; " + rule);
  }

  private static boolean isRegistry(String head) {
    return head.indexOf('.') >= 0 || head.indexOf(':') >= 0 || head.equals("localhost");
  }

  private static void require(Pattern pattern, String part, String text, String rule) {
    Matcher matcher = pattern.matcher(part);
    if (!matcher.matches()) {
      throw refusal(text, rule);
    }
  }

  /** The registry's host and port, absent when the engine's default registry is meant. */
  public Optional<String> registry() {
    return Optional.ofNullable(registry);
  }

  /** The repository, for example {@code postgres} or {@code team/shop}. */
  public String repository() {
    return repository;
  }

  /**
   * The tag, absent when none was written; engines then take {@code latest} unless there is a
   * digest.
   */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /** The digest, for example {@code sha256:…}. */
  public Optional<String> digest() {
    return Optional.ofNullable(digest);
  }

  /**
   * This name with that tag (replaces).
   *
   * @throws IllegalArgumentException when it is not one
   */
  public ImageName withTag(String newTag) {
    require(TAG, newTag, withoutVersion() + ":" + newTag, TAG_RULE);
    return new ImageName(registry, repository, newTag, digest);
  }

  /** This name without a tag. */
  public ImageName withoutTag() {
    return new ImageName(registry, repository, null, digest);
  }

  /**
   * This name with that digest (replaces), which says more than the tag: engines pull and run what
   * has it.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public ImageName withDigest(String newDigest) {
    require(DIGEST, newDigest, withoutVersion() + "@" + newDigest, DIGEST_RULE);
    return new ImageName(registry, repository, tag, newDigest);
  }

  /** This name without a digest. */
  public ImageName withoutDigest() {
    return new ImageName(registry, repository, tag, null);
  }

  /**
   * This image in another registry, given by host and port (replaces).
   *
   * @throws IllegalArgumentException when it is not one
   */
  public ImageName withRegistry(String newRegistry) {
    requireRegistry(newRegistry, newRegistry + "/" + repository);
    return new ImageName(newRegistry, repository, tag, digest);
  }

  /**
   * The same image in one form, in which no two names mean the same: {@code postgres}, {@code
   * docker.io/postgres} and {@code index.docker.io/library/postgres:latest} are all {@code
   * docker.io/library/postgres:latest}. A name with a digest gets no tag it did not have.
   */
  public ImageName canonical() {
    boolean standard =
        registry == null || registry.equals("docker.io") || registry.equals("index.docker.io");
    return new ImageName(
        standard ? "docker.io" : registry,
        standard && repository.indexOf('/') < 0 ? "library/" + repository : repository,
        tag == null && digest == null ? "latest" : tag,
        digest);
  }

  /** Registry and repository, without tag and digest. */
  public String withoutVersion() {
    return registry == null ? repository : registry + "/" + repository;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageName that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(registry, repository, tag, digest);
  }

  /** The name as it was written. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(withoutVersion());
    if (tag != null) {
      text.append(':').append(tag);
    }
    if (digest != null) {
      text.append('@').append(digest);
    }
    return text.toString();
  }
}
