package dev.drydock.junit5;

import dev.drydock.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The wish for a handle, by a field or a parameter.
 *
 * @param by who asks, for messages
 * @param type the type the handle must have
 * @param name the name of the {@link Start} field, or empty when the type tells
 * @param withinTest whether a handle that lives as long as one test may be given
 */
record Wish(String by, Class<?> type, String name, boolean withinTest) {

  /**
   * The field whose handle is meant.
   *
   * @param visible the fields that may be meant
   * @throws Refusal when none is meant, more than one, or one that does not live long enough
   */
  StartField choose(List<StartField> visible) {
    StartField chosen = name.isEmpty() ? byType(visible) : byName(visible);
    if (chosen.perTest() && !withinTest) {
      throw new Refusal(
          new Report(by + " asks for " + chosen.name() + ", which lives as long as one test only.")
              .hint(
                  "make "
                      + chosen
                      + " static, or ask in an instance field, a test or a @BeforeEach method"));
    }
    return chosen;
  }

  private StartField byName(List<StartField> visible) {
    StartField named = null;
    for (StartField each : visible) {
      if (each.name().equals(name)) {
        named = each;
        break;
      }
    }
    if (named == null) {
      throw nobodyStarts(name, visible);
    }
    if (!type.isAssignableFrom(named.handleType())) {
      throw new Refusal(
          new Report(
                  by
                      + " asks for "
                      + name
                      + " as "
                      + Names.withArticle(type)
                      + ", but it is "
                      + Names.withArticle(named.handleType())
                      + ".")
              .hint("ask for it as " + Names.withArticle(named.handleType())));
    }
    return named;
  }

  private StartField byType(List<StartField> visible) {
    List<StartField> found = matching(visible, true);
    if (found.isEmpty()) {
      found = matching(visible, false);
    }
    if (found.isEmpty()) {
      throw nobodyStarts(Names.withArticle(type), visible);
    }
    if (found.size() > 1) {
      throw new Refusal(
          new Report(
                  by
                      + " asks for "
                      + Names.withArticle(type)
                      + ", and "
                      + found.size()
                      + " are started.")
              .line("Started", list(found))
              .hint("name one: @From(\"" + found.get(0).name() + "\")"));
    }
    return found.get(0);
  }

  private List<StartField> matching(List<StartField> visible, boolean exactly) {
    List<StartField> matching = new ArrayList<>();
    for (StartField each : visible) {
      if (exactly ? each.handleType() == type : type.isAssignableFrom(each.handleType())) {
        matching.add(each);
      }
    }
    return matching;
  }

  private Refusal nobodyStarts(String what, List<StartField> visible) {
    return new Refusal(
        new Report(by + " asks for " + what + ", which nobody starts.")
            .line("Started", list(visible))
            .hint(hint(visible)));
  }

  private String hint(List<StartField> visible) {
    if (type == Session.class) {
      return "a session is a parameter without @From";
    }
    return "start it from a field with @Start"
        + (visible.isEmpty() ? "" : ", or ask for one of these");
  }

  /** {@code DB (Postgres), APP (Container)}. */
  static String list(List<StartField> fields) {
    return fields.isEmpty()
        ? "nothing"
        : fields.stream()
            .map(each -> each.name() + " (" + each.handleType().getSimpleName() + ")")
            .collect(Collectors.joining(", "));
  }
}
