package dev.drydock.internal.session;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes at the end of the JVM. An engine that hangs must not keep it from ending: then the
 * watchdog does the rest.
 */
final class AtExit implements Runnable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Runnable close;

  AtExit(Runnable close) {
    this.close = close;
  }

  @Override
  public void run() {
    Thread closing = new Thread(this::closeAndTell, "drydock-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(PATIENCE.toMillis());
      if (closing.isAlive()) {
        log()
            .warn(
                "The engine has not removed everything within {} s; the watchdog goes on.",
                PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAndTell() {
    try {
      close.run();
    } catch (RuntimeException e) {
      log().warn("{}", e.getMessage());
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger(Hub.class);
  }
}
