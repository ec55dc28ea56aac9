package dev.drydock.internal.docker;

import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineOffers;
import dev.drydock.engine.EngineOffers.Limit;
import dev.drydock.model.DataSize;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads the answers of {@code GET /version} and {@code GET /info}. */
final class Details {

  private Details() {}

  static EngineDetails of(Api api) {
    JsonObject version = api.object(Request.get("/version").within(Api.QUICK), "tell its version");
    JsonObject info = api.object(Request.get("/info").within(Api.QUICK), "tell about its host");
    return read(version, info);
  }

  static EngineDetails read(JsonObject version, JsonObject info) {
    return new EngineDetails(
        edition(version, info),
        version.text("Version"),
        version.text("ApiVersion"),
        version.text("MinAPIVersion"),
        version.text("Os"),
        version.text("Arch"),
        info.text("OperatingSystem"),
        version.text("KernelVersion"),
        info.text("Driver"),
        cgroups(info),
        info.text("Isolation"),
        info.texts("SecurityOptions").stream().anyMatch(each -> each.contains("rootless")),
        (int) info.number("NCPU"),
        DataSize.ofBytes(Math.max(0, info.number("MemTotal"))),
        warnings(info),
        offers(info));
  }

  private static String edition(JsonObject version, JsonObject info) {
    for (JsonObject each : version.objects("Components")) {
      if (each.text("Name").contains("Podman")) {
        return "Podman";
      }
    }
    String platform = version.object("Platform").text("Name");
    if (!platform.isEmpty()) {
      return platform;
    }
    return info.text("OperatingSystem").equals("Docker Desktop") ? "Docker Desktop" : "Docker";
  }

  private static String cgroups(JsonObject info) {
    String driver = info.text("CgroupDriver");
    String version = info.text("CgroupVersion");
    return version.isEmpty() ? driver : driver + " v" + version;
  }

  private static EngineOffers offers(JsonObject info) {
    Set<Limit> lacks = EnumSet.noneOf(Limit.class);
    lacks(info, "MemoryLimit", lacks, Limit.MEMORY);
    lacks(info, "SwapLimit", lacks, Limit.SWAP);
    lacks(info, "CpuCfsQuota", lacks, Limit.CPUS);
    lacks(info, "CPUShares", lacks, Limit.CPU_SHARES);
    lacks(info, "CPUSet", lacks, Limit.CPU_SET);
    lacks(info, "PidsLimit", lacks, Limit.PIDS);
    List<String> runtimes = List.copyOf(info.object("Runtimes").names());
    boolean gpus =
        runtimes.contains("nvidia")
            || info.objects("DiscoveredDevices").stream()
                .anyMatch(each -> each.text("ID").contains("gpu"));
    return new EngineOffers(lacks, runtimes, gpus);
  }

  private static void lacks(JsonObject info, String field, Set<Limit> lacks, Limit limit) {
    if (info.names().contains(field) && !info.flag(field)) {
      lacks.add(limit);
    }
  }

  private static List<String> warnings(JsonObject info) {
    List<String> warnings = new ArrayList<>();
    for (String each : info.texts("Warnings")) {
      warnings.add(each.replaceFirst("^WARNING: ", ""));
    }
    return warnings;
  }
}
