package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.engine.ContainerPlan;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ContainerRef;
import dev.drydock.model.DataSize;
import dev.drydock.model.NetworkRef;
import dev.drydock.model.VolumeRef;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.DockerOption;
import dev.drydock.spec.ExecSpec;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.NetworkAttachment;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.RestartPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateBodyTest {

  private record Net(String id, String name) implements NetworkRef {}

  private record Vol(String name) implements VolumeRef {}

  private record Other(String id, String name) implements ContainerRef {}

  private static final ContainerRef OTHER = new Other("abc", "data");

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
  void the_surroundings_of_the_process_are_described() {
    assertBody(
        SPEC.withHostname("ship")
            .withDomain("sea.test")
            .withStopSignal("SIGINT")
            .withStopTimeout(Duration.ofMillis(1500))
            .withTty()
            .withStdin()
            .withInit()
            .withRuntime("runsc")
            .withGroup("2000"),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Init':true,'Runtime':'runsc',"
            + "'GroupAdd':['2000']},'Hostname':'ship','Domainname':'sea.test',"
            + "'StopSignal':'SIGINT','StopTimeout':2,'Tty':true,'OpenStdin':true,"
            + "'StdinOnce':true}");
  }

  @Test
  void limits_are_described() {
    assertBody(
        SPEC.withResources(
            r ->
                r.withMemory(DataSize.ofMebibytes(8))
                    .withMemoryAndSwap(DataSize.ofMebibytes(16))
                    .withMemoryReservation(DataSize.ofMebibytes(7))
                    .withCpus(1.5)
                    .withCpuShares(512)
                    .withCpuSet("0-1")
                    .withPids(100)
                    .withShm(DataSize.ofMebibytes(1))
                    .withUlimit("nofile", 10, 20)
                    .withOomScore(-5)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Memory':8388608,"
            + "'MemorySwap':16777216,'MemoryReservation':7340032,'NanoCpus':1500000000,"
            + "'CpuShares':512,'CpusetCpus':'0-1','PidsLimit':100,'ShmSize':1048576,"
            + "'OomScoreAdj':-5,'Ulimits':[{'Name':'nofile','Soft':10,'Hard':20}]}}");
  }

  @Test
  void rights_and_devices_are_described() {
    assertBody(
        SPEC.withSecurity(
                s ->
                    s.withPrivileged()
                        .withReadOnlyRoot()
                        .withCapability("CAP_NET_ADMIN")
                        .withNoNewPrivileges()
                        .withDeviceRule("c 10:229 rw"))
            .withSecurity(s -> s.withoutCapability("CHOWN"))
            .withDevice("/dev/fuse")
            .withGpus(Gpus.ids("0", "2")),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Privileged':true,"
            + "'ReadonlyRootfs':true,'CapAdd':['NET_ADMIN'],'CapDrop':['CHOWN'],"
            + "'SecurityOpt':['no-new-privileges'],'DeviceCgroupRules':['c 10:229 rw'],"
            + "'Devices':[{'PathOnHost':'/dev/fuse','PathInContainer':'/dev/fuse',"
            + "'CgroupPermissions':'rwm'}],"
            + "'DeviceRequests':[{'DeviceIDs':['0','2'],'Capabilities':[['gpu']]}]}}");
    assertThat(body(SPEC.withGpus(Gpus.all()))).contains("{\"Count\":-1,\"Capabilities\"");
  }

  @Test
  void namespaces_are_described() {
    assertBody(
        SPEC.withNamespaces(
            n ->
                n.withHostPid()
                    .withShareableIpc()
                    .withHostUts()
                    .withHostUsers()
                    .withPrivateCgroups()
                    .withCgroupParent("/tests")
                    .withSysctl("net.core.somaxconn", "9")),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'PidMode':'host',"
            + "'IpcMode':'shareable','UTSMode':'host','UsernsMode':'host',"
            + "'CgroupnsMode':'private','CgroupParent':'/tests',"
            + "'Sysctls':{'net.core.somaxconn':'9'}}}");
  }

  @Test
  void names_restarts_and_the_log_are_described() {
    assertBody(
        SPEC.withDns(
                d ->
                    d.withServer("192.0.2.1")
                        .withSearch("corp.test")
                        .withOption("ndots:2")
                        .withHost("db", "192.0.2.7"))
            .withRestartPolicy(RestartPolicy.onFailure(3))
            .withLogDriver(LogDriver.of("local").withOption("max-size", "1m")),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Dns':['192.0.2.1'],"
            + "'DnsSearch':['corp.test'],'DnsOptions':['ndots:2'],'ExtraHosts':['db:192.0.2.7'],"
            + "'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':3},"
            + "'LogConfig':{'Type':'local','Config':{'max-size':'1m'}}}}");
  }

  @Test
  void a_restart_policy_without_a_number_says_its_name_alone() {
    assertBody(
        SPEC.withRestartPolicy(RestartPolicy.unlessStopped()),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{"
            + "'RestartPolicy':{'Name':'unless-stopped'}}}");
  }

  @Test
  void a_port_is_bound_at_the_address_that_is_named() {
    assertThat(body(SPEC.withFixedPort("127.0.0.1", 7000, ContainerPort.sctp(70))))
        .contains("'70/sctp':[{'HostIp':'127.0.0.1','HostPort':'7000'}]".replace('\'', '"'));
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
  void mounts_have_their_options() {
    assertBody(
        SPEC.withMount(
                Mount.bind("/a", "/b").asReadOnly().withPropagation(Mount.Propagation.RSLAVE))
            .withMount(Mount.volume(new Vol("data"), "/data").withSubpath("x/y").withoutCopy())
            .withMount(Mount.anonymousVolume("/scratch"))
            .withMount(Mount.image("tools:2", "/tools").withSubpath("bin")),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'Mounts':["
            + "{'Target':'/b','Type':'bind','Source':'/a','ReadOnly':true,"
            + "'BindOptions':{'Propagation':'rslave'}},"
            + "{'Target':'/data','Type':'volume','Source':'data','ReadOnly':false,"
            + "'VolumeOptions':{'Subpath':'x/y','NoCopy':true}},"
            + "{'Target':'/scratch','Type':'volume'},"
            + "{'Target':'/tools','Type':'image','Source':'tools:2',"
            + "'ImageOptions':{'Subpath':'bin'}}]}}");
  }

  @Test
  void what_only_the_older_words_can_say_is_said_by_them() {
    assertBody(
        SPEC.withMount(Mount.bind("/a", "/b").createdWhenMissing())
            .withMount(
                Mount.bind("/c", "/d")
                    .asReadOnly()
                    .withRelabel(Mount.Relabel.PRIVATE)
                    .withPropagation(Mount.Propagation.SHARED))
            .withMount(Mount.bind("/e", "/f").withRelabel(Mount.Relabel.SHARED))
            .withMount(
                Mount.tmpfs("/t").withOption("exec").withSize(DataSize.ofMebibytes(1)).withMode(7))
            .withMount(Mount.volumesFrom(OTHER).asReadOnly()),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{"
            + "'Binds':['/a:/b','/c:/d:ro,Z,shared','/e:/f:z'],'VolumesFrom':['abc:ro'],"
            + "'Tmpfs':{'/t':'exec,mode=7,size=1048576'}}}");
  }

  @Test
  void a_healthcheck_is_described_in_nanoseconds() {
    assertBody(
        SPEC.withHealthcheck(
            Healthcheck.shell("true")
                .withInterval(Duration.ofMillis(50))
                .withTimeout(Duration.ofSeconds(1))
                .withStartPeriod(Duration.ofSeconds(2))
                .withStartInterval(Duration.ofMillis(3))
                .withRetries(5)),
        "{'Image':'shop:1.4','Labels':{'l':'v'},'Healthcheck':{'Test':['CMD-SHELL','true'],"
            + "'Interval':50000000,'Timeout':1000000000,'StartPeriod':2000000000,'StartInterval':3000000,'Retries':5},"
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
  void a_network_is_joined_with_addresses_where_the_engine_takes_them() {
    ContainerSpec spec =
        SPEC.withNetwork(
            NetworkAttachment.to(new Net("1", "front"))
                .withAlias("web")
                .withAddress("10.1.2.3")
                .withAddress("fd00::3")
                .withMac("02:42:0a:01:02:03"));
    String endpoint =
        "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'NetworkMode':'front'},%s"
            + "'NetworkingConfig':{'EndpointsConfig':{'front':{'Aliases':['web'],"
            + "'IPAMConfig':{'IPv4Address':'10.1.2.3','IPv6Address':'fd00::3'}%s}}}}";
    assertBody(spec, endpoint.formatted("", ",'MacAddress':'02:42:0a:01:02:03'"));
    assertThat(body(spec, false).replace('"', '\''))
        .isEqualTo(endpoint.formatted("'MacAddress':'02:42:0a:01:02:03',", ""));
  }

  @Test
  void a_network_mode_says_what_is_published() {
    String head = "{'Image':'shop:1.4','Labels':{'l':'v'},'HostConfig':{'NetworkMode':";
    ContainerSpec spec = SPEC.withFixedPort(80, 80);
    assertBody(
        spec.withNetworkMode(NetworkMode.host()), head + "'host'},'ExposedPorts':{'80/tcp':{}}}");
    assertBody(
        spec.withNetworkMode(NetworkMode.none()), head + "'none'},'ExposedPorts':{'80/tcp':{}}}");
    assertBody(spec.withNetworkMode(NetworkMode.container(OTHER)), head + "'container:abc'}}");
    String bridge = body(spec.withNetworkMode(NetworkMode.bridge())).replace('"', '\'');
    assertThat(bridge).contains("'NetworkMode':'default'", "'PortBindings'");
    assertThat(body(spec.withNetworkMode(NetworkMode.custom("slirp4netns"))))
        .contains("\"NetworkMode\":\"slirp4netns\"", "PortBindings");
    assertThat(body(SPEC.withImagePorts().withNetworkMode(NetworkMode.host())))
        .doesNotContain("PublishAllPorts");
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

  /** The engine of a virtual machine that lacks capabilities itself cannot show it. */
  @Test
  void a_privileged_command_is_one() {
    ExecSpec command = ExecSpec.of("true");
    assertThat(Execs.body(command, true)).doesNotContainKey("Privileged");
    assertThat(Execs.body(command.withPrivileged(), true)).containsEntry("Privileged", true);
  }
}
