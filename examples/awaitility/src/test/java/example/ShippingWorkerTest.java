package example;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drydock.junit5.From;
import dev.drydock.junit5.Start;
import dev.drydock.junit5.WithContainers;
import dev.drydock.redis.Redis;
import dev.drydock.redis.RedisSpec;
import dev.drydock.spec.ContainerSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A worker takes orders from one list and puts them, shipped, into another: when it likes. */
// docs: awaitility
@WithContainers
class ShippingWorkerTest {

  private static final String WORKER_SCRIPT =
      """
      while true; do
        redis-cli -h redis BLMOVE orders shipped LEFT RIGHT 0
      done
      """;

  @Start static final RedisSpec REDIS = RedisSpec.of("redis:7");

  @Start(after = "REDIS")
  static final ContainerSpec WORKER =
      ContainerSpec.of("redis:7").withCommand("sh", "-c", WORKER_SCRIPT);

  @Test
  void ships_every_order_in_turn(@From Redis redis) {
    redis.cli("RPUSH", "orders", "anchor", "rope", "lantern");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertEquals(
                    "anchor\nrope\nlantern\n", redis.cli("LRANGE", "shipped", "0", "-1").stdout()));
  }
}
// docs: end
