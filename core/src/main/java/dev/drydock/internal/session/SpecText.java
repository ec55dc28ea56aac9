package dev.drydock.internal.session;

import dev.drydock.model.ContainerPort;
import dev.drydock.model.DataSize;
import dev.drydock.model.Platform;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.Healthcheck;
import dev.drydock.spec.Mount;
import dev.drydock.spec.PortBinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions as JSON, as far as they say what container is made. One that says what no file can
 * hold, such as a live volume, has none.
 */
final class SpecText {

  /** Longer files would make a record that takes longer to read than a container to make. */
  private static final int MOST_BYTES = 64 * 1024;

  private SpecText() {}

  /** The description as maps, lists and texts; empty when it cannot be written down. */
  static Optional<Map<String, Object>> write(ContainerSpec spec) {
    if (!Preparation.isHarmless(spec)
        || !spec.networks().isEmpty()
        || !spec.engineOptions().isEmpty()
        || holdsWhatIsOfThisRun(spec)) {
      return Optional.empty();
    }
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("image", spec.image().toString());
    put(text, "env", spec.env());
    put(
        text,
        "ports",
        spec.ports().stream().map(PortBinding::containerPort).map(Object::toString).toList());
    put(text, "imagePorts", spec.imagePorts() ? true : null);
    put(text, "command", spec.command());
    put(text, "entrypoint", spec.entrypoint());
    put(text, "labels", spec.labels());
    put(text, "user", spec.user());
    put(text, "workingDirectory", spec.workingDirectory());
    DataSize memory = spec.memory();
    Platform platform = spec.platform();
    put(text, "platform", platform == null ? null : platform.toString());
    put(text, "memory", memory == null ? null : memory.bytes());
    put(text, "mounts", spec.mounts().stream().map(SpecText::write).toList());
    Healthcheck healthcheck = spec.healthcheck();
    put(text, "healthcheck", healthcheck == null ? null : write(healthcheck));
    Map<String, Object> files = new LinkedHashMap<>();
    for (Map.Entry<String, FileContent> each : spec.files().entrySet()) {
      files.put(each.getKey(), write(each.getValue()));
    }
    put(text, "files", files);
    // A description that does not come back the same must not be recorded.
    return read(text).makesSameContainerAs(spec) ? Optional.of(text) : Optional.empty();
  }

  private static boolean holdsWhatIsOfThisRun(ContainerSpec spec) {
    return !spec.envFromFiles().isEmpty()
        || spec.files().values().stream().anyMatch(each -> each.secret() || each.isStream());
  }

  private static void put(Map<String, Object> text, String key, @Nullable Object value) {
    boolean empty =
        value == null
            || (value instanceof List<?> list && list.isEmpty() && !key.equals("entrypoint"))
            || (value instanceof Map<?, ?> map && map.isEmpty());
    if (!empty) {
      text.put(key, value);
    }
  }

  private static Map<String, Object> write(FileContent file) {
    Map<String, Object> text = new LinkedHashMap<>();
    Path path = file.sourcePath();
    put(text, "path", path == null ? null : path.toString());
    put(text, "resource", file.sourceResource());
    if (text.isEmpty()) {
      put(text, "bytes", bytes(file));
    }
    text.put("mode", file.mode());
    put(text, "user", file.user() == 0 ? null : file.user());
    put(text, "group", file.group() == 0 ? null : file.group());
    return text;
  }

  /** Null when they are too many for a record. */
  private static @Nullable String bytes(FileContent file) {
    try (InputStream content = file.open()) {
      byte[] bytes = content.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES ? null : Base64.getEncoder().encodeToString(bytes);
    } catch (IOException e) {
      return null;
    }
  }

