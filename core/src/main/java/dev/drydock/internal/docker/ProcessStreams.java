package dev.drydock.internal.docker;

import dev.drydock.engine.EngineExecs;
import dev.drydock.engine.ProcessStream;
import dev.drydock.spec.ExecSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Commands whose streams are read as they come, and the main process' own. */
final class ProcessStreams implements EngineExecs {

  private final Api api;
  private final KnownNames names;

  ProcessStreams(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  private static String what(ExecSpec command) {
    return "run " + command.command().get(0);
  }

  @Override
  public String create(String containerId, ExecSpec command, boolean detached) {
    String what = what(command) + " in " + names.describe("container", containerId);
    return new Execs(api, names).create(containerId, command, what, !detached);
  }

  @Override
  public ProcessStream start(String execId, ExecSpec command) {
    Request request = start(execId, command, false).onFreshConnection();
    if (command.stdin() != null) {
      request.upgraded();
    }
    return open(request, what(command), command.tty());
  }

  private Request start(String execId, ExecSpec command, boolean detached) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Detach", detached);
    body.put("Tty", command.tty());
    return Request.post("/exec/" + execId + "/start").json(api.json().write(body));
  }

  @Override
  public void startDetached(String execId, ExecSpec command) {
    api.call(start(execId, command, true).onFreshConnection().within(Api.WORK), what(command));
  }

  @Override
  public ExecFacts inspect(String execId) {
    JsonObject state =
        api.object(
            Request.get("/exec/" + execId + "/json").within(Api.QUICK),
            "tell how a command stands");
    boolean running = state.flag("Running");
    boolean ended = !running && state.has("ExitCode");
    return new ExecFacts(running, ended, ended ? (int) state.number("ExitCode") : 0);
  }

  @Override
  public ProcessStream attach(String containerId, boolean tty, boolean stdin) {
    String what = "attach to " + names.describe("container", containerId);
    if (stdin) {
      PipeDialer.refuseStdin(api.address(), what);
    }
    Url url =
        Url.of(Containers.path(containerId, "/attach"))
            .with("stream", "1")
            .with("stdout", "1")
            .with("stderr", "1");
    if (stdin) {
      url.with("stdin", "1");
    }
    Request request = Request.post(url.toString());
    if (stdin) {
      request.upgraded();
    }
    return open(request, what, tty);
  }

  private ProcessStream open(Request request, String what, boolean tty) {
    Response response = api.open(request.onFreshConnection().within(Api.QUICK), what);
    response.endless();
    return new DockerProcessStream(api, what, response, tty);
  }
}
