package dev.drydock.internal.session;

import dev.drydock.engine.Settings;
import dev.drydock.internal.session.PlanRecord.Plan;
import dev.drydock.runtime.GroupMember;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.RunAhead;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, Ahead> prepared = new LinkedHashMap<>();
  private final Map<String, Plan> begun = new HashMap<>();
  private final Map<String, Plan> started = new LinkedHashMap<>();
  private @Nullable PlanRecord record;
  private int latest = -1;

  private record Ahead(Plan plan, Future<Prepared> session) {}

  private record Prepared(LiveSession session, @Nullable Network network) {

    boolean isOnlyFor(Plan wanted) {
      List<ContainerSpec> specs = new ArrayList<>();
      wanted.containers().forEach((name, spec) -> specs.add(on(network, spec, name)));
      return (network != null) == wanted.onNetwork() && session.isPreparedOnlyFor(specs);
    }
  }

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
  public Session begin(String place, boolean onNetwork, Collection<GroupMember<?>> members) {
    Plan wanted = Plan.of(onNetwork, members);
    Ahead ready;
    int at = places.indexOf(place);
    lock.lock();
    try {
      begun.put(place, wanted);
      latest = Math.max(latest, at);
      ready = prepared.remove(place);
    } finally {
      lock.unlock();
    }
    if (at >= 0) {
      // What comes after a place that is not among them nobody knows.
      threads.execute(this::prepareNext);
    }
    return ready == null ? sessions.get() : take(ready.session(), wanted);
  }

  /** The session that was prepared, if it has nothing but what is wanted, or else a new one. */
  private Session take(Future<Prepared> ready, Plan wanted) {
    try {
      Prepared there = ready.get();
      if (there.isOnlyFor(wanted)) {
        return there.session();
      }
      there.session().closeInBackground();
    } catch (InterruptedException e) {
      threads.execute(() -> letGo(ready));
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log().debug("A session could not be prepared; another is opened.", e);
    }
    return sessions.get();
  }

  private static void letGo(Future<Prepared> ready) {
    try {
      ready.get().session().closeInBackground();
    } catch (InterruptedException e) {
      // Drydock is closing, and all its sessions with it.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log().debug("A session that is not wanted was not prepared either.", e);
    }
  }

  private void prepareNext() {
    lock.lock();
    try {
      for (int i = latest + 1; i < places.size() && prepared.size() < most; i++) {
        String place = places.get(i);
        Plan plan =
            begun.containsKey(place) || prepared.containsKey(place) ? null : record().plan(place);
        if (plan == null) {
          continue;
        }
        if (!room.isThereFor(plan.containers().values(), underWay())) {
          break;
        }
        prepared.put(place, new Ahead(plan, threads.submit(() -> prepare(plan))));
      }
      dropThosePassedBy();
    } finally {
      lock.unlock();
    }
  }

  private List<ContainerSpec> underWay() {
    List<ContainerSpec> specs = new ArrayList<>();
    prepared.values().forEach(each -> specs.addAll(each.plan().containers().values()));
    return specs;
  }

  /** A place that was skipped keeps others from being prepared. */
  private void dropThosePassedBy() {
    for (Map.Entry<String, Ahead> each : List.copyOf(prepared.entrySet())) {
      Future<Prepared> session = each.getValue().session();
      if (places.indexOf(each.getKey()) < latest - most && session.isDone()) {
        prepared.remove(each.getKey());
        threads.execute(() -> letGo(session));
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

  private Prepared prepare(Plan plan) {
    LiveSession session = sessions.get();
    Network network = null;
    try {
      if (plan.onNetwork()) {
        network = session.prepareNetwork();
      }
      for (Map.Entry<String, ContainerSpec> each : plan.containers().entrySet()) {
        session.prepare(on(network, each.getValue(), each.getKey()));
      }
    } catch (RuntimeException e) {
      // Of Drydock's, or of the user's own naming of images.
      log().debug("A session could not be prepared; the test will tell.", e);
    }
    return new Prepared(session, network);
  }

  private static ContainerSpec on(@Nullable Network network, ContainerSpec spec, String name) {
    return network == null ? spec : spec.withNetwork(network, name);
  }

  @Override
  public void remember(String place) {
    lock.lock();
    try {
      // Put down when all is over: the test that waits now shall not wait for that.
      Plan plan = begun.get(place);
      if (plan != null) {
        started.put(place, plan);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forget(String place) {
    Ahead ahead;
    lock.lock();
    try {
      Plan nothing = new Plan(false, Map.of());
      begun.putIfAbsent(place, nothing);
      started.put(place, nothing);
      ahead = prepared.remove(place);
    } finally {
      lock.unlock();
    }
    if (ahead != null) {
      threads.execute(() -> letGo(ahead.session()));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      latest = places.size();
      started.forEach((place, plan) -> record().put(place, plan));
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
