package dev.drydock.internal.docker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sockets and the threads of Drydock's that this process has, to see that none is left over.
 */
final class Leaks {

  private final int sockets;
  private final Set<String> threads;

  private Leaks(int sockets, Set<String> threads) {
    this.sockets = sockets;
    this.threads = threads;
  }

  static Leaks count() {
    try {
      // The JDK keeps a socket of its own from the first channel on.
      Pipe pipe = Pipe.open();
      pipe.sink().close();
      pipe.source().close();
      SocketChannel.open().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Leaks(sockets(), threads());
  }

  /** Fails unless there are soon no more than at the count. */
  void assertNone() {
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(
            () -> {
              int now = sockets();
              if (now > sockets) {
                throw new AssertionError(now - sockets + " sockets are left");
              }
              Set<String> more = threads();
              more.removeAll(threads);
              if (!more.isEmpty()) {
                throw new AssertionError("threads are left: " + more);
              }
            });
  }

  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().startsWith("drydock")) {
        names.add(each.getName() + " " + each.getId());
      }
    }
    return names;
  }

  private static int sockets() {
    List<Path> links = new ArrayList<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      descriptors.forEach(links::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    int count = 0;
    for (Path each : links) {
      try {
        if (Files.readSymbolicLink(each).toString().startsWith("socket:")) {
          count++;
        }
      } catch (IOException e) {
        // Closed meanwhile.
      }
    }
    return count;
  }
}
