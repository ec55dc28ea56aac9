package dev.drydock.junit5;

import dev.drydock.model.Endpoint;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Service;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What the test classes start: the smallest image that can serve and ask. */
final class Busybox {

  private static final String IMAGE = "drydock-test/busybox:1";

  private Busybox() {}

  /** Serves its page on port 80. */
  static ContainerSpec serving(String page) {
    return running("httpd", "-f", "-p", "80", "-h", "/www")
        .withFile("/www/index.html", FileContent.text(page))
        .withPort(80);
  }

  /** Runs a command. */
  static ContainerSpec running(String... command) {
    return ContainerSpec.of(IMAGE).withCommand(command);
  }

  /** Ends with code 3 unless a server of that name answers; then serves what it answered. */
  static ContainerSpec needing(String host) {
    return running(
            "sh",
            "-c",
            "mkdir /www; wget -q -O /www/index.html http://"
                + host
                + "/ || exit 3; exec httpd -f -p 80 -h /www")
        .withPort(80);
  }

  /** What a server of that name answers to a container. */
  static String ask(Container container, String host) {
    return container.exec("wget", "-q", "-O", "-", "http://" + host + "/").stdout();
  }

  /** What a server answers to the test. */
  static String read(Endpoint endpoint) {
    try (InputStream stream = URI.create("http://" + endpoint + "/").toURL().openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A service of our own, as a module has it. */
  record WebSpec(String page) implements Service<Web> {

    @Override
    public ContainerSpec toSpec() {
      return serving(page);
    }

    @Override
    public Web attach(Container container) {
      return new Web(container);
    }
  }

  /** Its handle. */
  record Web(Container container) {

    Endpoint endpoint() {
      return container.endpoint(80);
    }
  }
}
