package dev.drydock.junit5;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of the fields that start together: each behind those it comes after. */
final class FieldOrder {

  private final List<StartField> fields;
  private final Set<StartField> sorted = new LinkedHashSet<>();

  private FieldOrder(List<StartField> fields) {
    this.fields = fields;
  }

  /**
   * Sorts fields that start together; what they name outside is taken for ready.
   *
   * @throws Refusal when the order has a cycle
   */
  static List<StartField> sort(List<StartField> fields) {
    FieldOrder order = new FieldOrder(fields);
    for (StartField each : fields) {
      order.follow(each, List.of());
    }
    return List.copyOf(order.sorted);
  }

  /** Those of the fields that this one names. */
  static List<StartField> before(StartField field, List<StartField> fields) {
    List<StartField> before = new ArrayList<>();
    for (StartField each : fields) {
      if (field.after().contains(each.name())) {
        before.add(each);
      }
    }
    return before;
  }

  private void follow(StartField field, List<StartField> path) {
    if (sorted.contains(field)) {
      return;
    }
    int seen = path.indexOf(field);
    List<StartField> longer = new ArrayList<>(path);
    longer.add(field);
    if (seen >= 0) {
      throw cycle(longer.subList(seen, longer.size()));
    }
    for (StartField each : before(field, fields)) {
      follow(each, longer);
    }
    sorted.add(field);
  }

  private static Refusal cycle(List<StartField> fields) {
    StartField first = fields.get(0);
    if (fields.size() == 2) {
      return new Refusal(
          new Report(first + " starts after itself.")
              .hint("remove " + first.name() + " from its after"));
    }
    return new Refusal(
        new Report(first + " starts after itself by way of others.")
            .line(
                "Cycle",
                fields.stream().map(StartField::name).collect(Collectors.joining(" after ")))
            .hint("one of them must be able to start without the next"));
  }
}
