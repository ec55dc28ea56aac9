package dev.drydock.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drydock.engine.Settings;
import dev.drydock.model.DataSize;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.container.LogDriver;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultsTest {

  private static final ContainerSpec SHOP = ContainerSpec.of("shop:1.4");

  private static Defaults defaults(Map<String, String> settings) {
    return new Defaults(
        Settings.of(key -> Optional.ofNullable(settings.get(key))),
        Map.of("HTTP_PROXY", "http://p:1", "no_proxy", "localhost"));
  }

  private static ContainerSpec with(String key, String value, ContainerSpec spec) {
    return defaults(Map.of(key, value)).apply(spec, () -> 0);
  }

  @Test
  void what_is_not_said_is_added_and_what_is_said_stays() {
    assertThat(with("drydock.defaults.memory", "64m", SHOP))
        .isEqualTo(SHOP.withMemory(DataSize.parse("64m")));
    ContainerSpec small = SHOP.withMemory(DataSize.parse("8m"));
    assertThat(with("drydock.defaults.memory", "64m", small)).isEqualTo(small);
    assertThat(with("drydock.defaults.cpus", "1.5", small))
        .isEqualTo(small.withResources(r -> r.withCpus(1.5)));
    assertThat(with("drydock.defaults.pids", "9", SHOP))
        .isEqualTo(SHOP.withResources(r -> r.withPids(9)));
    assertThat(with("drydock.defaults.labels", "team=blue, a=b=c", SHOP.withLabel("team", "red")))
        .isEqualTo(SHOP.withLabel("team", "red").withLabel("a", "b=c"));
    assertThat(with("drydock.defaults.log.driver", "local", SHOP))
        .isEqualTo(SHOP.withLogDriver(LogDriver.of("local")));
    ContainerSpec kept = SHOP.withLogDriver(LogDriver.of("json-file"));
    assertThat(with("drydock.defaults.log.driver", "local", kept)).isEqualTo(kept);
    assertThat(with("drydock.defaults.dns", "10.0.0.2, 10.0.0.3", SHOP))
        .isEqualTo(SHOP.withDns(d -> d.withServer("10.0.0.2").withServer("10.0.0.3")));
  }

  @Test
  void a_proxy_is_inherited_or_named() {
    assertThat(with("drydock.defaults.proxy", "inherit", SHOP).env())
        .isEqualTo(
            Map.of(
                "http_proxy", "http://p:1",
                "HTTP_PROXY", "http://p:1",
                "no_proxy", "localhost",
                "NO_PROXY", "localhost"));
    assertThat(with("drydock.defaults.proxy", "http://q:2", SHOP.withEnv("HTTP_PROXY", "")).env())
        .containsEntry("HTTP_PROXY", "")
        .containsEntry("http_proxy", "http://q:2")
        .containsEntry("https_proxy", "http://q:2");
  }

  @Test
  void a_limit_is_given_to_what_does_not_say_and_refuses_what_says_more() {
    assertThat(with("drydock.limits.memory", "1g", SHOP).memory()).isEqualTo(DataSize.parse("1g"));
    assertThatThrownBy(
            () -> with("drydock.limits.memory", "1g", SHOP.withMemory(DataSize.parse("2g"))))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for memory 2g, and the setting drydock.limits.memory allows a container"
                + " 1g. Ask for less, or raise the setting.");
    assertThatThrownBy(
            () -> with("drydock.limits.cpus", "1", SHOP.withResources(r -> r.withCpus(1.5))))
        .isInstanceOf(UnsupportedWishException.class)
        .hasMessage(
            "shop:1.4 asks for cpus 1.5, and the setting drydock.limits.cpus allows a container"
                + " 1.0. Ask for less, or raise the setting.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drydock.defaults.memory | much | drydock.defaults.memory must be a size like 512m, was much",
        "drydock.defaults.cpus | -1 | drydock.defaults.cpus must be a number like 1.5, was -1",
        "drydock.defaults.pids | x | drydock.defaults.pids must be a number like 500, was x",
        "drydock.defaults.labels | x | drydock.defaults.labels must be pairs like a=b,c=d, was x",
        "drydock.defaults.proxy | p | drydock.defaults.proxy must be inherit, or a URL, was p",
        "drydock.limits.memory | x | drydock.limits.memory must be a size like 2g, was x",
        "drydock.limits.cpus | 0 | drydock.limits.cpus must be a number like 2, was 0",
        "drydock.defaults.proxy | u:secret@proxy:1 | drydock.defaults.proxy must be inherit, or a URL, was ***@proxy:1",
        "drydock.defaults.memory | 1m | a setting of drydock.defaults or drydock.limits is wrong: memory must be 6m or more, was 1m",
        "drydock.defaults.dns | dns | a setting of drydock.defaults or drydock.limits is wrong: DNS server must be an IP address, was dns"
      })
  void a_wrong_value_is_told(String key, String value, String message) {
    assertThatThrownBy(() -> defaults(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void a_default_beyond_its_limit_is_told() {
    assertThatThrownBy(
            () -> defaults(Map.of("drydock.defaults.memory", "4g", "drydock.limits.memory", "2g")))
        .hasMessage(
            "drydock.defaults.memory must be no more than drydock.limits.memory, which is 2g, was 4g");
    assertThatThrownBy(
            () -> defaults(Map.of("drydock.defaults.cpus", "2", "drydock.limits.cpus", "1.5")))
        .hasMessage(
            "drydock.defaults.cpus must be no more than drydock.limits.cpus, which is 1.5, was 2.0");
  }

  @Test
  void servers_are_added_to_what_says_others_of_dns_and_not_to_what_says_servers() {
    String servers = "10.0.0.2,10.0.0.3";
    ContainerSpec host = SHOP.withDns(d -> d.withHost("mail.test", "192.0.2.25"));
    assertThat(with("drydock.defaults.dns", servers, host))
        .isEqualTo(host.withDns(d -> d.withServer("10.0.0.2").withServer("10.0.0.3")));
    ContainerSpec own = SHOP.withDns(d -> d.withServer("10.0.0.9"));
    assertThat(with("drydock.defaults.dns", servers, own)).isEqualTo(own);
    ContainerSpec sidecar = SHOP.withNetworkMode(NetworkMode.container(NetworkRulesTest.OTHER));
    assertThat(with("drydock.defaults.dns", servers, sidecar)).isEqualTo(sidecar);
  }
}
