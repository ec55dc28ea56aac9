package dev.drydock.engine;

/** What an engine does with volumes. See {@link Engine} for what holds for every verb. */
public interface EngineVolumes {

  /**
   * Makes a volume. {@code POST /volumes/create}.
   *
   * @throws dev.drydock.model.EngineException with status 409 when there is one of that name
   */
  void create(VolumePlan plan);

  /** Removes a volume; one that is gone is no error. {@code DELETE /volumes/NAME}. */
  void remove(String name);
}
