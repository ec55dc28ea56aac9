package dev.drydock.registry;

import dev.drydock.model.DataSize;
import dev.drydock.model.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry has under a name or digest: one image, with its layers, or an index of the images
 * for several platforms.
 *
 * @param digest the digest of the manifest itself, checked
 * @param mediaType its kind, for example {@code application/vnd.oci.image.index.v1+json}
 * @param platforms of an index, the digest of each platform's image; of one image, empty
 * @param config of one image, the digest of its configuration, which engines have as the image's
 *     identifier; of an index, absent
 * @param layers of one image, from the lowest to the uppermost; of an index, empty
 * @param json the manifest as the registry sent it
 */
public record ImageManifest(
    String digest,
    String mediaType,
    Map<Platform, String> platforms,
    Optional<String> config,
    List<Layer> layers,
    String json) {

  /** Copies the collections. */
  public ImageManifest {
    platforms = new LinkedHashMap<>(platforms);
    layers = List.copyOf(layers);
  }

  /** In the order of the index; a copy. */
  @Override
  public Map<Platform, String> platforms() {
    return new LinkedHashMap<>(platforms);
  }

  /**
   * One layer.
   *
   * @param digest of the layer as it is sent
   * @param size of it, compressed
   */
  public record Layer(String digest, DataSize size) {}
}
