package dev.drydock.postgresql;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.ready.Look;
import dev.drydock.ready.Readiness;
import dev.drydock.ready.Target;
import dev.drydock.ready.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
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
record StartupLook(String user, String database) implements Look {

  static final ContainerPort PORT = ContainerPort.tcp(5432);

  private static final int CONNECT_MILLIS = 300;
  private static final int ANSWER_MILLIS = 600;
  private static final int PROTOCOL_3_0 = 3 << 16;
  private static final int TLS_REQUEST = 80877103;
  private static final int LET_IN = 0;
  private static final int LONGEST_MESSAGE = 1 << 16;

  Readiness asReadiness() {
    return Readiness.custom("the server accepts a start-up message on port " + PORT, PORT, this);
  }

  @Override
  public Verdict look(Target target) throws IOException, InterruptedException {
    Endpoint endpoint = target.endpoint(PORT);
    try {
      return ask(endpoint, startupMessage(), in -> answer(endpoint, in));
    } catch (ClosedByInterruptException e) {
      // The channel sets the interrupt flag as well; the exception takes its place.
      Thread.interrupted();
      throw new InterruptedException("interrupted while PostgreSQL was asked");
    } catch (ConnectException e) {
      return Verdict.notYet("connection refused");
    } catch (SocketTimeoutException e) {
      return Verdict.notYet("no answer within " + ANSWER_MILLIS + " ms");
    } catch (EOFException e) {
      // The engine's proxy accepts before there is a server behind it, and then hangs up.
      return Verdict.notYet("connection closed without an answer");
    }
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> T ask(Endpoint endpoint, byte[] message, Reader<T> answer) throws IOException {
    // Unlike a plain socket, a channel's is closed when the thread is interrupted.
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      try {
        socket.getOutputStream().write(message);
        return answer.read(new DataInputStream(socket.getInputStream()));
      } catch (SocketException e) {
        throw hungUp(e);
      }
    }
  }

  /** A reset or a broken pipe, as the one kind of end that the other side can make. */
  private static EOFException hungUp(SocketException cause) {
    EOFException end = new EOFException(cause.getMessage());
    end.initCause(cause);
    return end;
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

  private Verdict answer(Endpoint endpoint, DataInputStream in) throws IOException {
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
          return refusal(endpoint, ServerError.parse(body));
        }
        default -> {
          // What a server tells of itself between letting the client in and being ready for it.
        }
      }
    }
  }

  private Verdict refusal(Endpoint endpoint, ServerError error) throws IOException {
    return switch (error.sqlState()) {
      case "3D000" ->
          Verdict.never(
              error.message() + ": the data directory is not new, and no database was made in it");
      case "28000", "28P01" ->
          // "No entry for this host, this user, no encryption" may be only for want of the last.
          offersTls(endpoint)
              ? Verdict.ready()
              : Verdict.never("the server refuses user \"" + user + "\": " + error.message());
      default -> Verdict.notYet(error.message());
    };
  }

  private static boolean offersTls(Endpoint endpoint) throws IOException {
    byte[] request =
        ByteBuffer.allocate(2 * Integer.BYTES)
            .putInt(2 * Integer.BYTES)
            .putInt(TLS_REQUEST)
            .array();
    return ask(endpoint, request, in -> in.readUnsignedByte() == 'S');
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
