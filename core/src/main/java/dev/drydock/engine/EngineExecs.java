package dev.drydock.engine;

import dev.drydock.spec.ExecSpec;

/**
 * What an engine does with the streams of a container's processes. See {@link Engine} for what
 * holds for every verb.
 */
public interface EngineExecs {

  /** Makes a command, and does not start it; its identifier. {@code POST /containers/ID/exec}. */
  String create(String containerId, ExecSpec command, boolean detached);

  /** Starts a command, and connects to it. {@code POST /exec/ID/start}. */
  ProcessStream start(String execId, ExecSpec command);

  /** Starts a command, and leaves it alone. {@code POST /exec/ID/start}. */
  void startDetached(String execId, ExecSpec command);

  /** How a command stands. {@code GET /exec/ID/json}. */
  ExecFacts inspect(String execId);

  /**
   * Connects to the main process: what it writes from now on, and its standard input, if it has
   * one. {@code POST /containers/ID/attach}.
   */
  ProcessStream attach(String containerId, boolean tty, boolean stdin);

  /**
   * How a command stands.
   *
   * @param running whether it runs
   * @param ended whether it has run and ended
   * @param exitCode its exit code, once it has ended
   */
  record ExecFacts(boolean running, boolean ended, int exitCode) {}
}
