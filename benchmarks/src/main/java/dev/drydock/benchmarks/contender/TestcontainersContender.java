package dev.drydock.benchmarks.contender;

import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.FrameConsumerResultCallback;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** testcontainers-java as its documentation shows it, a new object for each start. */
public final class TestcontainersContender implements Contender {

  @Override
  public String name() {
    return "testcontainers";
  }

  @Override
  public Box start(Wish wish) {
    GenericContainer<?> container = container(wish);
    container.start();
    return new TestcontainersBox(container, wish.port());
  }

  /** Under one name, so that the engine has the layers of the last build for the next. */
  @Override
  public String build(Path context) {
    return new ImageFromDockerfile("localhost/drydock-bench-testcontainers:1", false)
        .withFileFromPath(".", context)
        .get();
  }

  /** A container that it has started. */
  public static Box box(GenericContainer<?> container, int containerPort) {
    return new TestcontainersBox(container, containerPort);
  }

  private static GenericContainer<?> container(Wish wish) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(wish.image()))
            .withCommand(wish.command().toArray(new String[0]))
            .withExposedPorts(wish.port())
            .withEnv(wish.env());
    for (String each : wish.tmpfs()) {
      container.withTmpFs(Map.of(each, ""));
    }
    for (String each : wish.memoryVolumes()) {
      Driver memory =
          new Driver().withName("local").withOptions(Map.of("type", "tmpfs", "device", "tmpfs"));
      Mount mount =
          new Mount()
              .withType(MountType.VOLUME)
              .withTarget(each)
              .withVolumeOptions(new VolumeOptions().withDriverConfig(memory));
      container.withCreateContainerCmdModifier(
          command -> Objects.requireNonNull(command.getHostConfig()).withMounts(List.of(mount)));
    }
    for (Map.Entry<String, Path> each : wish.files().entrySet()) {
      container.withCopyFileToContainer(MountableFile.forHostPath(each.getValue()), each.getKey());
    }
    switch (wish.ready()) {
      case DEFAULT -> {}
      case HTTP -> container.waitingFor(Wait.forHttp(wish.path()));
      case LOG -> container.waitingFor(Wait.forLogMessage("ready\\n", 1));
      case HEALTHY ->
          container
              .waitingFor(Wait.forHealthcheck())
              .withCreateContainerCmdModifier(
                  command ->
                      command.withHealthcheck(
                          new HealthCheck()
                              .withTest(healthcheck())
                              .withInterval(
                                  TimeUnit.MILLISECONDS.toNanos(Wish.HEALTHCHECK_MILLIS))));
    }
    return container;
  }

  private static List<String> healthcheck() {
    List<String> test = new ArrayList<>(List.of("CMD"));
    test.addAll(Wish.HEALTHCHECK);
    return test;
  }

  @Override
  public Fleet startAll(Wish wish, int count) {
    List<GenericContainer<?>> containers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      containers.add(container(wish));
    }
    Startables.deepStart(containers).join();
    List<Box> boxes = new ArrayList<>();
    for (GenericContainer<?> each : containers) {
      boxes.add(new TestcontainersBox(each, wish.port()));
    }
    return new OneByOne(boxes);
  }

  @Override
  public void close() {
    // It has nothing to close.
  }

  /** Stopped one after the other, as its JUnit extension and try-with-resources do. */
  private record OneByOne(List<Box> boxes) implements Fleet {

    @Override
    public void close() throws IOException {
      for (Box each : boxes) {
        each.close();
      }
    }
  }

  private record TestcontainersBox(GenericContainer<?> container, int containerPort)
      implements Box {

    @Override
    public String host() {
      return container.getHost();
    }

    @Override
    public int port() {
      return container.getMappedPort(containerPort);
    }

    @Override
    public int exec(String... command) throws Exception {
      return container.execInContainer(command).getExitCode();
    }

    @Override
    public Closeable follow(Consumer<String> lines) {
      FrameConsumerResultCallback callback = new FrameConsumerResultCallback();
      Consumer<OutputFrame> consumer =
          frame -> lines.accept(frame.getUtf8StringWithoutLineEnding());
      callback.addConsumer(OutputFrame.OutputType.STDOUT, consumer);
      return container
          .getDockerClient()
          .logContainerCmd(container.getContainerId())
          .withFollowStream(true)
          .withStdOut(true)
          .withTail(0)
          .exec(callback);
    }

    @Override
    public void copyIn(Path source, String containerPath) {
      container.copyFileToContainer(MountableFile.forHostPath(source), containerPath);
    }

    /** It has no call for a directory: the stream is its client's, the unpacking the caller's. */
    @Override
    public void copyOut(String containerPath, Path directory) throws Exception {
      try (InputStream tar =
          container
              .getDockerClient()
              .copyArchiveFromContainerCmd(container.getContainerId(), containerPath)
              .exec()) {
        RawTar.unpack(tar, directory);
      }
    }

    @Override
    public void close() {
      container.stop();
    }
  }
}
