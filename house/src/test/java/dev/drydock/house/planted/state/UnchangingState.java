package dev.drydock.house.planted.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the rule. */
final class UnchangingState {
  static final int COUNT = 1;
  static final String NAME = "name";
  static final Pattern PATTERN = Pattern.compile("a");
  static final Logger LOG = LoggerFactory.getLogger(UnchangingState.class);
  static final Map<String, List<Pair>> PAIRS = Map.of("a", List.of(new Pair("a", TimeUnit.DAYS)));
  static final Supplier<Duration> LAMBDA = () -> Duration.ZERO;
  static final byte[] NOTHING = {};

  private UnchangingState() {}

  record Pair(String name, TimeUnit unit) {}
}
