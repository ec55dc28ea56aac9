package dev.drydock.internal.session;

import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import java.util.Collection;
import java.util.function.Supplier;

/** Works ahead by nothing and remembers nothing. */
record NoRunAhead(Supplier<? extends Session> sessions) implements RunAhead {

  @Override
  public Session begin(String place, boolean onNetwork, Collection<GroupMember<?>> members) {
    return sessions.get();
  }

  @Override
  public void remember(String place) {
    // Nothing reads it.
  }

  @Override
  public void forget(String place) {
    // Nothing is known.
  }

  @Override
  public void close() {
    // There is nothing to write.
  }
}
