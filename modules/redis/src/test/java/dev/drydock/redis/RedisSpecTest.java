package dev.drydock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.model.ContainerPort;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Mount;
import dev.drydock.spec.PortBinding;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSpecTest {

  private static final RedisSpec PLAIN = RedisSpec.of("redis:7");

  @Test
  void a_server_writes_nothing_to_disk_when_nothing_is_said() {
    ContainerSpec spec = PLAIN.toSpec();
    assertThat(spec.command()).containsExactly("--appendonly", "no", "--save", "");
    assertThat(spec.files()).isEmpty();
    assertThat(spec.ports()).containsExactly(new PortBinding(ContainerPort.tcp(6379), 0));
  }

  @Test
  void a_fixed_host_port_can_be_chosen() {
    assertThat(PLAIN.withContainer(each -> each.withFixedPort(16379, 6379)).toSpec().ports())
        .containsExactly(new PortBinding(ContainerPort.tcp(6379), 16379));
  }

  @Test
  void a_durable_server_writes_every_command() {
    assertThat(PLAIN.withDurableStorage().toSpec().command())
        .containsExactly("--appendonly", "yes");
  }

  @Test
  void a_server_with_a_data_mount_writes_as_it_does_by_itself() {
    Mount data = Mount.volume(() -> "orders", "/data");
    assertThat(PLAIN.withMount(data).toSpec().command()).containsExactly("redis-server");
    assertThat(PLAIN.withMount(Mount.tmpfs("/data")).toSpec().command()).contains("--save");
    assertThat(PLAIN.withMount(Mount.tmpfs("/backup")).toSpec().command()).contains("--save");
  }

  @Test
  void a_setting_replaces_what_the_module_suggests() {
    assertThat(
            PLAIN
                .withSetting("save", "60", "1")
                .withSetting("maxmemory", "64mb")
                .toSpec()
                .command())
        .containsExactly("--appendonly", "no", "--maxmemory", "64mb", "--save", "60", "1");
    assertThat(PLAIN.withoutSetting("save").toSpec().command())
        .containsExactly("--appendonly", "no");
    assertThat(PLAIN.withSetting("save", "60", "1").withoutSettings()).isEqualTo(PLAIN);
  }

  @Test
  void a_password_stands_in_a_file_and_not_on_the_command_line() throws Exception {
    ContainerSpec spec = PLAIN.withPassword("a \"b\\ü\n#").toSpec();
    assertThat(spec.command())
        .containsExactly("/drydock/redis.conf", "--appendonly", "no", "--save", "");
    FileContent file = spec.files().get("/drydock/redis.conf");
    try (InputStream content = file.open()) {
      assertThat(new String(content.readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("requirepass \"a\\x20\\x22b\\x5c\\xc3\\xbc\\x0a#\"\n");
    }
  }

  @Test
  void an_empty_password_is_refused() {
    assertThatThrownBy(() -> PLAIN.withPassword(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("password must not be empty");
  }

  @Test
  void a_setting_for_which_there_is_a_word_is_refused() {
    assertThatThrownBy(() -> PLAIN.withSetting("requirepass", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requirepass must be given by withPassword");
    assertThatThrownBy(() -> PLAIN.withSetting("port", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port must be left to RedisSpec, which publishes 6379/tcp");
    assertThatThrownBy(() -> PLAIN.withContainer(each -> each.withCommand("sleep", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("command must be left to RedisSpec: server settings are given by withSetting");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--save", "max memory", "Save"})
  void a_setting_that_cannot_be_one_is_refused(String name) {
    assertThatThrownBy(() -> PLAIN.withSetting(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "setting name must be lower-case letters, digits, '-' or '.', was \"" + name + "\"");
  }

  @Test
  void a_value_that_redis_would_take_for_another_setting_is_refused() {
    assertThatThrownBy(() -> PLAIN.withSetting("dir", "--x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting must not have a word that begins with --, was --x");
    assertThatThrownBy(() -> PLAIN.withSetting("save"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting must have at least one word, had none: save");
  }

  @Test
  void a_readiness_of_ones_own_is_waited_for_in_addition() {
    Readiness own = Readiness.logLine("Ready");
    assertThat(PLAIN.withContainer(each -> each.withReadiness(own)).toSpec().readiness().describe())
        .isEqualTo("the server answers PING on port 6379/tcp, and " + own.describe());
  }

  @Test
  void equal_words_make_equal_descriptions() {
    RedisSpec one = PLAIN.withPassword("x").withSetting("maxmemory", "64mb");
    RedisSpec same = PLAIN.withSetting("maxmemory", "64mb").withPassword("x");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(PLAIN);
    assertThat(one.toSpec()).isEqualTo(same.toSpec());
  }

  @Test
  void a_description_is_shown_without_its_password() {
    RedisSpec spec =
        PLAIN.withPassword("s3cret").withSetting("masterauth", "s3cret").withDurableStorage();
    assertThat(spec)
        .hasToString("Redis of redis:7, with password, settings [masterauth], durable storage");
  }
}
