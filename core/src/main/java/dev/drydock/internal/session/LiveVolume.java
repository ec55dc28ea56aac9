package dev.drydock.internal.session;

import dev.drydock.engine.VolumePlan;
import dev.drydock.internal.cleanup.Ledger;
import dev.drydock.model.ClosedException;
import dev.drydock.model.DataSize;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.VolumeRef;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.VolumeSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A volume of a session: its own, or one that it may use and must not remove. */
final class LiveVolume implements Volume {

  private final LiveSession session;
  private final String name;
  private final Ledger.@Nullable Entry entry;
  private final @Nullable VolumePlan plan;
  private final AtomicBoolean letGo = new AtomicBoolean();

  /** One of the session's own. */
  LiveVolume(LiveSession session, Ledger.Entry entry, VolumePlan plan) {
    this.session = session;
    this.name = entry.name();
    this.entry = entry;
    this.plan = plan;
  }

  /**
   * One that is not removed.
   *
   * @param plan how Drydock made it, if it did
   */
  LiveVolume(LiveSession session, String name, @Nullable VolumePlan plan) {
    this.session = session;
    this.name = name;
    this.entry = null;
    this.plan = plan;
  }

  @Override
  public String name() {
    return name;
  }

  private VolumeContent content(String wish) {
    requireOpen(wish);
    return new VolumeContent(session, this);
  }

  void requireOpen(String wish) {
    session.requireOpen(wish + " volume " + name);
    if (letGo.get() || (entry != null && !session.holds(entry))) {
      throw new ClosedException(
          "Cannot " + wish + " volume " + name + ": its handle is closed.", null);
    }
  }

  @Override
  public void copyIn(FileContent content, String path) {
    content("copy into").put(Map.of(path, content));
  }

  @Override
  public byte[] readFile(String path) {
    return content("copy out of").bytes(path);
  }

  @Override
  public void copyOut(String path, Path target) {
    content("copy out of").copyOut(path, target);
  }

  @Override
  public List<String> list() {
    return content("list").list();
  }

  @Override
  public DataSize size() {
    return content("measure").size();
  }

  @Override
  public Volume snapshot() {
    var unused = content("take a snapshot of");
    return session.volume(VolumeSpec.of().withContentOf(this));
  }

  @Override
  public void restore(VolumeRef other) {
    VolumeContent content = content("restore");
    if (other.name().equals(name)) {
      throw new IllegalArgumentException(
          "volume to restore from must be another one, was volume " + name + " itself");
    }
    if (other instanceof LiveVolume live) {
      live.requireOpen("restore from");
    }
    // Two who restore at once would mix what they restore from.
    Lock restoring = session.hub().restoring(name);
    try {
      restoring.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while another restores " + this + ".", e);
    }
    try {
      content.replaceBy(other, new VolumeEmptying(session, this, plan)::run);
    } finally {
      restoring.unlock();
    }
  }

  @Override
  public void close() {
    letGo.set(true);
    if (entry != null) {
      session.remove(entry);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LiveVolume that && session == that.session && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "volume " + name;
  }
}
