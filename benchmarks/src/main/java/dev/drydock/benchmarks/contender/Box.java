package dev.drydock.benchmarks.contender;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A running container of one contender. */
public interface Box extends Closeable {

  /** The host under which its port is reached. */
  String host();

  /** The host port on which its port is published. */
  int port();

  /** Runs a command in it and returns the exit code. */
  int exec(String... command) throws Exception;

  /** Hands every line of its log to the consumer until closed. */
  Closeable follow(Consumer<String> lines) throws Exception;

  /** Copies a file or a directory of this machine into it. */
  void copyIn(Path source, String containerPath) throws Exception;

  /** Copies a directory out of it, into a directory that is there and empty. */
  void copyOut(String containerPath, Path directory) throws Exception;

  /** Kills and removes it. */
  @Override
  void close() throws IOException;
}
