package dev.drydock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drydock.model.ClosedException;
import dev.drydock.model.ContainerStartException;
import dev.drydock.model.ExecResult;
import dev.drydock.runtime.Network;
import dev.drydock.runtime.Volume;
import dev.drydock.spec.Mount;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@Timeout(120)
class RedisTest {

  private static final RedisSpec PLAIN = RedisSpec.of("redis:7");

  @RegisterExtension final Live live = new Live();

  private Redis start(RedisSpec spec) {
    return live.session().start(spec);
  }

  /** Sends one line to the published port, and gives the first line of the answer. */
  private static String say(Redis redis, String line) throws IOException {
    try (Socket socket = new Socket(redis.endpoint().host(), redis.endpoint().port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; ) {
        answer.append((char) c);
        c = socket.getInputStream().read();
      }
      return answer.toString();
    }
  }

  private static String cli(Redis redis, String... command) {
    ExecResult result = redis.cli(command);
    assertThat(result.stderr()).isEmpty();
    return result.stdout().strip();
  }

  @Test
  void a_command_is_answered_at_the_first_try_every_time() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Redis redis = start(PLAIN)) {
        assertThat(say(redis, "SET greeting hello")).isEqualTo("+OK");
        assertThat(cli(redis, "GET", "greeting")).isEqualTo("hello");
      }
    }
  }

  @Test
  void a_server_writes_nothing_to_disk_when_nothing_is_said() {
    Redis redis = start(PLAIN);
    assertThat(cli(redis, "CONFIG", "GET", "save")).isEqualTo("save");
    assertThat(cli(redis, "CONFIG", "GET", "appendonly")).isEqualTo("appendonly\nno");
  }

  @Test
  void settings_reach_the_server() {
    Redis redis =
        start(PLAIN.withSetting("maxmemory", "64mb").withSetting("save", "60", "1", "300", "10"));
    assertThat(cli(redis, "CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n67108864");
    assertThat(cli(redis, "CONFIG", "GET", "save")).isEqualTo("save\n60 1 300 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "pass word", "\"quoted\\ 'ü' #%41:@/?", "--help"})
  void a_password_is_asked_for(String password) throws Exception {
    Redis redis = start(PLAIN.withPassword(password));
    assertThat(say(redis, "PING")).startsWith("-NOAUTH");
    assertThat(cli(redis, "PING")).isEqualTo("PONG");
    assertThat(redis.url()).startsWith("redis://default:").endsWith("@" + redis.endpoint());
    String url = redis.url().replaceFirst("@.*", "@127.0.0.1:6379");
    assertThat(redis.container().exec("redis-cli", "-u", url, "PING").stdout()).isEqualTo("PONG\n");
  }

  @Test
  void another_container_reaches_the_server_by_the_url_of_the_network() {
    Network network = live.session().network();
    Redis redis = start(PLAIN.withPassword("a b").withNetwork(network, "cache"));
    Redis other = start(PLAIN.withNetwork(network));
    assertThat(redis.urlFrom(network)).isEqualTo("redis://default:a%20b@cache:6379");
    assertThat(other.container().exec("redis-cli", "-u", redis.urlFrom(network), "SET", "a", "1"))
        .extracting(ExecResult::stdout)
        .isEqualTo("OK\n");
    assertThat(redis.container().exec("redis-cli", "-u", other.urlFrom(network), "PING").stdout())
        .isEqualTo("PONG\n");
  }

  @Test
  void a_url_from_a_network_it_is_not_on_is_refused() {
    Network network = live.session().network();
    Redis redis = start(PLAIN);
    assertThatThrownBy(() -> redis.urlFrom(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "redis:7 (%s) is not on network %s; it is on none"
                .formatted(redis.container().name(), network.name()));
  }

  @Test
  void what_a_durable_server_has_answered_is_there_after_it_was_killed() {
    RedisSpec spec =
        PLAIN.withDurableStorage().withMount(Mount.volume(live.session().volume(), "/data"));
    try (Redis first = start(spec)) {
      assertThat(cli(first, "SET", "greeting", "hello")).isEqualTo("OK");
    }
    try (Redis second = start(spec)) {
      assertThat(cli(second, "GET", "greeting")).isEqualTo("hello");
    }
  }

  @Test
  void data_that_is_there_already_is_read_before_the_server_is_ready() throws Exception {
    Volume volume = live.session().volume();
    RedisSpec spec = PLAIN.withMount(Mount.volume(volume, "/data"));
    try (Redis first = start(spec)) {
      assertThat(cli(first, "DEBUG", "POPULATE", "200000")).contains("not allowed");
      assertThat(cli(first, "SET", "greeting", "hello")).isEqualTo("OK");
      first.container().stop();
    }
    try (Redis second = start(spec)) {
      assertThat(say(second, "GET greeting")).isEqualTo("$5");
    }
  }

  @Test
  void a_server_that_is_still_loading_is_not_ready() throws Exception {
    RedisSpec spec =
        PLAIN
            .withMount(Mount.volume(live.session().volume(), "/data"))
            .withSetting("enable-debug-command", "yes");
    try (Redis first = start(spec)) {
      assertThat(cli(first, "DEBUG", "POPULATE", "20000")).isEqualTo("OK");
      assertThat(cli(first, "SAVE")).isEqualTo("OK");
    }
    // So slow that a second or so goes by before the server answers as it should.
    RedisSpec slow =
        spec.withSetting("key-load-delay", "50")
            .withSetting("loading-process-events-interval-bytes", "1024");
    try (Redis second = start(slow)) {
      assertThat(say(second, "DBSIZE")).isEqualTo(":20000");
    }
  }

  @Test
  void a_server_in_protected_mode_ends_the_start_at_once() {
    ContainerStartException failure =
        catchThrowableOfType(
            ContainerStartException.class,
            () -> start(PLAIN.withSetting("protected-mode", "yes")).close());
    assertThat(Live.normal(failure))
        .startsWith(
            """
            redis:7 can no longer become ready.
              Waited for: the server answers PING on port 6379/tcp
              Last look:  the server is in protected mode, in which it answers nobody outside its \
            container (look <n>, after <time>)
              State:      running
              Log,""");
  }

  @Test
  void a_wrong_setting_ends_the_start_at_once_with_the_servers_words() {
    ContainerStartException failure =
        catchThrowableOfType(
            ContainerStartException.class,
            () -> start(PLAIN.withSetting("maxmemroy", "1")).close());
    assertThat(failure)
        .hasMessageContaining("exited with code 1")
        .hasMessageContaining("Bad directive or wrong number of arguments");
  }

  @Test
  void a_closed_server_has_no_address_any_more() {
    Redis redis = start(PLAIN);
    redis.close();
    assertThatThrownBy(redis::url).isInstanceOf(ClosedException.class);
    assertThat(redis.toString()).startsWith("redis:7 (drydock-");
  }
}
