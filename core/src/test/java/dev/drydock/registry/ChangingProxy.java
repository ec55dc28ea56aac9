package dev.drydock.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands before a registry, and spoils what it sends. */
public final class ChangingProxy implements AutoCloseable {

  /** What it does to an answer. */
  public enum Fault {
    /** One byte becomes another. */
    OTHER_BYTE,
    /** The connection ends in the middle. */
    CUT,
    /** Nothing is sent but that it was asked too often. */
    TOO_MANY
  }

  private static final List<String> PASSED =
      List.of("Content-Type", "Docker-Content-Digest", "Link", "Location", "WWW-Authenticate");

  private static final int TLS_HELLO = 0x16;

  private final ServerSocket door;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String registry;
  private final Predicate<String> spoiled;
  private final Fault fault;
  private final AtomicInteger left;

  /** What was asked, for example {@code GET /v2/}. */
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * Before a registry.
   *
   * @param spoiled which paths of GETs are
   */
  public ChangingProxy(String registry, Predicate<String> spoiled, Fault fault) throws IOException {
    this(registry, spoiled, fault, Integer.MAX_VALUE);
  }

  /**
   * Before a registry.
   *
   * @param spoiled which paths of GETs are
   * @param most how many answers are spoiled; the later ones are sent as they are
   */
  public ChangingProxy(String registry, Predicate<String> spoiled, Fault fault, int most)
      throws IOException {
    this.registry = registry;
    this.spoiled = spoiled;
    this.fault = fault;
    this.left = new AtomicInteger(most);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::letIn);
  }

  /** Its host and port. */
  public String host() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** What was asked of it, in order. */
  public List<String> requests() {
    return requests;
  }

  /**
   * Engines try TLS first; a server that says at once that it has none saves them their patience.
   */
  private void letIn() {
    try {
      while (true) {
        Socket client = door.accept();
        threads.execute(() -> letIn(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void letIn(Socket client) {
    try (client;
        Socket inside = new Socket()) {
      int first = client.getInputStream().read();
      if (first == TLS_HELLO || first < 0) {
        return;
      }
      inside.connect(server.getAddress());
      inside.getOutputStream().write(first);
      threads.execute(() -> carry(client, inside));
      carry(inside, client);
    } catch (IOException e) {
      // One side hung up.
    }
  }

  private static void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side hung up.
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(exchange.getRequestMethod() + " " + path);
    HttpURLConnection to =
        (HttpURLConnection) URI.create("http://" + registry + path).toURL().openConnection();
    to.setRequestMethod(exchange.getRequestMethod());
    for (String each : List.of("Accept", "Authorization")) {
      String value = exchange.getRequestHeaders().getFirst(each);
      if (value != null) {
        to.setRequestProperty(each, value);
      }
    }
    int status = to.getResponseCode();
    byte[] body;
    try (InputStream in = status >= 400 ? to.getErrorStream() : to.getInputStream()) {
      body = in == null ? new byte[0] : in.readAllBytes();
    }
    Headers headers = exchange.getResponseHeaders();
    for (String each : PASSED) {
      String value = to.getHeaderField(each);
      if (value != null) {
        headers.set(each, value);
      }
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      headers.set("Content-Length", to.getHeaderField("Content-Length"));
    }
    boolean hit = status == 200 && !head && spoiled.test(path) && left.getAndDecrement() > 0;
    if (hit && fault == Fault.TOO_MANY) {
      status = 429;
      headers.set("Retry-After", "17");
      body =
          "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"toomanyrequests\"}]}"
              .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } else if (hit && fault == Fault.OTHER_BYTE) {
      body[body.length / 2] ^= 1;
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    // Not closed by itself: to close the exchange before all is sent ends the connection.
    OutputStream out = exchange.getResponseBody();
    if (!head) {
      out.write(body, 0, hit && fault == Fault.CUT ? body.length / 2 : body.length);
      out.flush();
    }
    exchange.close();
  }

  @Override
  public void close() throws IOException {
    door.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
