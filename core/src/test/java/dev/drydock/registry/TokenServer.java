package dev.drydock.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives tokens to those who may have one, as the servers beside large registries do. */
final class TokenServer implements AutoCloseable {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer server;
  private final PrivateKey key;
  private final String certificate;

  /** What was asked for, for example {@code repository:team/shop:pull}; empty for no scope. */
  private final List<String> scopes = new CopyOnWriteArrayList<>();

  /** Makes its key and certificate, {@code token-cert.pem}, in that directory. */
  TokenServer(Path directory) throws Exception {
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=tokens",
                    "-keyout",
                    "token-key.pem",
                    "-out",
                    "token-cert.pem"))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (openssl.waitFor() != 0) {
      throw new AssertionError("openssl ended with " + openssl.exitValue());
    }
    key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new PKCS8EncodedKeySpec(der(Files.readString(directory.resolve("token-key.pem")))));
    certificate =
        Base64.getEncoder()
            .encodeToString(der(Files.readString(directory.resolve("token-cert.pem"))));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::give);
    server.start();
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
  }

  /** Where it gives them. */
  String realm() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  /** What was asked for so far. */
  List<String> scopes() {
    return scopes;
  }

  private static String parameter(String query, String name) {
    for (String each : query.split("&", -1)) {
      if (each.startsWith(name + "=")) {
        return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private void give(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = form.isEmpty() ? exchange.getRequestURI().getRawQuery() : form;
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] ann = "ann:s3cret".getBytes(StandardCharsets.UTF_8);
    boolean known =
        form.isEmpty()
            ? ("Basic " + Base64.getEncoder().encodeToString(ann)).equals(login)
            : parameter(form, "grant_type").equals("refresh_token")
                && parameter(form, "refresh_token").equals("t0k3n");
    String scope = parameter(query, "scope");
    scopes.add(scope);
    String answer =
        known
            ? "{\"token\":\"" + token(parameter(query, "service"), scope) + "\"}"
            : "{\"errors\":[{\"message\":\"no such user\"}]}";
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** What the registry takes: signed, for this service, and for what was asked. */
  private String token(String service, String scope) {
    String access = "";
    if (!scope.isEmpty()) {
      int first = scope.indexOf(':');
      int last = scope.lastIndexOf(':');
      access =
          "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[\"%s\"]}"
              .formatted(
                  scope.substring(0, first),
                  scope.substring(first + 1, last),
                  scope.substring(last + 1).replace(",", "\",\""));
    }
    long now = System.currentTimeMillis() / 1000;
    String head = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + certificate + "\"]}";
    String claims =
        ("{\"iss\":\"tokens\",\"sub\":\"ann\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,"
                + "\"jti\":\"%d\",\"access\":[%s]}")
            .formatted(service, now + 300, now - 60, now, System.nanoTime(), access);
    String text = encode(head) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String encode(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
