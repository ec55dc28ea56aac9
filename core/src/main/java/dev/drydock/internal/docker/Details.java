package dev.drydock.internal.docker;

import dev.drydock.engine.EngineDetails;
import dev.drydock.model.DataSize;
import java.util.ArrayList;
import java.util.List;

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
        warnings(info));
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

  private static List<String> warnings(JsonObject info) {
    List<String> warnings = new ArrayList<>();
    for (String each : info.texts("Warnings")) {
      warnings.add(each.replaceFirst("^WARNING: ", ""));
    }
    return warnings;
  }
}
