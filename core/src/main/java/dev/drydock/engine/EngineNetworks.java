package dev.drydock.engine;

/** What an engine does with networks. See {@link Engine} for what holds for every verb. */
public interface EngineNetworks {

  /** Makes a network; its identifier. {@code POST /networks/create}. */
  String create(NetworkPlan plan);

  /** Removes a network; one that is gone is no error. {@code DELETE /networks/ID}. */
  void remove(String idOrName);
}
