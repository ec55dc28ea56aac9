package dev.drydock.internal.docker;

import dev.drydock.model.EngineException;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogSource;
import dev.drydock.spec.ExecSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs commands in containers. */
final class Execs {

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int LOOKS = 25;

  /** How the engine's runtime begins when it could not run the command at all. */
  private static final String RUNTIME_REFUSED = "OCI runtime exec failed";

  private final Api api;
  private final KnownNames names;

  Execs(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  ExecResult run(String containerId, ExecSpec command) {
    String what =
        "run " + command.command().get(0) + " in " + names.describe("container", containerId);
    Supplier<? extends InputStream> stdin = command.stdin();
    String execId = create(containerId, command, what);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      start(execId, stdin, what, command.tty(), out, err);
    } catch (EngineException e) {
      String message = e.getMessage();
      if (message == null || !message.contains(RUNTIME_REFUSED)) {
        throw e;
      }
      return ExecResult.of(
          refusalCode(message),
          new byte[0],
          message.substring(message.indexOf(RUNTIME_REFUSED)).getBytes(StandardCharsets.UTF_8));
    }
    return result(exitCode(execId, what), out, err);
  }

  private String create(String containerId, ExecSpec command, String what) {
    return create(containerId, command, what, true);
  }

  String create(String containerId, ExecSpec command, String what, boolean attached) {
    if (attached && command.stdin() != null) {
      PipeDialer.refuseStdin(api.address(), what);
    }
    return api.object(
            Request.post(Containers.path(containerId, "/exec"))
                .json(api.json().write(body(command, attached)))
                .within(Api.QUICK),
            what)
        .text("Id");
  }

  /** The JSON body of the create. */
  static Map<String, Object> body(ExecSpec command, boolean attached) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("AttachStdin", attached && command.stdin() != null);
    body.put("AttachStdout", attached);
    body.put("AttachStderr", attached);
    if (command.tty()) {
      body.put("Tty", true);
    }
    if (command.privileged()) {
      body.put("Privileged", true);
    }
    body.put("Cmd", command.command());
    if (!command.env().isEmpty()) {
      List<String> pairs = new ArrayList<>();
      for (Map.Entry<String, String> each : command.env().entrySet()) {
        pairs.add(each.getKey() + "=" + each.getValue());
      }
      body.put("Env", pairs);
    }
    String user = command.user();
    if (user != null) {
      body.put("User", user);
    }
    String directory = command.workingDirectory();
    if (directory != null) {
      body.put("WorkingDir", directory);
    }
    return body;
  }

  private void start(
      String execId,
      @Nullable Supplier<? extends InputStream> stdin,
      String what,
      boolean tty,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("Detach", false);
    body.put("Tty", tty);
    Request request =
        Request.post("/exec/" + execId + "/start")
            .json(api.json().write(body))
            .onFreshConnection()
            .within(Api.ENDLESS);
    if (stdin != null) {
      request.upgraded();
    }
    try (Response response = api.open(request, what);
        @Nullable StdinPump pump =
            stdin == null
                ? null
                : StdinPump.start(stdin, new DockerProcessStream(api, what, response, tty), what)) {
      read(response, tty, out, err, pump);
    } catch (IOException e) {
      // An engine that has fallen silent would not tell either.
      if (stdin == null || e instanceof SocketTimeoutException || !hasEnded(execId, what)) {
        throw api.broken(what, e);
      }
      // What it did not read of its input makes some connections end so.
    }
  }

  private static void read(
      Response response,
      boolean tty,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      @Nullable StdinPump pump)
      throws IOException {
    FrameReader frames = new FrameReader(response.body(), DockerLogStream.isRaw(response, tty));
    byte[] buffer = new byte[32 * 1024];
    try {
      for (int count = frames.read(buffer); count >= 0; count = frames.read(buffer)) {
        (frames.source() == LogSource.STDOUT ? out : err).write(buffer, 0, count);
      }
    } catch (IOException e) {
      if (pump != null) {
        pump.throwIfSourceFailed();
      }
      throw e;
    }
    if (pump != null) {
      pump.throwIfSourceFailed();
    }
  }

  private boolean hasEnded(String execId, String what) {
    Retry retry = new Retry(what, 20, Integer.MAX_VALUE);
    for (int i = 0; i < LOOKS && !Thread.currentThread().isInterrupted(); i++) {
      JsonObject state =
          api.object(Request.get("/exec/" + execId + "/json").within(Api.QUICK), what);
      if (!state.flag("Running") && state.has("ExitCode")) {
        return true;
      }
      retry.pause();
    }
    return false;
  }

  /** The engine ends the streams a little before it notes the end of the process. */
  private int exitCode(String execId, String what) {
    Retry retry = new Retry(what, 20, Integer.MAX_VALUE);
    while (true) {
      JsonObject state =
          api.object(Request.get("/exec/" + execId + "/json").within(Api.QUICK), what);
      if (!state.flag("Running") && state.has("ExitCode")) {
        return (int) state.number("ExitCode");
      }
      retry.pause();
    }
  }

  /**
   * Puts the runtime's complaint, which older engines write to standard output, where it belongs.
   */
  private static ExecResult result(
      int exitCode, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    if (exitCode == NOT_EXECUTABLE || exitCode == NOT_FOUND) {
      String text = out.toString(StandardCharsets.UTF_8);
      if (err.size() == 0 && text.startsWith(RUNTIME_REFUSED)) {
        return ExecResult.of(
            refusalCode(text), new byte[0], text.stripTrailing().getBytes(StandardCharsets.UTF_8));
      }
    }
    return ExecResult.of(exitCode, out.toByteArray(), err.toByteArray());
  }

  private static int refusalCode(String message) {
    return message.contains("not found") || message.contains("no such file")
        ? NOT_FOUND
        : NOT_EXECUTABLE;
  }
}
