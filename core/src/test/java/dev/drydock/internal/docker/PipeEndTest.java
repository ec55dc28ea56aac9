package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ExecSpec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousByteChannel;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a pipe of Windows ends, as Java shows it there. */
@Timeout(20)
class PipeEndTest {

  private static final EngineAddress PIPE = EngineAddress.parse("npipe:////./pipe/docker_engine");

  private enum End {
    /** The other side has written no bytes, which ends its half. */
    NO_BYTES,
    /** The other side has closed it. */
    FAILURE,
    /** The reader's side has closed it. */
    NEVER
  }

  /** A pipe out of which a text comes, and then an end. */
  private static final class FakePipe implements AsynchronousByteChannel {

    private final ByteBuffer text;
    private final End end;
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    FakePipe(String text, End end) {
      this.text = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      this.end = end;
    }

    @Override
    public Future<Integer> read(ByteBuffer into) {
      int count = Math.min(into.remaining(), text.remaining());
      if (count > 0) {
        into.put(text.slice().limit(count));
        text.position(text.position() + count);
      } else if (end == End.FAILURE) {
        return CompletableFuture.failedFuture(new IOException("Die Pipe wurde beendet"));
      } else if (end == End.NEVER) {
        return closed;
      }
      return CompletableFuture.completedFuture(count);
    }

    @Override
    public Future<Integer> write(ByteBuffer from) {
      int count = from.remaining();
      from.position(from.limit());
      return CompletableFuture.completedFuture(count);
    }

    @Override
    public <A> void read(ByteBuffer into, A with, CompletionHandler<Integer, ? super A> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <A> void write(ByteBuffer from, A with, CompletionHandler<Integer, ? super A> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return !closed.isDone();
    }

    @Override
    public void close() {
      closed.completeExceptionally(new AsynchronousCloseException());
    }
  }

  private static PipeSocket socket(String text, End end) throws IOException {
    PipeSocket socket = new PipeSocket(() -> new FakePipe(text, end));
    socket.open();
    return socket;
  }

  private static HttpInput answer(String text, End end) throws IOException {
    HttpInput input = new HttpInput(socket(text, end).getInputStream());
    assertThat(input.head(true).status()).isEqualTo(200);
    return input;
  }

  /** So does the watchdog read, in the words of HTTP 1.0. */
  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"NO_BYTES", "FAILURE"})
  void what_ends_with_the_pipe_is_read_to_its_end(End end) throws IOException {
    String answer = "HTTP/1.0 200 OK\r\n\r\n[]";
    InputStream in = socket(answer, end).getInputStream();
    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(answer);
    assertThat(in.read()).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"NO_BYTES", "FAILURE"})
  void an_answer_without_a_length_ends_with_the_pipe(End end) throws IOException {
    HttpInput input = answer("HTTP/1.1 200 OK\r\n\r\n[]", end);
    assertThat(input.readNBytes(100_000)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"NO_BYTES", "FAILURE"})
  void an_answer_that_the_pipe_cuts_off_is_an_error(End end) throws IOException {
    HttpInput input = answer("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n[]", end);
    assertThatThrownBy(() -> input.readNBytes(100_000)).isInstanceOf(EOFException.class);
    HttpInput chunks = answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", end);
    assertThatThrownBy(chunks::readAllBytes).isInstanceOf(EOFException.class);
  }

  @Test
  void a_pipe_that_this_side_has_closed_has_not_ended() throws IOException {
    PipeSocket socket = socket("", End.NEVER);
    socket.close();
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void an_interrupt_is_no_end() throws IOException {
    PipeSocket socket = socket("", End.NEVER);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Nothing is sent: the pipe behind it would give no answer. */
  private static Api api() {
    PipeDialer dialer = new PipeDialer(() -> new FakePipe("", End.NO_BYTES));
    Duration time = Duration.ofSeconds(5);
    return new Api(PIPE, new ConnectionPool(dialer, time, time), new Json(), ApiVersion.OLDEST);
  }

  private static String refusal(String what) {
    return "Cannot "
        + what
        + " with standard input: the engine is reached by a named pipe of Windows,"
        + " npipe:////./pipe/docker_engine, over which Java cannot tell a process that its input"
        + " has ended, so that it would wait for more without end. Leave the input out and put it"
        + " into the container as a file, or reach the engine by TCP or SSH (drydock.engine).";
  }

  @Test
  void a_command_with_input_is_refused_over_a_pipe() {
    ExecSpec cat = ExecSpec.of("cat").withStdin("text");
    assertThatThrownBy(() -> new Execs(api(), new KnownNames()).run("web", cat))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(refusal("run cat in container \"web\""));
    assertThatThrownBy(() -> new ProcessStreams(api(), new KnownNames()).create("web", cat, false))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(refusal("run cat in container \"web\""));
  }

  @Test
  void attaching_to_an_input_is_refused_over_a_pipe() {
    ProcessStreams streams = new ProcessStreams(api(), new KnownNames());
    assertThatThrownBy(() -> streams.attach("web", false, true))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(refusal("attach to container \"web\""));
  }
}
