package dev.drydock.postgresql;

import dev.drydock.model.ContainerPort;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.TcpExchange;
import dev.drydock.ready.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first exchange of PostgreSQL's protocol, version 3.0: a client says who it is and which
 * database it wants; a server that serves asks for its password or lets it in.
 *
 * <p>No line of the log is read for it. While the image makes a database, its temporary server
 * listens on a unix socket only, so that the first server to answer here is the one that stays; and
 * a server with an existing data directory, which logs less, answers just the same.
 *
 * @param user the user that the tests will log in as
 * @param database the database that they will use
 */
record StartupExchange(String user, String database) implements TcpExchange.Conversation {

  static final ContainerPort PORT = ContainerPort.tcp(5432);

  private static final int PROTOCOL_3_0 = 3 << 16;
  private static final int TLS_REQUEST = 80877103;
  private static final int LET_IN = 0;
  private static final int LONGEST_MESSAGE = 1 << 16;

  Readiness asReadiness() {
    return Readiness.exchange("the server accepts a start-up message on port " + PORT, PORT, this);
  }

  @Override
  public Verdict hold(TcpExchange server) throws IOException {
    return server.ask(startupMessage(), in -> answer(server, in));
  }

  private byte[] startupMessage() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeInt(PROTOCOL_3_0);
    for (String each :
        new String[] {"user", user, "database", database, "application_name", "drydock"}) {
      out.write(each.getBytes(StandardCharsets.UTF_8));
      out.writeByte(0);
    }
    out.writeByte(0);
    return ByteBuffer.allocate(Integer.BYTES + body.size())
        .putInt(Integer.BYTES + body.size())
        .put(body.toByteArray())
        .array();
  }

  private Verdict answer(TcpExchange server, DataInputStream in) throws IOException {
    while (true) {
      int type = in.readUnsignedByte();
      int length = in.readInt() - Integer.BYTES;
      if (length < 0 || length > LONGEST_MESSAGE) {
        return Verdict.notYet("the answer is not PostgreSQL's");
      }
      byte[] body = new byte[length];
      in.readFully(body);
      switch (type) {
        case 'R' -> {
          if (ByteBuffer.wrap(body).getInt(0) != LET_IN) {
            return Verdict.ready(); // It asks for the password.
          }
        }
        case 'Z' -> {
          return Verdict.ready();
        }
        case 'E' -> {
          return refusal(server, ServerError.parse(body));
        }
        default -> {
          // What a server tells of itself between letting the client in and being ready for it.
        }
      }
    }
  }

  private Verdict refusal(TcpExchange server, ServerError error) throws IOException {
    return switch (error.sqlState()) {
      case "3D000" ->
          Verdict.never(
              error.message() + ": the data directory is not new, and no database was made in it");
      case "28000", "28P01" ->
          // "No entry for this host, this user, no encryption" may be only for want of the last.
          offersTls(server)
              ? Verdict.ready()
              : Verdict.never("the server refuses user \"" + user + "\": " + error.message());
      default -> Verdict.notYet(error.message());
    };
  }

  private static boolean offersTls(TcpExchange server) throws IOException {
    byte[] request =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(2 * Integer.BYTES)
            .putInt(TLS_REQUEST)
            .array();
    return server.ask(request, in -> in.readUnsignedByte() == 'S');
  }

  /**
   * What the server says when it refuses.
   *
   * @param sqlState the five characters of the error code
   * @param message the text for people
   */
  private record ServerError(String sqlState, String message) {

    static ServerError parse(byte[] body) {
      String sqlState = "";
      String message = "the server refused without a reason";
      int at = 0;
      while (at < body.length && body[at] != 0) {
        int end = at + 1;
        while (end < body.length && body[end] != 0) {
          end++;
        }
        String value = new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8);
        if (body[at] == 'C') {
          sqlState = value;
        } else if (body[at] == 'M') {
          message = value;
        }
        at = end + 1;
      }
      return new ServerError(sqlState, message);
    }
  }
}
