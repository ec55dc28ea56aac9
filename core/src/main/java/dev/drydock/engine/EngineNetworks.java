package dev.drydock.engine;

import dev.drydock.model.ContainerAddress;
import dev.drydock.spec.NetworkAttachment;
import java.util.List;

/** What an engine does with networks. See {@link Engine} for what holds for every verb. */
public interface EngineNetworks {

  /** Makes a network; its identifier. {@code POST /networks/create}. */
  String create(NetworkPlan plan);

  /**
   * Inspects a network. {@code GET /networks/NAME}.
   *
   * @throws dev.drydock.model.EngineException with status 404 when there is none
   */
  NetworkFacts inspect(String idOrName);

  /**
   * Puts a container on one more network, whether it runs or not. {@code POST
   * /networks/ID/connect}.
   */
  void connect(String containerId, NetworkAttachment attachment);

  /**
   * Takes a container off a network, whether it runs or not. {@code POST /networks/ID/disconnect}.
   */
  void disconnect(String containerId, String network);

  /** Where a container is on each of its networks. {@code GET /containers/ID/json}. */
  List<ContainerAddress> addresses(String containerId);

  /** Removes a network; one that is gone is no error. {@code DELETE /networks/ID}. */
  void remove(String idOrName);
}
