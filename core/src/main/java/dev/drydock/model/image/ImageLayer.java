package dev.drydock.model.image;

import dev.drydock.model.DataSize;
import org.jspecify.annotations.Nullable;

/**
 * A layer of an image.
 *
 * @param digest the digest of the layer's unpacked archive, {@code sha256:…}: two images that have
 *     it in common have the layer in common
 * @param size its size, unpacked; null when the engine does not tell which layer is how large
 * @param instruction what made it, in the builder's words; empty when that is not known
 */
public record ImageLayer(String digest, @Nullable DataSize size, String instruction) {}
