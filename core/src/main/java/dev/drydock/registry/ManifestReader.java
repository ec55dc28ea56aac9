package dev.drydock.registry;

import dev.drydock.internal.docker.JsonText;
import dev.drydock.internal.registry.RegistryAnswer;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageException;
import dev.drydock.model.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what registries keep as JSON, and checks its digest. */
final class ManifestReader {

  /** The kinds of manifest that are understood. */
  static final String KINDS =
      "application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private ManifestReader() {}

  static ImageManifest read(
      String registry, String image, @Nullable String wanted, RegistryAnswer answer) {
    byte[] body = answer.body();
    String told = answer.header("Docker-Content-Digest").orElse(null);
    String digest = wanted == null ? told : wanted;
    if (digest == null) {
      digest = "sha256:" + hash("SHA-256", body);
    }
    check(registry, image, digest, body);
    Map<?, ?> json = object(registry, "the manifest of " + image, body);
    String kind =
        json.get("mediaType") instanceof String text
            ? text
            : answer.header("Content-Type").orElse("");
    Map<Platform, String> platforms = new LinkedHashMap<>();
    for (Map<?, ?> each : objects(json.get("manifests"))) {
      Platform platform = platform(each.get("platform"));
      if (platform != null) {
        platforms.putIfAbsent(platform, String.valueOf(each.get("digest")));
      }
    }
    List<ImageManifest.Layer> layers = new ArrayList<>();
    for (Map<?, ?> each : objects(json.get("layers"))) {
      long size = each.get("size") instanceof Number number ? number.longValue() : 0;
      layers.add(
          new ImageManifest.Layer(
              String.valueOf(each.get("digest")), DataSize.ofBytes(Math.max(0, size))));
    }
    Optional<String> config =
        json.get("config") instanceof Map<?, ?> map && map.get("digest") instanceof String text
            ? Optional.of(text)
            : Optional.empty();
    return new ImageManifest(
        digest, kind, platforms, config, layers, new String(body, StandardCharsets.UTF_8));
  }

  /** Refuses what does not have its digest. */
  static void check(String registry, String image, String digest, byte[] bytes) {
    String algorithm = digest.startsWith("sha512:") ? "SHA-512" : "SHA-256";
    String is = digest.substring(0, digest.indexOf(':') + 1) + hash(algorithm, bytes);
    if (!is.equals(digest)) {
      throw new ImageException(
          ImageException.Reason.MISMATCH,
          "Registry "
              + registry
              + " sent other bytes for "
              + image
              + " than their digest says: they should be "
              + digest
              + " and are "
              + is
              + ". Its storage, or a proxy on the way, is broken.",
          null);
    }
  }

  /** The platform that an image's configuration names. */
  static Platform platform(String registry, String image, byte[] config) {
    Platform platform = platform(object(registry, "the configuration of " + image, config));
    if (platform == null) {
      throw new ImageException(
          "Registry " + registry + " has " + image + " for no platform that engines know.", null);
    }
    return platform;
  }

  /** A list of texts in a field, which may be null. */
  static List<String> texts(String registry, String what, String field, byte[] body) {
    List<String> texts = new ArrayList<>();
    if (object(registry, "the answer when asked to " + what, body).get(field)
        instanceof List<?> list) {
      list.forEach(each -> texts.add(String.valueOf(each)));
    }
    return texts;
  }

  private static @Nullable Platform platform(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      return null;
    }
    try {
      return new Platform(
          String.valueOf(map.get("os")),
          Platform.architecture(String.valueOf(map.get("architecture"))),
          map.get("variant") instanceof String variant ? variant : "");
    } catch (IllegalArgumentException e) {
      // Attestations beside images are filed under a platform "unknown".
      return null;
    }
  }

  private static List<Map<?, ?>> objects(@Nullable Object json) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (json instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> map) {
          objects.add(map);
        }
      }
    }
    return objects;
  }

  private static Map<?, ?> object(String registry, String what, byte[] json) {
    try {
      if (JsonText.read(json) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (IOException e) {
      throw new ImageException("Registry " + registry + " sent as " + what + " no JSON.", e);
    }
    throw new ImageException("Registry " + registry + " sent as " + what + " no object.", null);
  }

  private static String hash(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has " + algorithm, e);
    }
  }
}
