package com.example.plainjava;

import dev.drydock.Drydock;
import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Session;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A web server for as long as the block lasts, without any test framework. */
public final class Main {

  private Main() {}

  /** Starts it, asks it for a page, and leaves nothing behind. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ContainerSpec hello =
        ContainerSpec.of("nginx:1.27")
            .withPort(80)
            .withFile("/usr/share/nginx/html/hello.txt", FileContent.text("Hello from nginx!"))
            .withReadiness(Readiness.http(80, "/hello.txt"));

    try (Drydock drydock = Drydock.connect();
        Session session = drydock.openSession()) {
      Container web = session.start(hello);
      URI page = URI.create("http://" + web.endpoint(80) + "/hello.txt");
      System.out.println(page + " says: " + get(page));
    }
  }

  private static String get(URI page) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }
}
