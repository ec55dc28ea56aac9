package dev.drydock.engine;

/** What an engine does with networks. See {@link Engine} for what holds for every verb. */
public interface EngineNetworks {

  /** Makes a network; its identifier. {@code POST /networks/create}. */
  String create(NetworkPlan plan);

  /** Removes a network; one that is gone is no error. {@code DELETE /networks/ID}. */
  void remove(String idOrName);

  /**
   * The address of the engine's host in the network that containers are on when none is named.
   * {@code GET /networks/NAME}.
   *
   * @throws dev.drydock.model.EngineException when there is no such network
   */
  default String gateway() {
    throw new dev.drydock.model.EngineException(
        0, "This engine does not tell the address of its host.", null);
  }
}
