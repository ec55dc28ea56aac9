package dev.drydock.engine;

/**
 * How far one layer of an image is on its way between a registry and an engine.
 *
 * @param layer the layer's short identifier
 * @param stage where it is
 * @param bytes how many bytes are over, of the present stage; 0 when that is not known
 * @param total of how many; 0 when that is not known
 */
public record LayerProgress(String layer, Stage stage, long bytes, long total) {

  /** Where a layer is. */
  public enum Stage {
    /** Its turn has not come. */
    WAITING,
    /** Its bytes go over the wire. */
    TRANSFER,
    /** All bytes are there, and are checked or unpacked. */
    UNPACKING,
    /** It is where it shall be, or was there before. */
    DONE
  }
}
