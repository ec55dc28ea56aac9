package dev.drydock.internal.cleanup;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that outlives {@code kill -9} of this one and then removes what it owned. It
 * holds the read end of a pipe; the kernel closes the pipe when this process ends, however it ends.
 */
public final class Watchdog {

  /** One that has been killed is started anew; one that ends by itself will do so again. */
  private static final int MOST_STARTS = 3;

  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final List<String> command;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> images = new LinkedHashSet<>();
  private @Nullable Process process;
  private int starts;
  private long startedAt;
  private boolean done;

  /** Run by this command, once needed; an empty command means there is none. */
  public Watchdog(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Sees that it runs. Cheap when it does. */
  public void ensureRunning() {
    lock.lock();
    try {
      if (done || command.isEmpty() || (process != null && process.isAlive())) {
        return;
      }
      if (System.nanoTime() - startedAt > LONG) {
        starts = 0;
      }
      if (starts++ == MOST_STARTS) {
        giveUp("it ends at once, with exit code " + Objects.requireNonNull(process).exitValue());
        return;
      }
      ProcessBuilder builder = new ProcessBuilder(command);
      // CI servers find processes to kill by their environment and wait for inherited streams.
      builder.environment().clear();
      builder.directory(new File("/"));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      startedAt = System.nanoTime();
      process = builder.start();
      for (String each : images) {
        write("image " + each);
      }
    } catch (IOException e) {
      giveUp(String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(String why) {
    done = true;
    log()
        .warn(
            "No watchdog could be started ({}): if this process is killed, its containers stay until the"
                + " next run on this machine.",
            why);
  }

  /**
   * Has it remove, too, the name of an image that carries no labels, if it still means this image.
   */
  public void alsoRemove(String imageName, String imageId) {
    lock.lock();
    try {
      if (images.add(imageName + "=" + imageId)) {
        write("image " + imageName + "=" + imageId);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes back what {@link #alsoRemove} said: the name is gone. */
  public void forget(String imageName, String imageId) {
    lock.lock();
    try {
      if (images.remove(imageName + "=" + imageId)) {
        write("forget " + imageName + "=" + imageId);
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(String line) {
    if (process == null) {
      return;
    }
    try {
      OutputStream pipe = process.getOutputStream();
      pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      log().debug("The watchdog has ended before it was told to.", e);
    }
  }

  /** Tells it that everything is removed; it ends and touches nothing. */
  public void dismiss() {
    lock.lock();
    try {
      done = true;
      if (process == null) {
        return;
      }
      try (OutputStream pipe = process.getOutputStream()) {
        pipe.write("bye\n".getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
      } catch (IOException e) {
        log().debug("The watchdog has ended before it was told to.", e);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Looked up when there is something to say: finding the logging back end costs a cold start. */
  private static Logger log() {
    return LoggerFactory.getLogger(Watchdog.class);
  }
}
