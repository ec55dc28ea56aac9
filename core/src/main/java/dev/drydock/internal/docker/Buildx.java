package dev.drydock.internal.docker;

import dev.drydock.engine.BuildPlan;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.TlsFiles;
import dev.drydock.model.EngineException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.image.ImageSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A build by {@code docker buildx}, a client that stays connected: BuildKit asks it for secrets and
 * for keys of ssh, for which the engine's API has no way.
 */
final class Buildx {

  private final BuildPlan plan;
  private final Map<String, String> environment = new TreeMap<>();

  Buildx(EngineAddress address, BuildPlan plan) {
    this.plan = plan;
    if (address.uri().getQuery() != null) {
      throw new ImageException(
          "The "
              + plan.spec()
              + " could not be built: "
              + plan.client()
              + ", which only `docker buildx` can, and docker takes no configuration of ssh in an"
              + " address."
              + "\n  Hint:       name the host in ~/.ssh/config, and leave out ?"
              + address.uri().getQuery(),
          null);
    }
    environment.putAll(variables(address));
  }

  /** By which the docker command is told which engine is meant. */
  static Map<String, String> variables(EngineAddress address) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("DOCKER_HOST", host(address));
    TlsFiles tls = address.tls();
    if (tls != null) {
      variables.put("DOCKER_CERT_PATH", tls.directory().toString());
      variables.put(tls.verify() ? "DOCKER_TLS_VERIFY" : "DOCKER_TLS", "1");
    }
    return variables;
  }

  /** Without a port docker would take another than Drydock where there is TLS. */
  private static String host(EngineAddress address) {
    return "tcp".equals(address.uri().getScheme())
        ? "tcp://" + address.host() + ":" + ChannelDialer.tcpPort(address)
        : address.toString();
  }

  /**
   * Builds.
   *
   * @throws ImageException when there is no such client
   */
  void run(PlainTrail trail) {
    requireThere();
    ContextTar tar = new ContextTar(plan.context(), plan.sent());
    Process process = start(build());
    FutureTask<Boolean> output =
        beside(
            "drydock-buildx-output",
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  trail.take(line);
                }
              }
              return true;
            });
    FutureTask<Boolean> input = beside("drydock-buildx-context", () -> send(tar, process));
    try {
      output.get();
      int code = process.waitFor();
      end(process);
      input.get();
      if (code != 0 && trail.error().isEmpty()) {
        trail.take("ERROR: docker buildx ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while building " + plan.name() + ".", e);
    } catch (ExecutionException e) {
      RuntimeException failure = tar.failure();
      throw failure != null
          ? failure
          : new EngineException(0, "docker buildx broke off: " + e.getCause(), e);
    } finally {
      end(process);
    }
  }

  private static FutureTask<Boolean> beside(String name, Callable<Boolean> work) {
    FutureTask<Boolean> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static boolean send(ContextTar tar, Process process) throws IOException {
    OutputStream out = process.getOutputStream();
    try {
      tar.writeTo(out);
      out.close();
    } catch (IOException e) {
      // It need not read all when it fails; what it says decides.
      return false;
    } catch (RuntimeException e) {
      // Before it sees the end: it would take what has come for all.
      end(process);
      throw e;
    }
    return true;
  }

  /** The client is a plug-in, a process of its own. */
  private static void end(Process process) {
    try (Stream<ProcessHandle> all = process.descendants()) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
  }

  private void requireThere() {
    boolean there;
    try {
      Process version = start(List.of("docker", "buildx", "version"));
      version.getOutputStream().close();
      try (InputStream said = version.getInputStream()) {
        said.readAllBytes();
      }
      there = version.waitFor() == 0;
    } catch (IOException e) {
      there = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedWaitException("Interrupted while building " + plan.name() + ".", e);
    }
    if (!there) {
      throw absent(null);
    }
  }

  private ImageException absent(@Nullable IOException cause) {
    return new ImageException(
        "The "
            + plan.spec()
            + " could not be built: "
            + plan.client()
            + ", which only `docker buildx` can, and that is not here."
            + "\n  Hint:       install docker's plug-in buildx: the package docker-buildx of Debian,"
            + " docker-buildx-plugin of Docker",
        cause);
  }

  private Process start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Where nothing else is said, these of the user's would be added.
    List.of("DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw absent(e);
    }
  }

  private List<String> build() {
    ImageSpec spec = plan.spec();
    List<String> command =
        new ArrayList<>(
            List.of("docker", "buildx", "build", "--builder", "default", "--progress", "plain"));
    command.addAll(List.of("--file", plan.dockerfile(), "--tag", plan.name().toString()));
    plan.labels().forEach((key, value) -> command.addAll(List.of("--label", key + "=" + value)));
    spec.buildArgs()
        .forEach((key, value) -> command.addAll(List.of("--build-arg", key + "=" + value)));
    spec.extraHosts()
        .forEach((name, host) -> command.addAll(List.of("--add-host", name + ":" + host)));
    for (ImageName each : spec.cacheFrom()) {
      command.addAll(List.of("--cache-from", each.toString()));
    }
    String target = spec.target();
    if (target != null) {
      command.addAll(List.of("--target", target));
    }
    if (spec.platform() != null) {
      command.addAll(List.of("--platform", String.valueOf(spec.platform())));
    }
    if (spec.hasEveryStep()) {
      command.add("--no-cache");
    }
    if (spec.hasSshAgent()) {
      command.addAll(List.of("--ssh", "default"));
    }
    spec.secrets()
        .forEach((id, content) -> command.addAll(List.of("--secret", secret(id, content))));
    command.add("-");
    return command;
  }

  /** What is in a file it reads itself; what is not is in its environment, and in no file. */
  private String secret(String id, FileContent content) {
    Path file = content.sourcePath();
    if (file != null) {
      return "id=" + id + ",\"src=" + file.toString().replace("\"", "\"\"") + "\"";
    }
    String variable = "DRYDOCK_SECRET_" + environment.size();
    try (InputStream in = content.open()) {
      environment.put(variable, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ImageException(
          "The " + plan.spec() + " could not be built: its secret " + id + " cannot be read: " + e,
          e);
    }
    return "id=" + id + ",env=" + variable;
  }
}
