package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.EngineAddress;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerState;
import dev.drydock.model.Endpoint;
import dev.drydock.model.Health;
import dev.drydock.spec.Healthcheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectAnswerTest {

  private static final EngineAddress HERE = EngineAddress.parse("unix:///var/run/docker.sock");

  private static ContainerFacts facts(String json, EngineAddress engine) throws IOException {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return InspectAnswer.facts(new Json().object(bytes), HostPorts.direct(engine));
  }

  private static ContainerFacts facts(String json) throws IOException {
    return facts(json, HERE);
  }

  private static ContainerFacts published(String bindings, EngineAddress engine)
      throws IOException {
    return facts("{'NetworkSettings':{'Ports':{'80/tcp':" + bindings + "}}}", engine);
  }

  @Test
  void all_is_read_of_a_running_container() throws IOException {
    ContainerFacts facts =
        facts(
            "{'Id':'abc','Name':'/web','Config':{'Tty':true,'ExposedPorts':{'80/tcp':{},'53/udp':{}},"
                + "'Healthcheck':{'Test':['CMD','true'],'Interval':50000000,'Retries':2}},"
                + "'State':{'Status':'running','Health':{'Status':'healthy'},"
                + "'StartedAt':'2026-03-18T10:11:12Z','FinishedAt':'0001-01-01T00:00:00Z'},"
                + "'Mounts':[{'Type':'volume','Name':'named','Destination':'/a'},{'Type':'bind','Source':'/x'},"
                + "{'Type':'volume','Name':'made-up','Destination':'/b'}],"
                + "'NetworkSettings':{'Ports':{'80/tcp':[{'HostIp':'0.0.0.0','HostPort':'32768'}],"
                + "'53/udp':null},'Networks':{'bridge':{'IPAddress':'172.17.0.2'},"
                + "'none':{'IPAddress':''}}}}");
    assertThat(facts.id()).isEqualTo("abc");
    assertThat(facts.name()).isEqualTo("web");
    assertThat(facts.tty()).isTrue();
    assertThat(facts.state()).isEqualTo(new ContainerState.Running(Health.HEALTHY));
    assertThat(facts.ranFor()).isGreaterThan(Duration.ofDays(1).negated());
    assertThat(facts.endpoints())
        .isEqualTo(Map.of(ContainerPort.tcp(80), new Endpoint("localhost", 32768)));
    assertThat(facts.exposedPorts()).containsExactly(ContainerPort.tcp(80), ContainerPort.udp(53));
    assertThat(facts.addresses()).isEqualTo(Map.of("bridge", "172.17.0.2"));
    assertThat(facts.healthcheck())
        .isEqualTo(Healthcheck.command("true").withInterval(Duration.ofMillis(50)).withRetries(2));
    assertThat(facts.volumes()).isEqualTo(Map.of("/a", "named", "/b", "made-up"));
  }

  @ParameterizedTest
  @CsvSource({
    "created, Created",
    "running, Running",
    "paused, Paused",
    "restarting, Restarting",
    "exited, Exited",
    "dead, Dead",
    "removing, Removed"
  })
  void every_state_is_read(String status, String kind) throws IOException {
    ContainerState state = facts("{'State':{'Status':'" + status + "'}}").state();
    assertThat(state.getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void an_exited_container_tells_its_code_and_whether_memory_was_lacking() throws IOException {
    assertThat(facts("{'State':{'Status':'exited','ExitCode':137,'OOMKilled':true}}").state())
        .isEqualTo(new ContainerState.Exited(137, true));
  }

  @Test
  void the_time_it_ran_ends_with_the_process() throws IOException {
    ContainerFacts facts =
        facts(
            "{'State':{'Status':'exited','StartedAt':'2026-03-18T10:11:12.5Z',"
                + "'FinishedAt':'2026-03-18T10:11:14.75Z'}}");
    assertThat(facts.ranFor()).isEqualTo(Duration.ofMillis(2250));
  }

  @Test
  void a_container_that_never_started_ran_for_no_time() throws IOException {
    assertThat(facts("{'State':{'Status':'created','StartedAt':'0001-01-01T00:00:00Z'}}").ranFor())
        .isZero();
  }

  @Test
  void the_healthcheck_none_is_no_healthcheck() throws IOException {
    assertThat(facts("{'Config':{'Healthcheck':{'Test':['NONE']}}}").healthcheck()).isNull();
    assertThat(facts("{'Config':{'Healthcheck':{'Test':[]}}}").healthcheck()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'HostIp':'0.0.0.0','HostPort':'1'},{'HostIp':'::','HostPort':'1'}] | localhost:1",
        "[{'HostIp':'::','HostPort':'1'},{'HostIp':'0.0.0.0','HostPort':'1'}] | localhost:1",
        "[{'HostIp':'0.0.0.0','HostPort':'1'},{'HostIp':'::','HostPort':'2'}] | 127.0.0.1:1",
        "[{'HostIp':'::','HostPort':'2'},{'HostIp':'0.0.0.0','HostPort':'1'}] | 127.0.0.1:1",
        "[{'HostIp':'0.0.0.0','HostPort':'1'}] | localhost:1",
        "[{'HostIp':'','HostPort':'1'}] | localhost:1",
        "[{'HostIp':'::','HostPort':'2'}] | [::1]:2",
        "[{'HostIp':'127.0.0.1','HostPort':'1'}] | localhost:1",
        "[{'HostIp':'10.1.2.3','HostPort':'1'}] | 10.1.2.3:1"
      })
  void a_published_port_is_reached_where_no_other_containers_port_can_be(
      String bindings, String endpoint) throws IOException {
    assertThat(published(bindings, HERE).endpoints().get(ContainerPort.tcp(80)))
        .hasToString(endpoint);
  }

  @Test
  void on_another_machine_a_published_port_is_reached_by_its_name() throws IOException {
    EngineAddress there = EngineAddress.parse("tcp://engine.invalid:2375");
    String same = "[{'HostIp':'0.0.0.0','HostPort':'1'},{'HostIp':'::','HostPort':'1'}]";
    assertThat(published(same, there).endpoints().get(ContainerPort.tcp(80)))
        .hasToString("engine.invalid:1");
  }

  @Test
  void a_name_with_two_addresses_is_made_the_one_that_is_meant() throws IOException {
    EngineAddress there = EngineAddress.parse("tcp://localhost:2375");
    String two = "[{'HostIp':'0.0.0.0','HostPort':'1'},{'HostIp':'::','HostPort':'2'}]";
    assertThat(published(two, there).endpoints().get(ContainerPort.tcp(80)))
        .hasToString("127.0.0.1:1");
  }

  @Test
  void a_port_that_is_not_published_has_no_endpoint() throws IOException {
    assertThat(published("null", HERE).endpoints()).isEqualTo(Map.of());
    assertThat(published("[]", HERE).endpoints()).isEqualTo(Map.of());
    assertThat(facts("{}").exposedPorts()).isEqualTo(List.of());
  }
}
