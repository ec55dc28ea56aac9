package dev.drydock.internal.session;

import dev.drydock.engine.Settings;
import dev.drydock.internal.session.PlanRecord.Plan;
import dev.drydock.model.DrydockException;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the sessions of the places that come next, as the record of earlier runs knows them. */
final class LiveRunAhead implements RunAhead {

  /** How many may be prepared and not begun, when the setting does not say. */
  private static final int MOST_PLACES = 4;

  private final List<String> places;
  private final Path file;
  private final int most;
  private final Supplier<LiveSession> sessions;
  private final ExecutorService threads;
  private final Room room;
  private final ReentrantLock lock = new ReentrantLock();

  // Under the lock.
  private final Map<String, Future<LiveSession>> prepared = new LinkedHashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Map<String, Started> started = new LinkedHashMap<>();
  private @Nullable PlanRecord record;
  private int latest = -1;

  private record Started(boolean onNetwork, List<GroupMember<?>> members) {}

  /**
   * For these places, in the order in which they will probably begin.
   *
   * @param most how many of them may be prepared and not begun
   */
  LiveRunAhead(
      List<String> places,
      Path file,
      int most,
      Supplier<LiveSession> sessions,
      ExecutorService threads,
      Room room) {
    this.places = List.copyOf(places);
    this.file = file;
    this.most = most;
    this.sessions = sessions;
    this.threads = threads;
    this.room = room;
  }

  /**
   * As the settings want it.
   *
   * @throws IllegalArgumentException when {@code drydock.prefetch} is neither {@code off} nor a
   *     number
   */
  static RunAhead of(
      List<String> places,
      Settings settings,
      Supplier<LiveSession> sessions,
      ExecutorService threads,
      Room room) {
    int most = most(settings.get("drydock.prefetch").orElse(""));
    Optional<String> named = settings.get("drydock.prefetch.file");
    Path file = named.isPresent() ? Path.of(named.get()) : usualFile();
    return file == null || most == 0 || places.isEmpty()
        ? new NoRunAhead(sessions)
        : new LiveRunAhead(places, file, most, sessions, threads, room);
  }

  private static @Nullable Path usualFile() {
    for (String each : List.of("target", "build")) {
      if (Files.isDirectory(Path.of(each))) {
        return Path.of(each, "drydock", "plans.json");
      }
    }
    return null;
  }

  private static int most(String setting) {
    if (setting.isEmpty()) {
      return Math.min(MOST_PLACES, Runtime.getRuntime().availableProcessors());
    }
    if (setting.equals("off")) {
      return 0;
    }
    try {
      int most = Integer.parseInt(setting);
      if (most >= 0) {
        return most;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "drydock.prefetch must be off or a number of places, was " + setting);
  }

  @Override
  public Session begin(String place) {
    Future<LiveSession> ready;
    int at = places.indexOf(place);
    lock.lock();
    try {
      begun.add(place);
      latest = Math.max(latest, at);
      ready = prepared.remove(place);
    } finally {
      lock.unlock();
    }
    if (at >= 0) {
      // What comes after a place that is not among them nobody knows.
      threads.execute(this::prepareNext);
    }
    return ready == null ? sessions.get() : take(ready);
  }

  private Session take(Future<LiveSession> ready) {
    try {
      return ready.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return sessions.get();
    } catch (ExecutionException e) {
      return sessions.get();
    }
  }

  private void prepareNext() {
    lock.lock();
    try {
      for (int i = latest + 1; i < places.size() && prepared.size() < most; i++) {
        String place = places.get(i);
        Plan plan =
            begun.contains(place) || prepared.containsKey(place) ? null : record().plan(place);
        if (plan == null) {
          continue;
        }
        if (!room.isThereFor(plan.containers().values(), prepared.size())) {
          return;
        }
        prepared.put(place, threads.submit(() -> prepare(plan)));
      }
      dropThosePassedBy();
    } finally {
      lock.unlock();
    }
  }

  /** A place that was skipped keeps others from being prepared. */
  private void dropThosePassedBy() {
    for (String place : List.copyOf(prepared.keySet())) {
      Future<LiveSession> session = prepared.get(place);
      if (places.indexOf(place) < latest - most && session != null && session.isDone()) {
        prepared.remove(place);
        threads.execute(() -> take(session).closeInBackground());
      }
    }
  }

  private PlanRecord record() {
    PlanRecord known = record;
    if (known == null) {
      known = PlanRecord.read(file);
      record = known;
    }
    return known;
  }

  private LiveSession prepare(Plan plan) {
    LiveSession session = sessions.get();
    try {
      Network network = plan.onNetwork() ? session.prepareNetwork() : null;
      plan.containers()
          .forEach(
              (name, spec) ->
                  session.prepare(network == null ? spec : spec.withNetwork(network, name)));
    } catch (DrydockException e) {
      log().debug("A session could not be prepared; the test will tell.", e);
    }
    return session;
  }

  @Override
  public void remember(String place, boolean onNetwork, Collection<GroupMember<?>> members) {
    lock.lock();
    try {
      // Put down when all is over: the test that waits now shall not wait for that.
      started.put(place, new Started(onNetwork, List.copyOf(members)));
    } finally {
      lock.unlock();
    }
  }

  private static Plan plan(Started started) {
    Map<String, ContainerSpec> containers = new LinkedHashMap<>();
    for (GroupMember<?> each : started.members()) {
      if (each.after().isEmpty()) {
        containers.put(each.name(), each.service().toSpec());
      }
    }
    return new Plan(started.onNetwork(), containers);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      latest = places.size();
      started.forEach((place, each) -> record().put(place, plan(each)));
      record().write(file);
    } catch (IOException e) {
      log().warn("What this run started could not be written to {} for the next: {}", file, e);
    } finally {
      lock.unlock();
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger("dev.drydock.prepare");
  }
}
