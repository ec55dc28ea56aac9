package dev.drydock.benchmarks.contender;

import dev.drydock.Drydock;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Image;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.image.ImageSpec;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Drydock as its README shows it: one connection, one session, the watchdog on. */
public final class DrydockContender implements Contender {

  private final Drydock drydock = Drydock.connect();
  private final Session session = drydock.openSession();

  @Override
  public String name() {
    return "drydock";
  }

  @Override
  public Box start(Wish wish) {
    return new DrydockBox(session.start(spec(wish)), wish.port());
  }

  @Override
  public String build(Path context) {
    return session.image(ImageSpec.context(context)).name().toString();
  }

  /** The session in which it starts. */
  public Session session() {
    return session;
  }

  /** A container that it has started. */
  public static Box box(Container container, int containerPort) {
    return new DrydockBox(container, containerPort);
  }

  private static ContainerSpec spec(Wish wish) {
    ContainerSpec spec =
        ContainerSpec.of(wish.image())
            .withCommand(wish.command().toArray(new String[0]))
            .withPort(wish.port())
            .withEnv(wish.env());
    for (String each : wish.tmpfs()) {
      spec = spec.withMount(Mount.tmpfs(each));
    }
    for (String each : wish.memoryVolumes()) {
      spec = spec.withEngineOption(DockerOption.createBody(body -> addMemoryVolume(body, each)));
    }
    for (Map.Entry<String, Path> each : wish.files().entrySet()) {
      spec = spec.withFile(each.getKey(), FileContent.path(each.getValue()));
    }
    return switch (wish.ready()) {
      case DEFAULT -> spec;
      case HTTP -> spec.withReadiness(Readiness.http(wish.port(), wish.path()));
      case LOG -> spec.withReadiness(Readiness.logLine("^ready$"));
      case HEALTHY ->
          spec.withReadiness(Readiness.healthy())
              .withHealthcheck(
                  Healthcheck.command(Wish.HEALTHCHECK.toArray(new String[0]))
                      .withInterval(Duration.ofMillis(Wish.HEALTHCHECK_MILLIS)));
    };
  }

  @SuppressWarnings("unchecked") // as Drydock makes it
  private static void addMemoryVolume(Map<String, Object> body, String containerPath) {
    Map<String, Object> volume =
        Map.of(
            "Type",
            "volume",
            "Target",
            containerPath,
            "VolumeOptions",
            Map.of(
                "DriverConfig",
                Map.of("Name", "local", "Options", Map.of("type", "tmpfs", "device", "tmpfs"))));
    ((Map<String, Object>) body.computeIfAbsent("HostConfig", key -> new HashMap<>()))
        .put("Mounts", List.of(volume));
  }

  @Override
  public Fleet startAll(Wish wish, int count) throws Exception {
    return new SessionFleet(drydock.openSession(), wish, count);
  }

  @Override
  public void pullAll(List<String> images) throws Exception {
    List<Callable<Image>> pulls = new ArrayList<>();
    for (String each : images) {
      pulls.add(() -> session.image(each));
    }
    ParallelFleet.atOnce(pulls);
  }

  @Override
  public void close() {
    drydock.close();
  }

  /** Containers of a session of their own, which removes them when it closes. */
  private static final class SessionFleet implements Fleet {

    private final Session session;
    private final List<Box> boxes;

    SessionFleet(Session session, Wish wish, int count) throws Exception {
      this.session = session;
      List<Callable<Box>> starts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        starts.add(() -> new DrydockBox(session.start(spec(wish)), wish.port()));
      }
      boxes = ParallelFleet.atOnce(starts);
    }

    @Override
    public List<Box> boxes() {
      return boxes;
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private record DrydockBox(Container container, int containerPort) implements Box {

    @Override
    public String host() {
      return container.endpoint(containerPort).host();
    }

    @Override
    public int port() {
      return container.endpoint(containerPort).port();
    }

    @Override
    public int exec(String... command) {
      return container.exec(command).exitCode();
    }

    @Override
    public Closeable follow(Consumer<String> lines) {
      return container.followLogs(line -> lines.accept(line.text()))::close;
    }

    @Override
    public void copyIn(Path source, String containerPath) {
      container.copyIn(FileContent.path(source), containerPath);
    }

    @Override
    public void copyOut(String containerPath, Path directory) {
      container.copyOut(containerPath, directory);
    }

    @Override
    public void close() {
      container.close();
    }
  }
}
