package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.CreatedContainer;
import dev.drydock.engine.EngineAddress;
import dev.drydock.engine.EngineContainers;
import dev.drydock.engine.EngineExecs;
import dev.drydock.engine.EngineFile;
import dev.drydock.engine.EngineLife;
import dev.drydock.engine.LogPlan;
import dev.drydock.engine.LogStream;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.ImageException;
import dev.drydock.model.Platform;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Verdict;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.NetworkAttachment;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the Docker Engine API does with containers. */
final class Containers implements EngineContainers {

  private static final String ITS_NETWORK = "container:";

  private final Api api;
  private final EngineAddress address;
  private final HostPorts hostPorts;
  private final KnownNames names;
  private final PortCheck portCheck;
  private final boolean podman;

  /**
   * @param podman whether it is Podman, where a forced removal asks the container's process to end,
   *     and waits, and where archives have no owners
   */
  Containers(
      Api api,
      EngineAddress address,
      HostPorts hostPorts,
      KnownNames names,
      PortCheck portCheck,
      boolean podman) {
    this.api = api;
    this.address = address;
    this.hostPorts = hostPorts;
    this.names = names;
    this.portCheck = portCheck;
    this.podman = podman;
  }

  @Override
  public CreatedContainer create(ContainerPlan plan) {
    String what = "create container \"" + plan.name() + "\" of image " + plan.image();
    boolean severalNetworks = api.version().isAtLeast(ApiVersion.SEVERAL_NETWORKS);
    Map<String, Object> body = CreateBody.of(plan, severalNetworks);
    Url at = Url.of("/containers/create").with("name", plan.name());
    Platform platform = plan.spec().platform();
    String url = (platform == null ? at : at.with("platform", platform.toString())).toString();
    CreatedContainer created;
    try {
      JsonObject answer =
          api.object(
              Request.post(url).json(api.json().write(body)).onFreshConnection().within(Api.WORK),
              what);
      created =
          new CreatedContainer(
              answer.text("Id"), Boolean.TRUE.equals(body.get("Tty")), answer.texts("Warnings"));
    } catch (EngineException e) {
      if (e.status() == 404 && isAboutImage(e)) {
        throw new ImageException(
            "The engine at " + address + " does not have image " + plan.image(), e);
      }
      throw e;
    }
    names.remember(created.id(), plan.name());
    if (!severalNetworks) {
      connectOthers(created.id(), plan.spec().networks());
    }
    return created;
  }

  /** Docker's words and Podman's; a 404 may be about something else. */
  private static boolean isAboutImage(EngineException refusal) {
    String message = String.valueOf(refusal.getMessage());
    return message.contains("o such image")
        || message.contains("image not known")
        || message.contains("does not match the specified platform");
  }

  private void connectOthers(String id, List<NetworkAttachment> networks) {
    boolean done = false;
    try {
      for (int i = 1; i < networks.size(); i++) {
        new Networks(api, names).connect(id, networks.get(i));
      }
      done = true;
    } finally {
      if (!done) {
        remove(id);
      }
    }
  }

  @Override
  public void upload(String id, String directory, Map<String, FileContent> files) {
    FilesIn to = new FilesIn(api, id, "copy files to " + describe(id));
    if (podman && directory.equals("/")) {
      to.putByVolume(inspect(id).volumes().keySet(), files);
    } else {
      to.put(directory, files);
    }
  }

  @Override
  public void download(String id, String path, EngineFile.Visitor visitor) {
    String what = "copy " + path + " out of " + describe(id);
    new Download(api, id, what, visitor).run(path);
  }

  @Override
  public InputStream pack(String id, String path) {
    String what = "copy " + path + " out of " + describe(id);
    if (podman) {
      throw new UnsupportedWishException(
          "Podman leaves the owners of files out of its archives, so what is at "
              + path
              + " cannot be copied as it is.",
          null);
    }
    String url = Url.of(path(id, "/archive")).with("path", path).toString();
    Response response =
        api.open(Request.get(url).onFreshConnection().eachStepWithin(Api.WORK), what);
    return new FilterInputStream(response.body()) {
      @Override
      public void close() {
        response.close();
      }
    };
  }

