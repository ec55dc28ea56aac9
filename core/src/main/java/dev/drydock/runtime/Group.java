package dev.drydock.runtime;

import java.util.Optional;

/** Containers that were started together; they belong to the session that started them. */
public interface Group {

  /**
   * The live handle of a member.
   *
   * @throws IllegalArgumentException when the group has no member of that name
   */
  <H> H get(GroupMember<H> member);

  /** The network they share; absent when the group has one member only. */
  Optional<Network> network();
}
