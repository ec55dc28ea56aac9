package dev.drydock.internal.cleanup;

import dev.drydock.engine.Engine;
import dev.drydock.engine.Leftover;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.RemovalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Removes things from the engine, on threads that no user interrupts, and returns when they are
 * gone: containers first, newest first and side by side, then the networks and volumes they used,
 * and last, one after another, the images: one may be built on another.
 */
public final class Removal {

  private static final Set<Leftover.Kind> CONTAINERS = Set.of(Leftover.Kind.CONTAINER);
  private static final Set<Leftover.Kind> USED =
      Set.of(Leftover.Kind.NETWORK, Leftover.Kind.VOLUME);
  private static final Set<Leftover.Kind> IMAGES = Set.of(Leftover.Kind.IMAGE);

  /** An engine that was frozen goes on with what it was asked for when it is back. */
  private static final int LATE_LOOKS = 10;

  private static final int LATE_PAUSE_MILLIS = 500;

  private final Engine engine;
  private final ExecutorService threads;
  private final AtomicBoolean sure = new AtomicBoolean(true);

  /** At this engine, on these threads. */
  public Removal(Engine engine, ExecutorService threads) {
    this.engine = engine;
    this.threads = threads;
  }

  /**
   * Removes all of these and strikes them out. It takes as long as the engine needs; what is asked
   * of an engine that answers nobody any more fails after seconds.
   *
   * @param labels the session's labels, by which a container under a name that is not ours is known
   * @throws RemovalException when something is left; it stays in the ledger
   */
  public void remove(Ledger ledger, List<Ledger.Entry> newestFirst, Map<String, String> labels) {
    List<Failure> failures = new ArrayList<>();
    failures.addAll(removeAll(ledger, only(newestFirst, CONTAINERS), labels));
    failures.addAll(removeAll(ledger, only(newestFirst, USED), labels));
    for (Ledger.Entry each : only(newestFirst, IMAGES)) {
      failures.addAll(removeAll(ledger, List.of(each), labels));
    }
    if (!failures.isEmpty()) {
      throw leftBehind(failures);
    }
  }

  private static List<Ledger.Entry> only(List<Ledger.Entry> entries, Set<Leftover.Kind> kinds) {
    List<Ledger.Entry> some = new ArrayList<>();
    for (Ledger.Entry each : entries) {
      if (kinds.contains(each.kind())) {
        some.add(each);
      }
    }
    return some;
  }

  private List<Failure> removeAll(
      Ledger ledger, List<Ledger.Entry> entries, Map<String, String> labels) {
    List<Future<?>> running = new ArrayList<>();
    for (Ledger.Entry each : entries) {
      running.add(
          threads.submit(
              () -> {
                removeOne(each, labels);
                ledger.strike(each);
              }));
    }
    List<Failure> failures = new ArrayList<>();
    for (int i = 0; i < running.size(); i++) {
      Throwable failure = outcome(running.get(i));
      if (failure != null) {
        failures.add(new Failure(entries.get(i), failure));
      }
    }
    return failures;
  }

  private void removeOne(Ledger.Entry entry, Map<String, String> labels) {
    String id = entry.id();
    if (entry.isUnanswered() && !comes(entry, labels)) {
      return;
    }
    if (id == null && !entry.nameIsOurs() && !isOurs(entry, labels)) {
      return;
    }
    String handle = id == null || entry.nameIsOurs() ? entry.name() : id;
    switch (entry.kind()) {
      case CONTAINER -> engine.containers().remove(handle);
      case NETWORK -> engine.networks().remove(handle);
      case VOLUME -> engine.volumes().remove(handle);
      case IMAGE -> removeName(entry);
    }
  }

  /** A name of an image goes unless somebody has given it to another image. */
  private void removeName(Ledger.Entry entry) {
    if (entry.nameIsOurs() || means(entry.name(), entry.id())) {
      engine.images().remove(entry.name());
    }
  }

  private boolean means(String name, @Nullable String imageId) {
    try {
      return engine.images().inspect(ImageName.parse(name)).id().equals(imageId);
    } catch (ImageException e) {
      return false;
    }
  }

  /** Whether there is what the engine has not said that it would make. */
  private boolean comes(Ledger.Entry entry, Map<String, String> labels) {
    CountDownLatch never = new CountDownLatch(1);
    for (int looks = 0; looks < LATE_LOOKS; looks++) {
      if (isOurs(entry, labels)) {
        return true;
      }
      try {
        if (never.await(LATE_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    sure.set(false);
    return false;
  }

  /** Whether nothing can come any more that an engine was asked for and has not answered. */
  public boolean isSure() {
    return sure.get();
  }

  /** A name that the user chose may be somebody else's: only the labels tell. */
  private boolean isOurs(Ledger.Entry entry, Map<String, String> labels) {
    for (Leftover each :
        engine.find(Map.of(Labels.SESSION, labels.getOrDefault(Labels.SESSION, "-")))) {
      if (each.kind() == entry.kind() && each.name().equals(entry.name())) {
        return true;
      }
    }
    return false;
  }

  /** What became of a removal, which is waited for though the caller is interrupted. */
  private static @Nullable Throwable outcome(Future<?> removal) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          removal.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RemovalException leftBehind(List<Failure> failures) {
    StringBuilder text = new StringBuilder("Not everything could be removed. Left behind:");
    for (Failure each : failures) {
      text.append("\n  ")
          .append(word(each.entry().kind()))
          .append(' ')
          .append(each.entry().name())
          .append(": ")
          .append(each.cause().getMessage());
    }
    text.append(
            "\n  Hint: remove them with `docker rm -fv`, `docker network rm`, `docker volume rm`")
        .append(
            failures.stream().anyMatch(each -> each.entry().kind() == Leftover.Kind.IMAGE)
                ? ", `docker rmi`;"
                : ";")
        .append(" the next run on this machine tries again");
    RemovalException exception = new RemovalException(text.toString(), failures.get(0).cause());
    for (Failure each : failures.subList(1, failures.size())) {
      exception.addSuppressed(each.cause());
    }
    return exception;
  }

  private static String word(Leftover.Kind kind) {
    return switch (kind) {
      case CONTAINER -> "container";
      case NETWORK -> "network";
      case VOLUME -> "volume";
      case IMAGE -> "image";
    };
  }

  private record Failure(Ledger.Entry entry, Throwable cause) {}
}
