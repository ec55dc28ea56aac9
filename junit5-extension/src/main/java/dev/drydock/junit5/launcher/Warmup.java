package dev.drydock.junit5.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Loads what the start of a container needs while JUnit is still on its way to the first test: half
 * of what a cold start costs is classes. Nothing is initialised and no engine is spoken to, so it
 * can neither deadlock with the run nor be seen by it.
 */
final class Warmup implements Runnable {

  /**
   * The names of the classes, Drydock's and the JDK's, one a line, in the order in which a start
   * loads them.
   */
  static final String CLASSES = "start-classes.txt";

  private Warmup() {}

  /** Begins on a thread of its own, which keeps no JVM alive. */
  static void begin() {
    Thread thread = new Thread(new Warmup(), "drydock-warmup");
    thread.setDaemon(true);
    thread.start();
  }

  // Whatever fails here fails again where it is needed, with a reason that means something there.
  @Override
  public void run() {
    try (InputStream names = Warmup.class.getResourceAsStream(CLASSES)) {
      // Its making asks the JDK for more than classes: random numbers and their providers.
      SocketChannel.open(StandardProtocolFamily.UNIX).close();
      if (names != null) {
        load(new BufferedReader(new InputStreamReader(names, StandardCharsets.UTF_8)));
      }
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      // The run goes on without what is not loaded yet.
    }
  }

  private static void load(BufferedReader names) throws IOException {
    ClassLoader loader = Warmup.class.getClassLoader();
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      try {
        // Asked for its constructors a class is verified and linked too, but not initialised.
        var unused = Class.forName(name, false, loader).getDeclaredConstructors();
      } catch (ClassNotFoundException e) {
        // Another JDK has other classes.
      }
    }
  }
}
