package dev.drydock.runtime;

import dev.drydock.spec.ContainerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One container of a group that starts together: a name, a description, and the members that must
 * be ready before it starts.
 *
 * @param <H> the type of the live handle
 */
public final class GroupMember<H> {

  private final String name;
  private final Service<H> service;
  private final List<GroupMember<?>> after;

  private GroupMember(String name, Service<H> service, List<GroupMember<?>> after) {
    this.name = name;
    this.service = service;
    this.after = List.copyOf(after);
  }

  /** A member under this name, by which the others of the group reach it. */
  public static GroupMember<Container> of(String name, ContainerSpec spec) {
    return of(name, new PlainService(spec));
  }

  /** A member under this name, by which the others of the group reach it. */
  public static <H> GroupMember<H> of(String name, Service<H> service) {
    return new GroupMember<>(name, service, List.of());
  }

  /** Started only when these members, of the same group, are ready (appends). */
  public GroupMember<H> after(GroupMember<?>... others) {
    List<GroupMember<?>> all = new ArrayList<>(after);
    all.addAll(List.of(others));
    return new GroupMember<>(name, service, all);
  }

  /** The name, which is its alias on the group's network. */
  public String name() {
    return name;
  }

  /** The description. */
  public Service<H> service() {
    return service;
  }

  /** The members that must be ready before it starts. */
  public List<GroupMember<?>> after() {
    return after;
  }

  @Override
  public String toString() {
    return name;
  }

  private record PlainService(ContainerSpec spec) implements Service<Container> {

    @Override
    public ContainerSpec toSpec() {
      return spec;
    }

    @Override
    public Container attach(Container container) {
      return container;
    }
  }
}
