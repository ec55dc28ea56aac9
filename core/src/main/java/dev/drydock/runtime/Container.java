package dev.drydock.runtime;

import dev.drydock.engine.Subscription;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.ExecResult;
import dev.drydock.model.LogLine;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.FileContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A live container. It belongs to the session that started it; after that session, or this handle,
 * has closed, every call but {@link #id()}, {@link #name()}, {@link #spec()} and {@link #close()}
 * throws {@link dev.drydock.model.ClosedException}. Safe for any number of threads.
 */
public interface Container extends ContainerRef, AutoCloseable {

  /** The description it was started from. */
  ContainerSpec spec();

  /**
   * Where the test reaches a published TCP port; no engine call.
   *
   * @throws IllegalArgumentException when the description does not publish the port
   */
  default Endpoint endpoint(int containerPort) {
    return endpoint(ContainerPort.tcp(containerPort));
  }

  /**
   * Where the test reaches a published port; no engine call.
   *
   * @throws IllegalArgumentException when the description does not publish the port
   */
  Endpoint endpoint(ContainerPort containerPort);

  /** Where it is in its life now. {@code GET /containers/ID/json}. */
  ContainerState state();

  /** All it has written so far, both streams, in order. {@code GET /containers/ID/logs}. */
  List<LogLine> logs();

  /**
   * Hands every line it has written, and will write, to the consumer, in order, on a thread of its
   * own. {@code GET /containers/ID/logs?follow=1}.
   */
  Subscription followLogs(Consumer<LogLine> consumer);

  /** Runs a command in it, word by word, without a shell, and waits for its end. */
  default ExecResult exec(String... command) {
    return exec(ExecSpec.of(command));
  }

  /** Runs a command in it and waits for its end. {@code POST /containers/ID/exec}, API 1.25. */
  ExecResult exec(ExecSpec command);

  /**
   * Puts a file or a directory at an absolute path in it; missing parent directories are made.
   * {@code PUT /containers/ID/archive}.
   */
  void copyIn(FileContent content, String containerPath);

  /** The bytes of one file in it. {@code GET /containers/ID/archive}. */
  byte[] readFile(String containerPath);

  /**
   * Copies a file out of it to this file, or a directory with all in it to this directory, which is
   * made if missing. {@code GET /containers/ID/archive}.
   */
  void copyOut(String containerPath, Path target);

  /**
   * Waits until the condition holds, the time is over, or it dies.
   *
   * @throws dev.drydock.model.ContainerStartException when the condition does not come to hold; the
   *     container stays
   */
  void await(Readiness readiness, Duration timeout);

  /** Asks its main process to end, and kills it after 10 s; it stays, with its log and files. */
  default void stop() {
    stop(Duration.ofSeconds(10));
  }

  /**
   * Asks its main process to end, and kills it after the grace period, in whole seconds; it stays,
   * with its log and files. {@code POST /containers/ID/stop}.
   */
  void stop(Duration grace);

  /**
   * Kills and removes it and its anonymous volumes, and returns when it is gone. One engine call.
   */
  @Override
  void close();
}
