package dev.drydock.runtime;

import dev.drydock.engine.ProcessStream;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.ContainerState;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import java.nio.file.Path;

/**
 * A container that was made and not started: its files and volumes are there, no process and no
 * endpoint. It belongs to its session, as a {@link Container} does, and may stay unstarted, for the
 * sake of its volumes. Safe for any number of threads.
 */
public interface UnstartedContainer extends ContainerRef, AutoCloseable {

  /** The description it was made of. */
  ContainerSpec spec();

  /** Where it is in its life now. {@code GET /containers/ID/json}. */
  ContainerState state();

  /** Puts a file or a directory at an absolute path in it. {@code PUT /containers/ID/archive}. */
  void copyIn(FileContent content, String containerPath);

  /** The bytes of one file in it. {@code GET /containers/ID/archive}. */
  byte[] readFile(String containerPath);

  /** Copies a file or a directory out of it. {@code GET /containers/ID/archive}. */
  void copyOut(String containerPath, Path target);

  /**
   * Connects to its main process before it runs: all that it writes, and its standard input, if
   * {@link ContainerSpec#withStdin()} was said. To be read while it starts, and closed. {@code POST
   * /containers/ID/attach}.
   */
  ProcessStream attach();

  /**
   * Starts it, once, and waits until it is ready. When it does not become ready it is removed, as
   * by {@link Session#start(ContainerSpec)}. {@code POST /containers/ID/start}.
   *
   * @throws dev.drydock.model.ContainerStartException when it does not become ready
   * @throws IllegalStateException when it was started before
   */
  Container start();

  /** Removes it, started or not, and its anonymous volumes, and returns when it is gone. */
  @Override
  void close();
}
