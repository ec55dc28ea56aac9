package dev.drydock.internal.plan;

import dev.drydock.runtime.GroupMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that the members of a group can be started in the order they ask for. */
public final class StartOrder {

  private StartOrder() {}

  /**
   * Checks names and order.
   *
   * @return for each member's name the names it comes after
   * @throws IllegalArgumentException when names repeat, a member is named that is not in the group,
   *     or the order has a cycle, which is named
   */
  public static Map<String, List<String>> check(Collection<GroupMember<?>> members) {
    Map<String, List<String>> after = new LinkedHashMap<>();
    for (GroupMember<?> each : members) {
      List<String> names = each.after().stream().map(GroupMember::name).toList();
      if (after.put(each.name(), names) != null) {
        throw new IllegalArgumentException(
            "group must name each member once, named twice: " + each);
      }
    }
    after.forEach(
        (name, others) -> {
          for (String other : others) {
            if (!after.containsKey(other)) {
              throw new IllegalArgumentException(
                  "group member "
                      + name
                      + " starts after "
                      + other
                      + ", which is not in the group");
            }
          }
        });
    Set<String> cleared = new HashSet<>();
    for (String name : after.keySet()) {
      follow(name, after, new ArrayList<>(), cleared);
    }
    return after;
  }

  private static void follow(
      String name, Map<String, List<String>> after, List<String> path, Set<String> cleared) {
    if (cleared.contains(name)) {
      return;
    }
    int seen = path.indexOf(name);
    path.add(name);
    if (seen >= 0) {
      throw new IllegalArgumentException(
          "the order of the group has a cycle: "
              + String.join(" after ", path.subList(seen, path.size())));
    }
    for (String other : after.getOrDefault(name, List.of())) {
      follow(other, after, path, cleared);
    }
    path.remove(path.size() - 1);
    cleared.add(name);
  }
}
