package dev.drydock.spec.container;

import dev.drydock.model.ContainerRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of its host or of another container a container sees, and the kernel parameters of what it
 * has for itself: an immutable value; what is not said is the engine's default, a namespace of its
 * own. {@code HostConfig} of the create call.
 */
public final class Namespaces {

  private static final String HOST = "host";
  private static final Pattern SYSCTL = Pattern.compile("[a-z][a-z0-9_]*([./][A-Za-z0-9_-]+)+");

  private final Draft draft;

  private Namespaces(Draft draft) {
    this.draft = draft;
  }

  /** What the engine gives every container. */
  public static Namespaces own() {
    return new Namespaces(new Draft());
  }

  private Namespaces edit(Consumer<Draft> change) {
    Draft copy = new Draft(draft);
    change.accept(copy);
    return new Namespaces(copy);
  }

  /** Sees every process of the host (replaces). {@code PidMode}. */
  public Namespaces withHostPid() {
    return edit(copy -> copy.pid = HOST);
  }

  /** Sees the processes of this container, which must run (replaces). {@code PidMode}. */
  public Namespaces withPidOf(ContainerRef container) {
    return edit(copy -> copy.pid = "container:" + container.id());
  }

  /** Shares memory and semaphores with the host (replaces). {@code IpcMode}. */
  public Namespaces withHostIpc() {
    return edit(copy -> copy.ipc = HOST);
  }

  /** Lets other containers share its memory and semaphores (replaces). {@code IpcMode}. */
  public Namespaces withShareableIpc() {
    return edit(copy -> copy.ipc = "shareable");
  }

  /**
   * Shares memory and semaphores with this container, which must run and be shareable (replaces).
   * {@code IpcMode}.
   */
  public Namespaces withIpcOf(ContainerRef container) {
    return edit(copy -> copy.ipc = "container:" + container.id());
  }

  /** Has the host's name, and can change it (replaces). {@code UTSMode}. */
  public Namespaces withHostUts() {
    return edit(copy -> copy.uts = HOST);
  }

  /**
   * Its users are those of the host, on an engine that maps them to others (replaces). {@code
   * UsernsMode}.
   */
  public Namespaces withHostUsers() {
    return edit(copy -> copy.users = HOST);
  }

  /** Sees the control groups of the host (replaces). {@code CgroupnsMode}, Engine API 1.41. */
  public Namespaces withHostCgroups() {
    return edit(copy -> copy.cgroup = HOST);
  }

  /**
   * Sees control groups of its own only (replaces); the default where the host has version 2 of
   * them. {@code CgroupnsMode}, Engine API 1.41.
   */
  public Namespaces withPrivateCgroups() {
    return edit(copy -> copy.cgroup = "private");
  }

  /**
   * In this control group of the host (replaces): a path. {@code CgroupParent}.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public Namespaces withCgroupParent(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("cgroup parent must not be empty, was \"" + path + "\"");
    }
    return edit(copy -> copy.cgroupParent = path);
  }

  /**
   * With this parameter of the kernel, of those that a namespace has for itself (puts): {@code
   * net.core.somaxconn}. {@code Sysctls}.
   *
   * @throws IllegalArgumentException when it is no such name
   */
  public Namespaces withSysctl(String name, String value) {
    if (!SYSCTL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "sysctl must be a name like net.core.somaxconn, was " + name);
    }
    return edit(copy -> copy.sysctls.put(name, value));
  }

  /** Without any parameter of the kernel named so far. */
  public Namespaces withoutSysctls() {
    return edit(copy -> copy.sysctls.clear());
  }

  /** Whose processes it sees in the engine's words; null for its own. */
  public @Nullable String pid() {
    return draft.pid;
  }

  /** With whom it shares memory in the engine's words; null for the engine's default. */
  public @Nullable String ipc() {
    return draft.ipc;
  }

  /** Whose name it has in the engine's words; null for its own. */
  public @Nullable String uts() {
    return draft.uts;
  }

  /** Whose users it has in the engine's words; null for the engine's default. */
  public @Nullable String users() {
    return draft.users;
  }

  /** Whose control groups it sees in the engine's words; null for the engine's default. */
  public @Nullable String cgroup() {
    return draft.cgroup;
  }

  /** The control group it is in, or null for the engine's default. */
  public @Nullable String cgroupParent() {
    return draft.cgroupParent;
  }

  /** The parameters of the kernel, by name. */
  public Map<String, String> sysctls() {
    return new TreeMap<>(draft.sysctls);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Namespaces that && draft.values().equals(that.draft.values());
  }

  @Override
  public int hashCode() {
    return draft.values().hashCode();
  }

  private static final class Draft {
    private final Map<String, String> sysctls;
    private @Nullable String pid;
    private @Nullable String ipc;
    private @Nullable String uts;
    private @Nullable String users;
    private @Nullable String cgroup;
    private @Nullable String cgroupParent;

    Draft() {
      sysctls = new TreeMap<>();
    }

    Draft(Draft from) {
      sysctls = new TreeMap<>(from.sysctls);
      pid = from.pid;
      ipc = from.ipc;
      uts = from.uts;
      users = from.users;
      cgroup = from.cgroup;
      cgroupParent = from.cgroupParent;
    }

    List<@Nullable Object> values() {
      return Arrays.asList(sysctls, pid, ipc, uts, users, cgroup, cgroupParent);
    }
  }
}
