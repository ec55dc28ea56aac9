package dev.drydock.ready;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;

/**
 * Questions to a server at a published TCP port, in the server's own protocol: the means of a
 * {@link Conversation}. Each question has a connection of its own.
 */
public final class TcpExchange {

  private static final int CONNECT_MILLIS = 300;
  private static final int ANSWER_MILLIS = 600;

  private final Endpoint endpoint;

  private TcpExchange(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Of the server at this address. */
  public static TcpExchange with(Endpoint endpoint) {
    return new TcpExchange(endpoint);
  }

  /** What is said to a server, and what its answers mean. Users may implement it. */
  @FunctionalInterface
  public interface Conversation {

    /**
     * Asks, and judges the answer.
     *
     * @throws IOException when the connection fails; what that means is seen to
     */
    Verdict hold(TcpExchange server) throws IOException;
  }

  /** Reads a server's answer, as far as it is of interest. */
  @FunctionalInterface
  public interface Answer<T> {

    /**
     * Reads from the connection.
     *
     * @throws EOFException when the server hangs up before it has said enough
     */
    T read(DataInputStream in) throws IOException;
  }

  /**
   * Connects, sends the request, and reads the answer: 300 ms for the connection, 600 ms for each
   * wait for bytes. An interrupt closes the connection.
   *
   * @throws IOException when there is no connection or no answer; let it through
   */
  public <T> T ask(byte[] request, Answer<T> answer) throws IOException {
    // Unlike a plain socket, a channel's is closed when the thread is interrupted.
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      connect(socket);
      socket.setSoTimeout(ANSWER_MILLIS);
      try {
        socket.getOutputStream().write(request);
        return answer.read(new DataInputStream(socket.getInputStream()));
      } catch (SocketException e) {
        // A reset or a broken pipe: one kind of end, whichever way the other side made it.
        EOFException end = new EOFException(e.getMessage());
        end.initCause(e);
        throw end;
      }
    }
  }

  private void connect(Socket socket) throws IOException {
    try {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
    } catch (SocketTimeoutException e) {
      throw new NoConnection(e);
    }
  }

  /** The look that holds this conversation once; equal to another with the same parts. */
  static Look look(ContainerPort port, Conversation conversation) {
    return new OneConversation(port, conversation);
  }

  private record OneConversation(ContainerPort port, Conversation conversation) implements Look {

    @Override
    public Verdict look(Target target) throws IOException, InterruptedException {
      try {
        return conversation.hold(with(target.endpoint(port)));
      } catch (ClosedByInterruptException e) {
        // The channel sets the interrupt flag as well; the exception takes its place.
        Thread.interrupted();
        throw new InterruptedException("interrupted while " + target.name() + " was asked");
      } catch (NoConnection e) {
        return Verdict.notYet("no connection within " + CONNECT_MILLIS + " ms");
      } catch (ConnectException e) {
        return Verdict.notYet("connection refused");
      } catch (SocketTimeoutException e) {
        return Verdict.notYet("no answer within " + ANSWER_MILLIS + " ms");
      } catch (EOFException e) {
        // The engine's proxy accepts before there is a server behind it, and then hangs up.
        return Verdict.notYet("connection closed without an answer");
      }
    }
  }

  /** Nobody accepted and nobody refused. */
  private static final class NoConnection extends ConnectException {

    private static final long serialVersionUID = 1L;

    NoConnection(SocketTimeoutException cause) {
      super(cause.getMessage());
      initCause(cause);
    }
  }
}
