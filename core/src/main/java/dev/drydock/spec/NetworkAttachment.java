package dev.drydock.spec;

import dev.drydock.model.NetworkRef;
import java.util.List;

/**
 * One network a container joins.
 *
 * @param network the network
 * @param aliases the names, besides its own, under which others on the network reach the container
 */
public record NetworkAttachment(NetworkRef network, List<String> aliases) {

  /** Copies the aliases. */
  public NetworkAttachment {
    aliases = List.copyOf(aliases);
  }
}
