package dev.drydock.internal.session;

import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import java.util.Collection;
import java.util.function.Supplier;

/** Works ahead by nothing and remembers nothing. */
record NoRunAhead(Supplier<? extends Session> sessions) implements RunAhead {

  @Override
  public Session begin(String place) {
    return sessions.get();
  }

  @Override
  public void remember(String place, boolean onNetwork, Collection<GroupMember<?>> members) {
    // Nothing reads it.
  }

  @Override
  public void close() {
    // There is nothing to write.
  }
}
