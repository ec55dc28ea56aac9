package dev.drydock.engine;

import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.RegistryCredentials;
import dev.drydock.model.image.ImageDetails;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an engine does with images. See {@link Engine} for what holds for every verb. */
public interface EngineImages {

  /**
   * Pulls an image. {@code POST /images/create}.
   *
   * @param platform which of the images that the name stands for; null for the engine's own
   * @param credentials what the engine shows the image's registry; null for none
   * @param progress hears how its layers get along
   * @throws dev.drydock.model.ImageException when it cannot be had
   */
  void pull(
      ImageName image,
      @Nullable Platform platform,
      @Nullable RegistryCredentials credentials,
      Consumer<LayerProgress> progress);

  /**
   * Pushes an image to the registry that its name tells. {@code POST /images/NAME/push}.
   *
   * @param image a name with a tag; without one {@code latest} is pushed
   * @param credentials what the engine shows the registry; null for none
   * @param progress hears how its layers get along
   * @return the digest that it has at the registry
   * @throws dev.drydock.model.ImageException when the engine does not have it, or the registry does
   *     not take it
   */
  String push(
      ImageName image, @Nullable RegistryCredentials credentials, Consumer<LayerProgress> progress);

  /**
   * Inspects an image. {@code GET /images/NAME/json}.
   *
   * @throws dev.drydock.model.ImageException when the engine does not have it
   */
  ImageFacts inspect(ImageName image);

  /**
   * All that is known of an image. {@code GET /images/NAME/json} and {@code GET
   * /images/NAME/history}.
   *
   * @param idOrName its identifier or a name
   * @throws dev.drydock.model.ImageException when the engine does not have it
   */
  ImageDetails details(String idOrName);

  /**
   * Gives an image one more name, which is taken from the image that had it. {@code POST
   * /images/NAME/tag}.
   *
   * @param idOrName its identifier or a name
   * @param name the name, without a digest; without a tag it gets {@code latest}
   */
  void tag(String idOrName, ImageName name);

  /**
   * Removes a name, and with the last one the image and its layers that no other image needs; one
   * that is gone is no error. {@code DELETE /images/NAME}.
   *
   * @param idOrName a name, or the identifier of an image without one
   * @throws dev.drydock.model.EngineException with status 409 when a container uses it
   */
  void remove(String idOrName);

  /**
   * Writes images, their layers and names, as one archive. {@code GET /images/get}.
   *
   * @param names identifiers or names; what is named by its identifier has no name in the archive
   * @throws dev.drydock.model.ImageException when the engine does not have one of them
   */
  void save(List<String> names, OutputStream target);

  /**
   * Makes an image of a container's files as they are now. The container stands still meanwhile.
   * {@code POST /commit}.
   *
   * @param name its name
   * @param labels what it is labelled with, besides the container's own labels
   * @return the image's identifier
   */
  String commit(String containerId, ImageName name, Map<String, String> labels);

  /** All that it has, the smallest first. {@code GET /images/json}. */
  List<ImageName> present();

  /**
   * Builds an image. {@code POST /build}; BuildKit from Docker 19.03 on.
   *
   * @param log receives each line of the build's log, for people
   * @return how it ended, also when a step failed
   * @throws dev.drydock.model.ImageException when a file of the context cannot be read
   */
  BuildOutcome build(BuildPlan plan, Consumer<String> log);

  /**
   * What is in an archive of images on this machine, read to its end; no call.
   *
   * @throws dev.drydock.model.ImageException when it is no such archive, or is damaged
   */
  List<ArchivedImage> archived(Path archive);

  /**
   * Loads an archive of images, which get the names that it tells. {@code POST /images/load}.
   *
   * @return the names of what was in it; identifiers of what had none
   * @throws dev.drydock.model.ImageException when the engine cannot read it
   */
  List<String> load(Path archive);

  /**
   * Makes an image of a root file system. {@code POST /images/create?fromSrc=-}.
   *
   * @return the image's identifier
   */
  String importRoot(RootPlan plan);

  /** The images with this label, whatever its value. {@code GET /images/json}. */
  List<ImageSummary> list(String label);
}
