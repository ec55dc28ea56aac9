package dev.drydock.internal.docker;

import dev.drydock.model.DataSize;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.container.Device;
import dev.drydock.spec.container.Dns;
import dev.drydock.spec.container.Gpus;
import dev.drydock.spec.container.LogDriver;
import dev.drydock.spec.container.Namespaces;
import dev.drydock.spec.container.Resources;
import dev.drydock.spec.container.RestartPolicy;
import dev.drydock.spec.container.Security;
import dev.drydock.spec.container.Ulimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The less common words of a description in the body of the create call. */
final class CreateWishes {

  private final Map<String, Object> body;
  private final Map<String, Object> host;

  CreateWishes(Map<String, Object> body, Map<String, Object> host) {
    this.body = body;
    this.host = host;
  }

  /** Puts what is said; for what is not said, no class is loaded. */
  void put(ContainerSpec spec) {
    text(body, "Hostname", spec.hostname());
    text(body, "Domainname", spec.domain());
    text(body, "StopSignal", spec.stopSignal());
    Duration stop = spec.stopTimeout();
    if (stop != null) {
      body.put("StopTimeout", stop.getSeconds() + (stop.getNano() > 0 ? 1 : 0));
    }
    if (spec.tty()) {
      body.put("Tty", true);
    }
    if (spec.stdin()) {
      body.put("OpenStdin", true);
      body.put("StdinOnce", true);
    }
    if (spec.init()) {
      host.put("Init", true);
    }
    text(host, "Runtime", spec.runtime());
    texts(host, "GroupAdd", spec.groups());
    Resources resources = spec.resources();
    if (resources != null) {
      put(resources);
    }
    Security security = spec.security();
    if (security != null) {
      put(security);
    }
    Namespaces namespaces = spec.namespaces();
    if (namespaces != null) {
      put(namespaces);
    }
    Dns dns = spec.dns();
    if (dns != null) {
      put(dns);
    }
    RestartPolicy restart = spec.restartPolicy();
    if (restart != null) {
      put(restart);
    }
    LogDriver driver = spec.logDriver();
    if (driver != null) {
      put(driver);
    }
    if (!spec.devices().isEmpty()) {
      putDevices(spec.devices());
    }
    Gpus gpus = spec.gpus();
    if (gpus != null) {
      put(gpus);
    }
  }

  /** What may be changed later too. */
  void putLimits(Resources resources) {
    bytes("Memory", resources.memory());
    bytes("MemorySwap", resources.memoryAndSwap());
    bytes("MemoryReservation", resources.memoryReservation());
    number("NanoCpus", resources.nanoCpus());
    number("CpuShares", resources.cpuShares());
    text(host, "CpusetCpus", resources.cpuSet());
    number("PidsLimit", resources.pids());
  }

  private void put(Resources resources) {
    putLimits(resources);
    bytes("ShmSize", resources.shm());
    Integer score = resources.oomScore();
    if (score != null) {
      host.put("OomScoreAdj", score);
    }
    List<Object> limits = new ArrayList<>();
    for (Ulimit each : resources.ulimits()) {
      Map<String, Object> limit = new LinkedHashMap<>();
      limit.put("Name", each.name());
      limit.put("Soft", each.soft());
      limit.put("Hard", each.hard());
      limits.add(limit);
    }
    if (!limits.isEmpty()) {
      host.put("Ulimits", limits);
    }
  }

  private void put(Security security) {
    if (security.privileged()) {
      host.put("Privileged", true);
    }
    if (security.readOnlyRoot()) {
      host.put("ReadonlyRootfs", true);
    }
    texts(host, "CapAdd", security.capabilities());
    texts(host, "CapDrop", security.droppedCapabilities());
    texts(host, "SecurityOpt", security.options());
    texts(host, "DeviceCgroupRules", security.deviceRules());
  }

  private void put(Namespaces namespaces) {
    text(host, "PidMode", namespaces.pid());
    text(host, "IpcMode", namespaces.ipc());
    text(host, "UTSMode", namespaces.uts());
    text(host, "UsernsMode", namespaces.users());
    text(host, "CgroupnsMode", namespaces.cgroup());
    text(host, "CgroupParent", namespaces.cgroupParent());
    if (!namespaces.sysctls().isEmpty()) {
      host.put("Sysctls", new LinkedHashMap<>(namespaces.sysctls()));
    }
  }

  private void put(Dns dns) {
    texts(host, "Dns", dns.servers());
    texts(host, "DnsSearch", dns.searches());
    texts(host, "DnsOptions", dns.options());
    List<String> hosts = new ArrayList<>();
    dns.hosts().forEach((name, address) -> hosts.add(name + ":" + address));
    texts(host, "ExtraHosts", hosts);
  }

  private void put(RestartPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Name", policy.name());
    if (policy.retries() > 0) {
      json.put("MaximumRetryCount", policy.retries());
    }
    host.put("RestartPolicy", json);
  }

  private void put(LogDriver driver) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Type", driver.name());
    json.put("Config", new LinkedHashMap<>(driver.options()));
    host.put("LogConfig", json);
  }

  private void putDevices(List<Device> devices) {
    List<Object> all = new ArrayList<>();
    for (Device each : devices) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("PathOnHost", each.hostPath());
      json.put("PathInContainer", each.containerPath());
      json.put("CgroupPermissions", each.permissions());
      all.add(json);
    }
    host.put("Devices", all);
  }

  private void put(Gpus gpus) {
    Map<String, Object> request = new LinkedHashMap<>();
    if (gpus.ids().isEmpty()) {
      request.put("Count", gpus.count());
    } else {
      request.put("DeviceIDs", new ArrayList<>(gpus.ids()));
    }
    request.put("Capabilities", List.of(List.of("gpu")));
    host.put("DeviceRequests", List.of(request));
  }

  private void bytes(String name, @Nullable DataSize size) {
    if (size != null) {
      host.put(name, size.bytes());
    }
  }

  private void number(String name, long number) {
    if (number != 0) {
      host.put(name, number);
    }
  }

  private static void text(Map<String, Object> json, String name, @Nullable String text) {
    if (text != null) {
      json.put(name, text);
    }
  }

  private static void texts(Map<String, Object> json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.put(name, new ArrayList<>(texts));
    }
  }
}
