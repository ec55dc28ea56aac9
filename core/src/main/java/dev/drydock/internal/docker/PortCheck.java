package dev.drydock.internal.docker;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.Endpoint;
import dev.drydock.model.InterruptedWaitException;
import dev.drydock.model.Protocol;
import dev.drydock.ready.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells whether a process in a container accepts connections at a TCP port.
 *
 * <p>Where the addresses of containers can be reached it simply connects, which is exact. Elsewhere
 * it connects to the published port, where the engine's proxy accepts at once and hangs up when it
 * finds nobody behind it: so a connection that stays open, or on which something comes, is a yes.
 */
final class PortCheck {

  private static final int CONNECT_MILLIS = 200;

  /** The longest that whatever stands before a port is given. */
  static final int MOST_HANG_UP_MILLIS = 2000;

  private static final String LOST = "the connection to the engine's host is being made anew";

  private final boolean addressesMayBeReachable;
  private final int hangUpMillis;
  private final HostPorts ports;

  /** After so many silent connects in a row a network counts as out of reach. */
  private static final int MOST_SILENCES = 3;

  /** Networks on which an address has answered, by name: 0; on others, the silences so far. */
  private final Map<String, Integer> silences = new ConcurrentHashMap<>();

  private volatile int mostSilences = MOST_SILENCES;

  /**
   * For one engine.
   *
   * @param addressesMayBeReachable whether it is worth a try to reach a container's address
   * @param hangUpMillis how long the engine's proxy may take to find nobody
   * @param ports what carries the published ports
   */
  PortCheck(boolean addressesMayBeReachable, int hangUpMillis, HostPorts ports) {
    this.addressesMayBeReachable = addressesMayBeReachable;
    this.hangUpMillis = hangUpMillis;
    this.ports = ports;
  }

  Verdict accepts(ContainerFacts container, ContainerPort port) {
    if (port.protocol() != Protocol.TCP) {
      return Verdict.never("whether " + port + " accepts cannot be seen, only for TCP");
    }
    if (addressesMayBeReachable) {
      Verdict silent = null;
      for (Map.Entry<String, String> each : container.addresses().entrySet()) {
        if (silences.getOrDefault(each.getKey(), 0) < mostSilences) {
          Verdict verdict = direct(each.getKey(), each.getValue(), port.number());
          if (Integer.valueOf(0).equals(silences.get(each.getKey()))) {
            return verdict;
          }
          silent = verdict;
        }
      }
      if (silent != null) {
        // On a busy machine the engine's proxy hangs up late, which would look like a yes.
        return silent;
      }
    }
    Endpoint endpoint = container.endpoints().get(port);
    if (endpoint == null) {
      return container.state().isAlive()
          ? Verdict.never("port " + port + " is not published")
          : Verdict.notYet("the container is " + container.state().describe());
    }
    // How long a proxy takes was measured on a connection that was there: over one that is being
    // made, a port where nobody listens would stay open for longer, which looks like a yes.
    int way = ports.way();
    if (way == HostPorts.IN_THE_MAKING) {
      return Verdict.notYet(LOST);
    }
    Verdict verdict =
        published(endpoint, way == HostPorts.EACH_BY_ITSELF ? MOST_HANG_UP_MILLIS : hangUpMillis);
    return ports.way() == way ? verdict : Verdict.notYet(LOST);
  }

  private Verdict direct(String network, String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      answered(network);
      return Verdict.ready();
    } catch (ConnectException e) {
      checkInterrupt(e);
      if (isRefusal(e)) {
        answered(network);
        return Verdict.notYet("connection refused");
      }
      return unreachable(network, e);
    } catch (IOException e) {
      checkInterrupt(e);
      return unreachable(network, e);
    }
  }

  private void answered(String network) {
    silences.put(network, 0);
    mostSilences = MOST_SILENCES;
  }

  private Verdict unreachable(String network, IOException e) {
    // One that has answered before is within reach, however slow it is now.
    int sofar = silences.getOrDefault(network, -1);
    int now = sofar == 0 ? 0 : Math.max(0, sofar) + 1;
    silences.put(network, now);
    if (now == MOST_SILENCES && !silences.containsValue(0)) {
      // No network of this engine has ever answered: the next one need not be tried so often.
      mostSilences = 1;
    }
    return Verdict.notYet(
        e instanceof SocketTimeoutException
            ? "no answer within " + CONNECT_MILLIS + " ms"
            : String.valueOf(e.getMessage()));
  }

  private static boolean isRefusal(ConnectException e) {
    String message = e.getMessage();
    return message != null && message.contains("refused");
  }

  private static Verdict published(Endpoint endpoint, int hangUpMillis) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS * 4);
      socket.setSoTimeout(hangUpMillis);
      return socket.getInputStream().read() < 0
          ? Verdict.notYet("connection closed at once")
          : Verdict.ready();
    } catch (SocketTimeoutException e) {
      checkInterrupt(e);
      return e.getMessage() != null && e.getMessage().startsWith("Connect")
          ? Verdict.notYet("no answer within " + CONNECT_MILLIS * 4 + " ms")
          : Verdict.ready();
    } catch (ConnectException e) {
      checkInterrupt(e);
      return Verdict.notYet(isRefusal(e) ? "connection refused" : String.valueOf(e.getMessage()));
    } catch (IOException e) {
      checkInterrupt(e);
      return Verdict.notYet("connection reset");
    }
  }

  /** A socket's wait ends by itself within a second, so an interrupt is only looked at after it. */
  private static void checkInterrupt(IOException cause) {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWaitException("Interrupted while looking at a port", cause);
    }
  }
}
