package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.LogPlan;
import dev.drydock.model.DrydockException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.LogDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps a container's log in a file, from its first line to its last, over all its runs. */
final class LogFile implements Consumer<LogLine> {

  /** How long the end of a log may take to arrive before its container is removed. */
  private static final Duration LAST_LINES = Duration.ofSeconds(10);

  private final Path path;
  private final Writer writer;
  private final String containerId;
  private volatile @Nullable LogFollowing following;

  private LogFile(Path path, Writer writer, String containerId) {
    this.path = path;
    this.writer = writer;
    this.containerId = containerId;
  }

  /** Whether the description says that no log is kept. */
  static boolean hasNone(ContainerSpec spec) {
    LogDriver driver = spec.logDriver();
    return driver != null && driver.name().equals("none");
  }

  /** Begins; the file is open until {@link #finish}. */
  static LogFile begin(Path path, LiveContainer container) {
    LogFile file = create(path.toAbsolutePath(), container.id());
    try {
      file.following = container.follow(LogPlan.all().timed(true), file, () -> {});
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static LogFile create(Path path, String containerId) {
    try {
      Path directory = path.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      return new LogFile(path, Files.newBufferedWriter(path), containerId);
    } catch (IOException e) {
      throw new UncheckedIOException("the log file " + path + " cannot be written", e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void accept(LogLine line) {
    try {
      writer.write(
          line.time()
              + (line.source() == LogSource.STDOUT ? " stdout " : " stderr ")
              + line.text()
              + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the log file " + path + " cannot be written", e);
    }
  }

  private void close() {
    try {
      writer.close();
    } catch (IOException e) {
      warn("could not be closed: " + e.getMessage());
    }
  }

  /** Ends the container, so that its log has an end, reads it to there, and closes the file. */
  void finish(Engine engine) {
    LogFollowing running = following;
    if (running != null && !running.hasEnded()) {
      try {
        engine.containers().stop(containerId, Duration.ZERO);
      } catch (DrydockException e) {
        // It is gone, or the engine is: what has come is all there is.
      }
      if (!running.awaitEnd(LAST_LINES)) {
        warn("lacks lines: they did not come within " + LAST_LINES.toSeconds() + " s");
        running.closeWithin(Duration.ZERO);
      }
    }
    close();
  }

  private void warn(String what) {
    LoggerFactory.getLogger(LogFile.class).warn("The log file {} {}.", path, what);
  }

  @Override
  public String toString() {
    return "to the file " + path;
  }
}
