package dev.drydock.junit5;

import dev.drydock.runtime.Network;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The network of a class tree, and which inner level is on it under which name. Tests and nested
 * classes that run at the same time may put containers of one name on it; if anybody among them
 * could reach the other's, a test would silently use the wrong container.
 */
final class SharedNetwork {

  private record Guest(Object level, boolean hasCompany) {}

  private final Network network;
  private final Map<String, List<Guest>> guests = new ConcurrentHashMap<>();

  SharedNetwork(Network network) {
    this.network = network;
  }

  Network network() {
    return network;
  }

  /**
   * Admits the containers of an inner level.
   *
   * @param hasCompany whether the level, or one within it, has other containers, which could ask
   *     for them by name
   * @throws Refusal when one is there under the same name and somebody could take it for the other
   */
  void admit(Object level, List<StartField> fields, boolean hasCompany) {
    for (StartField each : fields) {
      List<Guest> now =
          guests.merge(
              each.alias(),
              List.of(new Guest(level, hasCompany)),
              (known, fresh) -> Stream.concat(known.stream(), fresh.stream()).toList());
      if (now.size() > 1 && now.stream().anyMatch(Guest::hasCompany)) {
        throw new Refusal(
            new Report(
                    each
                        + " cannot be reachable as "
                        + each.alias()
                        + " twice on one network at the same time.")
                .line("On it", now.get(0).level().toString())
                .line("Wanted by", level.toString())
                .hint(
                    "run them one after another with @Execution(SAME_THREAD), or make the field"
                        + " static"));
      }
    }
  }

  /** Forgets the containers of an inner level. */
  void dismiss(Object level) {
    guests.replaceAll(
        (alias, known) -> known.stream().filter(each -> each.level() != level).toList());
  }
}
