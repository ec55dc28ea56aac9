package dev.drydock.internal.docker;

import dev.drydock.Drydock;
import dev.drydock.model.Endpoint;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A program that starts a web server in a container, reads a page of it, and says what it saw. */
final class OneContainer {

  private OneContainer() {}

  public static void main(String[] arguments) throws Exception {
    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      Endpoint endpoint =
          session
              .start(
                  ContainerSpec.of("drydock-test/busybox:1")
                      .withCommand("httpd", "-f", "-p", "80", "-h", "/etc")
                      .withPort(80))
              .endpoint(80);
      try (InputStream page = URI.create("http://" + endpoint + "/passwd").toURL().openStream()) {
        String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(
            drydock.engine().product()
                + " serves at "
                + endpoint.host()
                + ": "
                + text.lines().findFirst().orElse("nothing"));
      }
    }
  }
}
