package dev.drydock.internal.cleanup;

import dev.drydock.engine.Leftover;
import dev.drydock.model.ClosedException;
import dev.drydock.model.EngineException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a session has made, or may have made: an entry is written before the engine is asked to
 * create, so that an answer which never comes leaves nothing behind.
 */
public final class Ledger {

  private final String owner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private final Set<Entry> entries = new LinkedHashSet<>();
  private int creating;
  private boolean closed;

  /** A ledger of the owner whose name stands in messages. */
  public Ledger(String owner) {
    this.owner = owner;
  }

  /** Something that is, or may be, on the engine. Two of one name are two: the engine takes one. */
  public static final class Entry {

    private final Leftover.Kind kind;
    private volatile String name;
    private volatile boolean nameIsOurs;
    private volatile @Nullable String id;
    private volatile boolean unanswered;

    /**
     * An entry.
     *
     * @param kind what it is
     * @param name its name on the engine
     * @param nameIsOurs whether the name is of Drydock's making, so that nobody else can have it
     */
    public Entry(Leftover.Kind kind, String name, boolean nameIsOurs) {
      this.kind = kind;
      this.name = name;
      this.nameIsOurs = nameIsOurs;
    }

    /** What it is. */
    public Leftover.Kind kind() {
      return kind;
    }

    /** Its name on the engine. */
    public String name() {
      return name;
    }

    /** The engine has made it under this id, which nothing else will ever have. */
    public void madeAs(String madeId) {
      id = madeId;
    }

    /** It has another name now; from here on its id alone tells what it is. */
    public void renamed(String newName) {
      nameIsOurs = false;
      name = newName;
    }

    /** Its id on the engine; null when it has none, or none has come back. */
    public @Nullable String id() {
      return id;
    }

    /** Whether the engine was asked to make it and has not answered: it may do so yet. */
    public boolean isUnanswered() {
      return unanswered;
    }

    /** Whether nobody else can have the name. */
    public boolean nameIsOurs() {
      return nameIsOurs;
    }
  }

  /** Makes something on the engine; {@link Ledger#create} runs it. */
  @FunctionalInterface
  public interface Creation<T> {

    /** Asks the engine. */
    T create();
  }

  /**
   * Writes the entry, then creates.
   *
   * @throws ClosedException when the owner has closed
   */
  public <T> T create(Entry entry, Creation<T> creation) {
    lock.lock();
    try {
      requireOpen("start " + entry.name());
      entries.add(entry);
      creating++;
    } finally {
      lock.unlock();
    }
    try {
      return creation.create();
    } catch (EngineException e) {
      entry.unanswered = e.status() == 0;
      throw e;
    } finally {
      lock.lock();
      try {
        creating--;
        settled.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Strikes the entry out: it is gone, or was never made. */
  public void strike(Entry entry) {
    lock.lock();
    try {
      entries.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Whether an entry of this kind stands. */
  public boolean holdsAny(Leftover.Kind kind) {
    lock.lock();
    try {
      return entries.stream().anyMatch(each -> each.kind() == kind);
    } finally {
      lock.unlock();
    }
  }

  /** The newest entry of this kind and name that stands, if any. */
  public @Nullable Entry find(Leftover.Kind kind, String name) {
    lock.lock();
    try {
      Entry found = null;
      for (Entry each : entries) {
        if (each.kind() == kind && each.name().equals(name)) {
          found = each;
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the entry stands. */
  public boolean holds(Entry entry) {
    lock.lock();
    try {
      return entries.contains(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the owner has not closed.
   *
   * @param wish what cannot be done otherwise, for the message
   * @throws ClosedException when it has
   */
  public void requireOpen(String wish) {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedException("Cannot " + wish + ": " + owner + " is closed.", null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the owner has closed. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the ledger to new entries. */
  public void shut() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the ledger to new entries; waits for creations under way; all entries, newest first. */
  public List<Entry> close() {
    lock.lock();
    try {
      closed = true;
      while (creating > 0) {
        settled.awaitUninterruptibly();
      }
      List<Entry> newestFirst = new ArrayList<>();
      Iterator<Entry> oldestFirst = entries.iterator();
      while (oldestFirst.hasNext()) {
        newestFirst.add(0, oldestFirst.next());
      }
      return newestFirst;
    } finally {
      lock.unlock();
    }
  }
}
