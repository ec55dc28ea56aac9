package dev.drydock.internal.plan;

import dev.drydock.model.ImageName;
import java.util.HashMap;
import java.util.Map;

/**
 * From where images are pulled instead of from their registries: the setting {@code
 * drydock.image.mirror}, a list of {@code registry=host:port/path}, of which one without a registry
 * is for the default one.
 */
final class ImageMirror {

  private static final String DEFAULT = "docker.io";

  /** What repositories are put under, by registry. */
  private final Map<String, String> prefixes;

  private ImageMirror(Map<String, String> prefixes) {
    this.prefixes = Map.copyOf(prefixes);
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException when it is not such a list
   */
  static ImageMirror parse(String setting) {
    Map<String, String> prefixes = new HashMap<>();
    for (String each : setting.split(",", -1)) {
      String entry = each.trim();
      int equals = entry.indexOf('=');
      String registry = equals < 0 ? DEFAULT : entry.substring(0, equals).trim();
      String prefix = entry.substring(equals + 1).trim();
      while (prefix.endsWith("/")) {
        prefix = prefix.substring(0, prefix.length() - 1);
      }
      if (!isRegistry(registry)) {
        throw wrong(setting, "\"" + registry + "\" is not a registry");
      }
      if (!isRegistry(prefix)) {
        throw wrong(setting, "\"" + prefix + "\" does not begin with a registry");
      }
      if (prefixes.put(canonical(registry), prefix) != null) {
        throw wrong(setting, "it names two mirrors of " + registry);
      }
    }
    return new ImageMirror(prefixes);
  }

  private static boolean isRegistry(String prefix) {
    try {
      return ImageName.parse(prefix + "/x").registry().isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(String setting, String why) {
    return new IllegalArgumentException(
        "drydock.image.mirror must look like mirror.example:5000/path, or be a list of such as"
            + " registry=mirror.example:5000/path parted by commas, was \""
            + setting
            + "\": "
            + why);
  }

  private static String canonical(String registry) {
    return registry.equals("index.docker.io") ? DEFAULT : registry;
  }

  /** The name under which the image is pulled; the same object when it has no mirror. */
  ImageName apply(ImageName image) {
    ImageName whole = image.canonical();
    String prefix = prefixes.get(whole.registry().orElse(DEFAULT));
    if (prefix == null) {
      return image;
    }
    String text = whole.toString();
    return ImageName.parse(prefix + text.substring(text.indexOf('/')));
  }
}
