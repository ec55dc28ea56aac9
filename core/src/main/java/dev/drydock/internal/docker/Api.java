package dev.drydock.internal.docker;

import dev.drydock.engine.EngineAddress;
import dev.drydock.model.EngineException;
import dev.drydock.model.InterruptedWaitException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the Engine API in the version agreed on. Each takes, besides the request, what it asks
 * for in words, which begin every message of failure.
 */
final class Api {

  /** For calls in which the engine only looks something up. */
  static final Duration QUICK = Duration.ofSeconds(30);

  /** For calls in which the engine makes or removes something on its disks. */
  static final Duration WORK = Duration.ofMinutes(5);

  /** For calls that may take as long as they like while the engine answers others. */
  static final Duration ENDLESS = Duration.ofDays(365);

  private static final Pattern CONFLICT =
      Pattern.compile(
          "name \\S+ (?:is )?already (?:in use|used)|exec sessions on running containers"
              + "|UNIQUE constraint failed: ContainerConfig\\.Name");

  private final EngineAddress address;
  private final ConnectionPool pool;
  private final Json json;
  private volatile ApiVersion version;

  Api(EngineAddress address, ConnectionPool pool, Json json, ApiVersion version) {
    this.address = address;
    this.pool = pool;
    this.json = json;
    this.version = version;
  }

  EngineAddress address() {
    return address;
  }

  ApiVersion version() {
    return version;
  }

  Json json() {
    return json;
  }

  boolean isClosed() {
    return pool.isClosed();
  }

  /** Sends a request and reads the whole answer, which is none of interest. */
  void call(Request request, String what) {
    bytes(request, what);
  }

  /** Sends a request; the answer is one object. */
  JsonObject object(Request request, String what) {
    try {
      return json.object(bytes(request, what));
    } catch (IOException e) {
      throw nonsense(what, e);
    }
  }

  /** Sends a request; the answer is a list of objects. */
  List<JsonObject> objects(Request request, String what) {
    try {
      return json.objects(bytes(request, what));
    } catch (IOException e) {
      throw nonsense(what, e);
    }
  }

  private byte[] bytes(Request request, String what) {
    try (Response response = open(request, what)) {
      return response.bytes();
    } catch (IOException e) {
      throw broken(what, e);
    }
  }

  /**
   * Sends a request; the answer's body is read by the caller, who closes it.
   *
   * @throws EngineException when the engine refuses
   */
  Response open(Request request, String what) {
    try {
      ApiVersion asked = version;
      Response response = raw(request, asked);
      if (response.isSuccess()) {
        return response;
      }
      String message = errorMessage(response);
      ApiVersion demanded =
          response.status() == 400 && request.body() == null
              ? ApiVersion.demandedBy(message)
              : null;
      if (demanded != null && !demanded.equals(asked) && demanded.isAtLeast(ApiVersion.OLDEST)) {
        version = demanded;
        response = raw(request, demanded);
        if (response.isSuccess()) {
          return response;
        }
        message = errorMessage(response);
        if (ApiVersion.demandedBy(message) != null) {
          message += ". Drydock knows the Engine API up to version " + ApiVersion.NEWEST;
          message += "; this engine demanded " + demanded + " and refused that too.";
          message += " Use a newer Drydock, or have the engine accept older versions:";
          message += " start it with DOCKER_MIN_API_VERSION=" + ApiVersion.NEWEST + ".";
        }
      }
      int status = status(response.status(), message);
      throw new EngineException(
          status,
          "The engine " + (status < 500 ? "refused to " : "failed to ") + what + ": " + message,
          null);
    } catch (IOException e) {
      throw broken(what, e);
    }
  }

  /** Podman calls some refusals a failure of its own; its words are plainer than its status. */
  private static int status(int status, String message) {
    return status == 500 && CONFLICT.matcher(message).find() ? 409 : status;
  }

  /** Sends a request as it is, whatever the answer's status; the caller closes it. */
  Response raw(Request request) throws IOException {
    return pool.exchange(request);
  }

  private Response raw(Request request, ApiVersion with) throws IOException {
    return pool.exchange(request.at("/v" + with + request.path()));
  }

  /** What a failed connection is to the caller. */
  RuntimeException broken(String what, IOException failure) {
    return interruptedOr(
        what, failure, new EngineException(0, brokenMessage(what, failure), failure));
  }

  /** What a failure is to the caller: an interrupt if it was one, else this. */
  RuntimeException interruptedOr(String what, IOException failure, RuntimeException otherwise) {
    return isInterrupt(failure)
        ? interrupted("the engine was asked to " + what, failure)
        : otherwise;
  }

  /** Whether it was an interrupt that broke the connection; TLS has it as the cause of its own. */
  static boolean isInterrupt(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }

  /** What an interrupt is to the caller, whose flag is set. */
  static InterruptedWaitException interrupted(String during, IOException failure) {
    Thread.currentThread().interrupt();
    return new InterruptedWaitException("Interrupted while " + during, failure);
  }

  private String brokenMessage(String what, IOException failure) {
    String asked = "The engine at " + address + ", asked to " + what + ", ";
    if (pool.isClosed()) {
      return asked + "was not listened to any more: Drydock has closed the connection";
    }
    if (failure instanceof UnconnectedException late && late.isOfName()) {
      return asked + "was not reached: " + late.getMessage();
    }
    if (failure instanceof SocketTimeoutException) {
      return asked + "gave " + failure.getMessage();
    }
    return asked + "broke the connection: " + reason(failure);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private EngineException nonsense(String what, IOException cause) {
    return new EngineException(
        0,
        "The engine at "
            + address
            + ", asked to "
            + what
            + ", answered what is not its API: "
            + reason(cause),
        cause);
  }

  /** The engine's own words for a refusal; reads the body to its end. */
  private String errorMessage(Response response) throws IOException {
    byte[] body = response.bytes();
    return errorMessage(response.status(), body);
  }

  String errorMessage(int status, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).trim();
    @Nullable JsonObject object = null;
    if (text.startsWith("{")) {
      try {
        object = json.object(body);
      } catch (IOException e) {
        // Then the text speaks for itself.
      }
    }
    String message = object == null ? text : object.text("message");
    return message.isEmpty() ? "HTTP status " + status : message.trim();
  }
}
