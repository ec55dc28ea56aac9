package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.EngineOffers;
import dev.drydock.engine.EngineOffers.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {

  private static JsonObject json(String text) throws IOException {
    return new Json().object(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Platform':{'Name':''}} | {} | Docker",
        "{'Platform':{'Name':'Docker Engine - Community'}} | {} | Docker Engine - Community",
        "{'Platform':{'Name':'Mirantis Container Runtime'}} | {} | Mirantis Container Runtime",
        "{'Platform':{'Name':'Docker Engine - Enterprise'}} | {} | Docker Engine - Enterprise",
        "{'Platform':{'Name':''}} | {'OperatingSystem':'Docker Desktop'} | Docker Desktop",
        "{'Platform':{'Name':'linux/amd64/debian-12'},'Components':[{'Name':'Podman Engine'}]} | {} | Podman"
      })
  void the_edition_is_known(String version, String info, String edition) throws IOException {
    assertThat(Details.read(json(version), json(info)).edition()).isEqualTo(edition);
  }

  @Test
  void an_engine_of_a_plain_user_is_known() throws IOException {
    JsonObject info = json("{'SecurityOptions':['name=seccomp,profile=default','name=rootless']}");
    assertThat(Details.read(json("{}"), info).rootless()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "hyperv"})
  void the_isolation_of_windows_containers_is_told(String isolation) throws IOException {
    JsonObject info = json("{'Isolation':'" + isolation + "'}");
    assertThat(Details.read(json("{'Os':'windows'}"), info).isolation()).isEqualTo(isolation);
  }

  @Test
  void what_the_engine_cannot_limit_is_told() throws IOException {
    JsonObject info =
        json("{'MemoryLimit':false,'SwapLimit':true,'PidsLimit':false,'Runtimes':{'runc':{}}}");
    EngineOffers offers = Details.read(json("{}"), info).offers();
    assertThat(offers.lacks()).containsExactlyInAnyOrder(Limit.MEMORY, Limit.PIDS);
    assertThat(offers.runtimes()).containsExactly("runc");
    assertThat(offers.gpus()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Runtimes':{'runc':{},'nvidia':{}}}",
        "{'DiscoveredDevices':[{'Source':'cdi','ID':'amd.com/gpu=0'}]}"
      })
  void graphics_processors_are_told(String info) throws IOException {
    assertThat(Details.read(json("{}"), json(info)).offers().gpus()).isTrue();
  }
}
