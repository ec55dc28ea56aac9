package dev.drydock.internal.registry;

import dev.drydock.internal.docker.JsonText;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a registry answered. */
public final class RegistryAnswer {

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  private RegistryAnswer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static RegistryAnswer of(HttpResponse<byte[]> response) {
    return new RegistryAnswer(response.statusCode(), response.headers(), response.body());
  }

  int status() {
    return status;
  }

  boolean isRedirect() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** A header's first value. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The body. */
  public byte[] body() {
    return body;
  }

  /** The first of its errors, as a registry writes them; empty when it wrote none. */
  String words() {
    try {
      if (JsonText.read(body) instanceof Map<?, ?> map
          && map.get("errors") instanceof List<?> errors
          && !errors.isEmpty()
          && errors.get(0) instanceof Map<?, ?> error) {
        Object message = error.get("message");
        return message instanceof String text && !text.isEmpty()
            ? text
            : String.valueOf(error.get("code"));
      }
    } catch (IOException e) {
      // Not every server in between speaks as a registry does.
    }
    return "";
  }
}
