package dev.drydock.internal.docker;

import dev.drydock.engine.LogStream;

/** Opens what a container writes. */
final class Streams {

  private final Api api;
  private final KnownNames names;

  Streams(Api api, KnownNames names) {
    this.api = api;
    this.names = names;
  }

  LogStream attach(String id, boolean tty) {
    String url =
        Url.of(Containers.path(id, "/attach"))
            .with("stream", "1")
            .with("stdout", "1")
            .with("stderr", "1")
            .toString();
    return open(Request.post(url), "attach to " + names.describe("container", id), tty);
  }

  LogStream logs(String id, boolean tty, int tail, boolean follow) {
    String url =
        Url.of(Containers.path(id, "/logs"))
            .with("stdout", "1")
            .with("stderr", "1")
            .with("follow", follow ? "1" : "0")
            .with("tail", tail < 0 ? "all" : Integer.toString(tail))
            .toString();
    return open(Request.get(url), "read the log of " + names.describe("container", id), tty);
  }

  private LogStream open(Request request, String what, boolean tty) {
    Response response = api.open(request.onFreshConnection().within(Api.QUICK), what);
    response.unlimited();
    return new DockerLogStream(api, what, response, tty);
  }
}
