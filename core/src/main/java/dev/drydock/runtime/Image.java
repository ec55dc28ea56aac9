package dev.drydock.runtime;

import dev.drydock.model.ImageName;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.ImageDetails;
import java.nio.file.Path;

/**
 * An image that the engine has. What the session made, an image or a further name of one, goes with
 * the session; what was there before, or was pulled, stays.
 *
 * <p>Every verb throws {@link dev.drydock.model.ClosedException} after the session has closed.
 */
public interface Image {

  /**
   * The name by which containers are made of it, and by which the engine knows it. An image map, a
   * lock file ({@code postgres@sha256:…}) or a mirror may have put it in place of the one that was
   * asked for.
   */
  ImageName name();

  /** The engine's identifier, {@code sha256:…}: the same for the same layers and configuration. */
  String id();

  /**
   * Its names, layers, size, configuration and history. {@code GET /images/ID/json} and {@code GET
   * /images/ID/history}.
   */
  ImageDetails details();

  /**
   * Gives it one more name, which goes with the session. A name that it has already stays as it is,
   * and after the session too. {@code POST /images/ID/tag}.
   *
   * @return the image under that name
   * @throws IllegalArgumentException when the name has a digest, which only a registry gives
   * @throws dev.drydock.model.ImageException when the name means another image, unless this session
   *     has made that name: then it is moved
   */
  Image tag(ImageName name);

  /** Gives it one more name; see {@link #tag(ImageName)}. */
  default Image tag(String name) {
    return tag(ImageName.parse(name));
  }

  /**
   * Writes it, under its name, as an archive that {@code docker load} reads. The file is there when
   * all of it is: until then, and after a failure, what was there before. {@code GET /images/get}.
   */
  void save(Path file);

  /**
   * Pushes it under its name to the registry that the name tells, with the login that the {@code
   * docker} command has for it. What breaks on the way is tried again. {@code POST
   * /images/NAME/push}.
   *
   * @return the name with the digest that it has at the registry, without a tag: who pulls by that
   *     gets these bytes
   * @throws dev.drydock.model.ImageException when the registry does not take it; its reason tells
   *     why
   */
  ImageName push();

  /** Pushes it with this login; see {@link #push()}. */
  ImageName push(RegistryCredentials credentials);

  /**
   * Removes this name from the engine, and with its last name the image; also one that the session
   * did not make. {@code DELETE /images/NAME}.
   *
   * @throws dev.drydock.model.DrydockException when a container uses it
   */
  void remove();
}
