package dev.drydock.internal.session;

import dev.drydock.engine.Engine;
import dev.drydock.engine.LogPlan;
import dev.drydock.model.DrydockException;
import dev.drydock.model.LogLine;
import dev.drydock.model.LogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps a container's log in a file, from its first line to its last. */
final class LogFile implements Consumer<LogLine> {

  /** How long the end of a log may take to arrive before its container is removed. */
  private static final Duration LAST_LINES = Duration.ofSeconds(10);

  private final Path path;
  private final Writer writer;
  private final String containerId;
  private volatile @Nullable LogFollowing pump;

  private LogFile(Path path, Writer writer, String containerId) {
    this.path = path;
    this.writer = writer;
    this.containerId = containerId;
  }

  static LogFile begin(Path path, LiveContainer container) {
    Path absolute = path.toAbsolutePath();
    try {
      Path directory = absolute.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      LogFile file = new LogFile(absolute, Files.newBufferedWriter(absolute), container.id());
      file.pump = container.follow(LogPlan.all().timed(true), file, file::close);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the log file " + absolute + " cannot be written", e);
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

  /** Ends the container, so that its log has an end, and reads it to there. */
  void finish(Engine engine) {
    LogFollowing running = pump;
    if (running == null || running.hasEnded()) {
      return;
    }
    try {
      engine.containers().stop(containerId, Duration.ZERO);
    } catch (DrydockException e) {
      // It is gone, or the engine is: what has come is all there is.
    }
    if (!running.awaitEnd(LAST_LINES)) {
      warn("lacks lines: they did not come within " + LAST_LINES.toSeconds() + " s");
    }
  }

  private void warn(String what) {
    LoggerFactory.getLogger(LogFile.class).warn("The log file {} {}.", path, what);
  }

  @Override
  public String toString() {
    return "to the file " + path;
  }
}
