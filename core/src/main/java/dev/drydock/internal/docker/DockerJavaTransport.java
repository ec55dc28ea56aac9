package dev.drydock.internal.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;

/** Carries docker-java's plain requests over Drydock's own connections; never its streams. */
final class DockerJavaTransport implements DockerHttpClient {

  private final Api api;

  DockerJavaTransport(Api api) {
    this.api = api;
  }

  @Override
  public Response execute(Request request) {
    if (request.body() != null || request.hijackedInput() != null) {
      throw new UnsupportedOperationException("docker-java is not used for streams");
    }
    var own = dev.drydock.internal.docker.Request.of(request.method(), request.path());
    for (Map.Entry<String, String> each : request.headers().entrySet()) {
      own.header(each.getKey(), each.getValue());
    }
    byte[] bytes = request.bodyBytes();
    if (bytes != null) {
      own.bytes(bytes);
    }
    try {
      return new Answer(api.raw(own.within(Api.QUICK)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connections are the engine's. */
  @Override
  public void close() {}

  private record Answer(dev.drydock.internal.docker.Response response) implements Response {

    @Override
    public int getStatusCode() {
      return response.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      for (Header each : response.headers()) {
        headers.put(each.getName(), List.of(each.getValue()));
      }
      return headers;
    }

    @Override
    public InputStream getBody() {
      return response.body();
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
