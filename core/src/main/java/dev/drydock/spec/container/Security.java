package dev.drydock.spec.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do: an immutable value; what is not said is the engine's default. {@code
 * HostConfig} of the create call.
 */
public final class Security {

  private static final Pattern CAPABILITY = Pattern.compile("[A-Z][A-Z0-9_]{2,40}");

  private static final Pattern DEVICE_RULE =
      Pattern.compile("[abc] (\\d+|\\*):(\\d+|\\*) [rwm]{1,3}");

  private static final Security STANDARD =
      new Security(false, false, Set.of(), Set.of(), List.of(), List.of());

  private final boolean privileged;
  private final boolean readOnlyRoot;
  private final Set<String> added;
  private final Set<String> dropped;
  private final List<String> options;
  private final List<String> deviceRules;

  private Security(
      boolean privileged,
      boolean readOnlyRoot,
      Set<String> added,
      Set<String> dropped,
      List<String> options,
      List<String> deviceRules) {
    this.privileged = privileged;
    this.readOnlyRoot = readOnlyRoot;
    this.added = added;
    this.dropped = dropped;
    this.options = options;
    this.deviceRules = deviceRules;
  }

  /** What the engine gives every container. */
  public static Security standard() {
    return STANDARD;
  }

  /**
   * With all that root may do on the engine's host, and all its devices (replaces). {@code
   * Privileged}. Prefer {@link #withCapability}.
   */
  public Security withPrivileged() {
    return new Security(true, readOnlyRoot, added, dropped, options, deviceRules);
  }

  /**
   * With a root file system that cannot be written to (replaces); volumes and tmpfs still can.
   * {@code ReadonlyRootfs}. No files can be copied into such a container.
   */
  public Security withReadOnlyRoot() {
    return new Security(privileged, true, added, dropped, options, deviceRules);
  }

  /**
   * With this capability of the kernel too (appends): {@code NET_ADMIN}, {@code CAP_NET_ADMIN} or
   * {@code ALL}. {@code CapAdd}.
   *
   * @throws IllegalArgumentException when it is no such name, or was dropped
   */
  public Security withCapability(String name) {
    String capability = capability(name);
    requireApart(capability, dropped);
    return new Security(
        privileged, readOnlyRoot, with(added, capability), dropped, options, deviceRules);
  }

  /**
   * Without this capability of the kernel (appends): {@code CHOWN} or {@code ALL}. {@code CapDrop}.
   *
   * @throws IllegalArgumentException when it is no such name, or was added
   */
  public Security withoutCapability(String name) {
    String capability = capability(name);
    requireApart(capability, added);
    return new Security(
        privileged, readOnlyRoot, added, with(dropped, capability), options, deviceRules);
  }

  /** Without privileges that a process gets by running a program, such as sudo (appends). */
  public Security withNoNewPrivileges() {
    return withOption("no-new-privileges");
  }

  /**
   * With this option of a security module (appends): {@code seccomp=unconfined}, {@code
   * apparmor=NAME}, {@code label=disable}. {@code SecurityOpt}. A profile of seccomp is named by
   * its JSON, not by its file.
   *
   * @throws IllegalArgumentException when it is empty
   */
  public Security withOption(String option) {
    if (option.isBlank()) {
      throw new IllegalArgumentException(
          "security option must not be empty, was \"" + option + "\"");
    }
    List<String> all = new ArrayList<>(options);
    all.add(option);
    return new Security(privileged, readOnlyRoot, added, dropped, List.copyOf(all), deviceRules);
  }

  /** Without any option of a security module named so far. */
  public Security withoutOptions() {
    return new Security(privileged, readOnlyRoot, added, dropped, List.of(), deviceRules);
  }

  /**
   * Allowed to use devices of this kind, if it makes them itself (appends): {@code c 10:200 rwm}.
   * {@code DeviceCgroupRules}.
   *
   * @throws IllegalArgumentException when it is not the kernel's form of a rule
   */
  public Security withDeviceRule(String rule) {
    if (!DEVICE_RULE.matcher(rule).matches()) {
      throw new IllegalArgumentException("device rule must look like c 10:200 rwm, was " + rule);
    }
    List<String> all = new ArrayList<>(deviceRules);
    all.add(rule);
    return new Security(privileged, readOnlyRoot, added, dropped, options, List.copyOf(all));
  }

  private static String capability(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
    if (!CAPABILITY.matcher(bare).matches()) {
      throw new IllegalArgumentException(
          "capability must be a name of the kernel's like NET_ADMIN, or ALL, was " + name);
    }
    return bare;
  }

  private static void requireApart(String capability, Set<String> others) {
    if (others.contains(capability)) {
      throw new IllegalArgumentException(
          "capability must be added or dropped, not both, was " + capability);
    }
  }

  private static Set<String> with(Set<String> names, String name) {
    Set<String> all = new TreeSet<>(names);
    all.add(name);
    return all;
  }

  /** Whether it may do all that root may on the host. */
  public boolean privileged() {
    return privileged;
  }

  /** Whether its root file system cannot be written to. */
  public boolean readOnlyRoot() {
    return readOnlyRoot;
  }

  /** The capabilities that were added, without {@code CAP_}, sorted. */
  public List<String> capabilities() {
    return List.copyOf(added);
  }

  /** The capabilities that were dropped, without {@code CAP_}, sorted. */
  public List<String> droppedCapabilities() {
    return List.copyOf(dropped);
  }

  /** The options of security modules. */
  public List<String> options() {
    return options;
  }

  /** The kinds of devices it may use. */
  public List<String> deviceRules() {
    return deviceRules;
  }

  /** Whether it may do what containers may not by default. */
  public boolean isWider() {
    return privileged || !added.isEmpty() || !options.isEmpty() || !deviceRules.isEmpty();
  }

  private List<Object> values() {
    return List.of(privileged, readOnlyRoot, added, dropped, options, deviceRules);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Security that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  /** What differs from the engine's default, for people. */
  @Override
  public String toString() {
    List<String> said = new ArrayList<>();
    if (privileged) {
      said.add("privileged");
    }
    if (readOnlyRoot) {
      said.add("read-only root");
    }
    added.forEach(each -> said.add("+" + each));
    dropped.forEach(each -> said.add("-" + each));
    said.addAll(options);
    deviceRules.forEach(each -> said.add("device " + each));
    return said.isEmpty() ? "standard" : String.join(", ", said);
  }
}
