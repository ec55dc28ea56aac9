package dev.drydock.internal.session;

import dev.drydock.engine.LayerProgress;
import java.util.function.Consumer;

/** Tells people how far the images are that are pulled and pushed. For any number of threads. */
interface Progress {

  /**
   * An image begins to move.
   *
   * @param doing for example {@code Pulling}
   * @param done for example {@code Pulled}
   */
  Transfer begin(String doing, String done, String image);

  /** One image on its way; closed when it has arrived, or will not. */
  interface Transfer extends Consumer<LayerProgress>, AutoCloseable {

    /** It has arrived. */
    void arrived();

    @Override
    void close();
  }
}
