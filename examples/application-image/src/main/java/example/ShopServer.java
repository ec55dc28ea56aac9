package example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A web server that counts its visitors in a database. */
public final class ShopServer {

  private static final String VISIT =
      "CREATE TABLE IF NOT EXISTS visit (at timestamptz); INSERT INTO visit VALUES (now())";

  private ShopServer() {}

  /** Serves at port 8080, with the database that the environment names. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.createContext("/", ShopServer::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] text;
    int status = 200;
    try {
      text = ("visitor " + visit()).getBytes(StandardCharsets.UTF_8);
    } catch (SQLException e) {
      status = 503;
      text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, text.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(text);
    }
  }

  private static long visit() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                System.getenv("DB_URL"), System.getenv("DB_USER"), System.getenv("DB_PASSWORD"));
        Statement statement = connection.createStatement()) {
      statement.execute(VISIT);
      try (ResultSet result = statement.executeQuery("SELECT count(*) FROM visit")) {
        result.next();
        return result.getLong(1);
      }
    }
  }
}