  @Override
  public void unpack(String id, String path, InputStream archive) {
    new FilesIn(api, id, "copy files to " + describe(id)).unpack(path, archive);
  }

  @Override
  public void start(String id) {
    api.call(Request.post(path(id, "/start")).once().within(Api.WORK), "start " + describe(id));
  }

  @Override
  public ContainerFacts inspect(String id) {
    JsonObject json =
        api.object(Request.get(path(id, "/json")).within(Api.QUICK), "inspect " + describe(id));
    ContainerFacts facts = InspectAnswer.facts(json, hostPorts);
    hostPorts.keep(facts);
    String mode = json.object("HostConfig").text("NetworkMode");
    return mode.startsWith(ITS_NETWORK)
        ? inNetworkOf(facts, mode.substring(ITS_NETWORK.length()))
        : facts;
  }

  /** A container goes on, without the network, when the one whose network it was is gone. */
  private ContainerFacts inNetworkOf(ContainerFacts facts, String other) {
    try {
      return facts.inNetworkOf(inspect(other));
    } catch (EngineException e) {
      if (e.status() == 404) {
        return facts;
      }
      throw e;
    }
  }

  @Override
  public Verdict accepts(ContainerFacts container, ContainerPort port) {
    return portCheck.accepts(container, port);
  }

  @Override
  public ExecResult exec(String id, ExecSpec command) {
    return new Execs(api, names).run(id, command);
  }

  @Override
  public LogStream attach(String id, boolean tty) {
    return new Streams(api, names).attach(id, tty);
  }

  @Override
  public LogStream logs(String id, boolean tty, LogPlan plan) {
    return new Streams(api, names).logs(id, tty, plan);
  }

  @Override
  public void stop(String id, Duration grace) {
    long seconds = grace.getSeconds() + (grace.getNano() > 0 ? 1 : 0);
    String url =
        Url.of(path(id, "/stop")).with("t", Long.toString(Math.max(0, seconds))).toString();
    api.call(Request.post(url).within(Api.WORK.plusSeconds(seconds)), "stop " + describe(id));
  }

  @Override
  public void remove(String idOrName) {
    String what = "remove " + describe(idOrName);
    String url = Url.of("/containers/").part(idOrName).with("force", "1").with("v", "1").toString();
    // Before its ports are free, and may be another's.
    hostPorts.forget(idOrName);
    if (podman) {
      kill(idOrName, what);
    }
    Retry retry = new Retry(what, 200, 2);
    boolean gone = false;
    while (!gone) {
      gone = tryRemove(url, what, idOrName, retry);
    }
    names.forget(idOrName);
  }

  private void kill(String idOrName, String what) {
    try {
      api.call(Request.post(path(idOrName, "/kill")).within(Api.WORK), what);
    } catch (EngineException e) {
      if (e.status() == 0) {
        throw e;
      }
      // It does not run, or is not there; the removal will tell.
    }
  }

  private boolean tryRemove(String url, String what, String idOrName, Retry retry) {
    try {
      api.call(Request.delete(url).within(Api.WORK), what);
      return true;
    } catch (EngineException e) {
      if (e.status() == 404) {
        return true;
      }
      if (e.status() == 409) {
        awaitRemoval(idOrName, what);
        return true;
      }
      if (e.status() != 500) {
        throw e;
      }
      retry.pauseOrThrow(e);
      return false;
    }
  }

  /** Somebody else removes it already, perhaps the engine itself after {@code AutoRemove}. */
  private void awaitRemoval(String idOrName, String what) {
    String url = Url.of(path(idOrName, "/wait")).with("condition", "removed").toString();
    try {
      api.call(Request.post(url).onFreshConnection().within(Api.WORK), what);
    } catch (EngineException e) {
      if (e.status() != 404) {
        throw e;
      }
    }
  }

  @Override
  public EngineLife life() {
    return new ContainerLife(api, names);
  }

  @Override
  public EngineExecs execs() {
    return new ProcessStreams(api, names);
  }

  private String describe(String idOrName) {
    return names.describe("container", idOrName);
  }

  static String path(String idOrName, String verb) {
    return Url.of("/containers/").part(idOrName).then(verb).toString();
  }
}
