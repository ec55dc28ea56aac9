package dev.drydock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.ready.Readiness;
import dev.drydock.runtime.Container;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Session;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.Mount;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The recipes of docs/redis.md, run as they stand there. */
@Tag("engine")
@Timeout(120)
class DocsTest {

  @RegisterExtension final Live live = new Live();

  private Session session;

  @BeforeEach
  void open() {
    session = live.session();
  }

  @Test
  void start() {
    // docs: start
    Redis redis =
        session.start(
            RedisSpec.of("redis:7").withPassword("s3cret").withSetting("maxmemory", "64mb"));
    assertThat(redis.url()).isEqualTo("redis://default:s3cret@" + redis.endpoint());
    assertThat(redis.cli("SET", "greeting", "hello").stdout()).isEqualTo("OK\n");
    // docs: end
  }

  @Test
  void network() {
    // docs: network
    Network network = session.network();
    Redis redis = session.start(RedisSpec.of("redis:7").withNetwork(network, "cache"));
    Container job =
        session.start(
            ContainerSpec.of("redis:7")
                .withNetwork(network)
                .withCommand("redis-cli", "-u", redis.urlFrom(network), "SET", "job", "done")
                .withReadiness(Readiness.exited(0)));
    assertThat(redis.urlFrom(network)).isEqualTo("redis://cache:6379");
    // docs: end
    assertThat(job.logs()).extracting("text").containsExactly("OK");
  }

  @Test
  void durable() {
    // docs: durable
    Volume volume = session.volume();
    RedisSpec spec =
        RedisSpec.of("redis:7").withDurableStorage().withMount(Mount.volume(volume, "/data"));
    try (Redis first = session.start(spec)) {
      assertThat(first.cli("SET", "greeting", "hello").stdout()).isEqualTo("OK\n");
    }
    try (Redis second = session.start(spec)) {
      assertThat(second.cli("GET", "greeting").stdout()).isEqualTo("hello\n");
    }
    // docs: end
  }
}