  private static Map<String, Object> write(Mount mount) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("at", mount.containerPath());
    if (mount instanceof Mount.Tmpfs tmpfs) {
      DataSize size = tmpfs.size();
      put(text, "size", size == null ? null : size.bytes());
      text.put("mode", tmpfs.mode());
      put(text, "options", tmpfs.options());
    }
    return text;
  }

  private static Map<String, Object> write(Healthcheck check) {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("test", check.test());
    put(text, "interval", text(check.interval()));
    put(text, "timeout", text(check.timeout()));
    put(text, "startPeriod", text(check.startPeriod()));
    put(text, "startInterval", text(check.startInterval()));
    text.put("retries", check.retries());
    return text;
  }

  private static @Nullable String text(@Nullable Duration time) {
    return time == null ? null : time.toString();
  }

  /**
   * The description of such a text.
   *
   * @throws IllegalArgumentException or {@link ClassCastException} when it is none
   */
  static ContainerSpec read(Map<?, ?> text) {
    ContainerSpec spec = ContainerSpec.of(String.valueOf(text.get("image")));
    for (Map.Entry<?, ?> each : map(text, "env").entrySet()) {
      spec = spec.withEnv((String) each.getKey(), (String) each.getValue());
    }
    for (String each : texts(text, "ports")) {
      spec = spec.withPort(ContainerPort.parse(each));
    }
    spec = Boolean.TRUE.equals(text.get("imagePorts")) ? spec.withImagePorts() : spec;
    spec = text.containsKey("command") ? spec.withCommand(words(text, "command")) : spec;
    spec = text.containsKey("entrypoint") ? spec.withEntrypoint(words(text, "entrypoint")) : spec;
    for (Map.Entry<?, ?> each : map(text, "labels").entrySet()) {
      spec = spec.withLabel((String) each.getKey(), (String) each.getValue());
    }
    spec = text.get("user") instanceof String user ? spec.withUser(user) : spec;
    spec =
        text.get("workingDirectory") instanceof String directory
            ? spec.withWorkingDirectory(directory)
            : spec;
    DataSize memory = size(text, "memory");
    spec = memory == null ? spec : spec.withMemory(memory);
    spec = text.get("platform") instanceof String platform ? spec.withPlatform(platform) : spec;
    for (Object each : list(text, "mounts")) {
      spec = spec.withMount(mount((Map<?, ?>) each));
    }
    spec =
        text.get("healthcheck") instanceof Map<?, ?> check
            ? spec.withHealthcheck(healthcheck(check))
            : spec;
    for (Map.Entry<?, ?> each : map(text, "files").entrySet()) {
      spec = spec.withFile((String) each.getKey(), file((Map<?, ?>) each.getValue()));
    }
    return spec;
  }

  private static FileContent file(Map<?, ?> text) {
    FileContent content;
    if (text.get("path") instanceof String path) {
      content = FileContent.path(Path.of(path));
    } else if (text.get("resource") instanceof String resource) {
      content = FileContent.classPath(resource);
    } else {
      content = FileContent.bytes(Base64.getDecoder().decode(text(text, "bytes")));
    }
    return content
        .withMode((int) number(text, "mode"))
        .withOwner((int) number(text, "user"), (int) number(text, "group"));
  }

  private static String text(Map<?, ?> text, String key) {
    return text.get(key) instanceof String there ? there : "";
  }

  private static Mount mount(Map<?, ?> text) {
    String at = String.valueOf(text.get("at"));
    int mode = (int) number(text, "mode");
    return new Mount.Tmpfs(at, size(text, "size"), mode, texts(text, "options"));
  }

  private static Healthcheck healthcheck(Map<?, ?> text) {
    return new Healthcheck(
        texts(text, "test"),
        time(text, "interval"),
        time(text, "timeout"),
        time(text, "startPeriod"),
        time(text, "startInterval"),
        (int) number(text, "retries"));
  }

  private static @Nullable Duration time(Map<?, ?> text, String key) {
    return text.get(key) instanceof String time ? Duration.parse(time) : null;
  }

  private static @Nullable DataSize size(Map<?, ?> text, String key) {
    return text.get(key) instanceof Number bytes ? DataSize.ofBytes(bytes.longValue()) : null;
  }

  private static long number(Map<?, ?> text, String key) {
    return text.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static Map<?, ?> map(Map<?, ?> text, String key) {
    return text.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(Map<?, ?> text, String key) {
    return text.get(key) instanceof List<?> list ? list : List.of();
  }

  private static List<String> texts(Map<?, ?> text, String key) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(text, key)) {
      texts.add((String) each);
    }
    return texts;
  }

  private static String[] words(Map<?, ?> text, String key) {
    return texts(text, key).toArray(String[]::new);
  }
}
