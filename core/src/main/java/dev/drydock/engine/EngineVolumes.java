package dev.drydock.engine;

import java.util.List;

/** What an engine does with volumes. See {@link Engine} for what holds for every verb. */
public interface EngineVolumes {

  /**
   * Makes a volume. {@code POST /volumes/create}.
   *
   * @throws dev.drydock.model.EngineException with status 409 when there is one of that name
   */
  void create(VolumePlan plan);

  /**
   * Inspects a volume. {@code GET /volumes/NAME}.
   *
   * @throws dev.drydock.model.EngineException with status 404 when there is none
   */
  VolumeFacts inspect(String name);

  /**
   * The containers that have it mounted, those that do not run too. {@code GET /containers/json}.
   */
  List<VolumeUser> users(String name);

  /** Removes a volume; one that is gone is no error. {@code DELETE /volumes/NAME}. */
  void remove(String name);
}
