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
    String what = "attach to " + names.describe("container", id);
    return new DockerLogStream(api, what, open(Request.post(url), what), tty, null);
  }

  LogStream logs(String id, boolean tty, int tail, boolean follow) {
    String what = "read the log of " + names.describe("container", id);
    Response response =
        follow ? open(Request.get(url(id, tail, true)), what) : whole(id, tail, what);
    DockerLogStream.Again again = follow && tail < 0 ? () -> whole(id, tail, what) : null;
    return new DockerLogStream(api, what, response, tty, again);
  }

  private Response whole(String id, int tail, String what) {
    return api.open(
        Request.get(url(id, tail, false)).onFreshConnection().eachStepWithin(Api.QUICK), what);
  }

  private static String url(String id, int tail, boolean follow) {
    return Url.of(Containers.path(id, "/logs"))
        .with("stdout", "1")
        .with("stderr", "1")
        .with("follow", follow ? "1" : "0")
        .with("tail", tail < 0 ? "all" : Integer.toString(tail))
        .toString();
  }

  private Response open(Request request, String what) {
    Response response = api.open(request.onFreshConnection().within(Api.QUICK), what);
    response.unlimited();
    return response;
  }
}
