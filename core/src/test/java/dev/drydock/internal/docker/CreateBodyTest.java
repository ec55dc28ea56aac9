package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateBodyTest {

  private record Net(String id, String name) implements NetworkRef {}

  private record Vol(String name) implements VolumeRef {}

  private static final ContainerSpec SPEC = ContainerSpec.of("shop:1.4");

  private static String body(ContainerSpec spec, boolean severalNetworks) {
    ContainerPlan plan = new ContainerPlan("name", spec.image(), Map.of("l", "v"), spec);
    return new String(
        new Json().write(CreateBody.of(plan, severalNetworks)), StandardCharsets.UTF_8);
  }

  private static String body(ContainerSpec spec) {
    return body(spec, true);
  }

  private static void assertBody(ContainerSpec spec, String expected) {
    assertThat(body(spec)).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void a_bare_description_says_nothing_but_image_and_labels() {
    assertBody(SPEC, "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{}}");
  }

  @Test
  void the_process_is_described() {
    assertBody(
        SPEC.withEnv("B", "2=3")
            .withEnv("A", "")
            .withCommand("run", "--fast")
            .withEntrypoint("/bin/tini", "--")
            .withUser("app:app")
            .withWorkingDirectory("/srv")
            .withMemory(DataSize.ofMebibytes(64)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'Env':['A=','B=2=3'],'Cmd':['run','--fast'],"
            + "'Entrypoint':['/bin/tini','--'],'User':'app:app','WorkingDir':'/srv',"
            + "'HostConfig':{'Memory':67108864}}");
  }

  @Test
  void a_port_is_bound_once_and_the_engine_chooses_the_free_one() {
    assertBody(
        SPEC.withPort(80).withFixedPort(5353, ContainerPort.udp(53)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'PortBindings':{"
            + "'80/tcp':[{'HostIp':'','HostPort':''}],'53/udp':[{'HostIp':'','HostPort':'5353'}]}},"
            + "'ExposedPorts':{'80/tcp':{},'53/udp':{}}}");
  }

  @Test
  void the_images_own_ports_are_published_by_the_engine() {
    assertBody(
        SPEC.withImagePorts(),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'PublishAllPorts':true}}");
  }

  @Test
  void mounts_of_each_kind_are_described() {
    assertBody(
        SPEC.withMount(Mount.bind(Path.of("/"), "/host").asReadOnly())
            .withMount(Mount.volume(new Vol("data"), "/data"))
            .withMount(Mount.tmpfs("/run/x").withSize(DataSize.ofMebibytes(1)).withMode(0700)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Mounts':["
            + "{'Target':'/host','Type':'bind','Source':'/','ReadOnly':true},"
            + "{'Target':'/data','Type':'volume','Source':'data','ReadOnly':false},"
            + "{'Target':'/run/x','Type':'tmpfs','TmpfsOptions':{'Mode':448,'SizeBytes':1048576}}"
            + "]}}");
  }

  @Test
  void a_healthcheck_is_described_in_nanoseconds() {
    assertBody(
        SPEC.withHealthcheck(
            Healthcheck.shell("true")
                .withInterval(Duration.ofMillis(50))
                .withTimeout(Duration.ofSeconds(1))
                .withStartPeriod(Duration.ofSeconds(2))
                .withRetries(5)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'Healthcheck':{'Test':['CMD-SHELL','true'],"
            + "'Interval':50000000,'Timeout':1000000000,'StartPeriod':2000000000,'Retries':5},"
            + "'HostConfig':{}}");
  }

  @Test
  void networks_are_named_all_or_the_first_as_the_engine_can() {
    ContainerSpec spec =
        SPEC.withNetwork(new Net("1", "front"), "web").withNetwork(new Net("2", "back"));
    assertThat(body(spec, true))
        .contains("\"NetworkMode\":\"front\"")
        .contains(
            "\"EndpointsConfig\":{\"front\":{\"Aliases\":[\"web\"]},\"back\":{\"Aliases\":[]}}");
    assertThat(body(spec, false))
        .contains("\"EndpointsConfig\":{\"front\":{\"Aliases\":[\"web\"]}}}");
  }

  @Test
  void an_option_edits_the_body_last() {
    ContainerSpec spec =
        SPEC.withUser("app")
            .withEngineOption(
                DockerOption.createBody(
                    body -> {
                      body.put("User", "root");
                      body.put("Hostname", "h");
                      host(body).put("CapAdd", List.of("NET_ADMIN"));
                    }))
            .withEngineOption(DockerOption.createBody(body -> host(body).put("Privileged", true)));
    assertBody(
        spec,
        "{'Image':'shop:1.4','Labels':{'l':'v'},'User':'root',"
            + "'HostConfig':{'CapAdd':['NET_ADMIN'],'Privileged':true},'Hostname':'h'}");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> host(Map<String, Object> body) {
    return (Map<String, Object>) body.get("HostConfig");
  }
}
