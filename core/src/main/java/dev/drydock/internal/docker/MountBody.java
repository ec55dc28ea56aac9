package dev.drydock.internal.docker;

import dev.drydock.model.DataSize;
import dev.drydock.spec.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of the body of {@code POST /containers/create}. Most are {@code HostConfig.Mounts};
 * the older {@code Binds} and {@code Tmpfs} alone know SELinux labels, and, on engines before API
 * 1.46, words for the kernel.
 */
final class MountBody {

  private MountBody() {}

  /** Puts them in the host's part of the body. */
  static void put(Map<String, Object> host, List<Mount> mounts) {
    List<Object> structured = new ArrayList<>();
    List<Object> binds = new ArrayList<>();
    List<Object> others = new ArrayList<>();
    Map<String, Object> memory = new LinkedHashMap<>();
    for (Mount each : mounts) {
      if (each instanceof Mount.Bind bind && (bind.relabel() != null || bind.created())) {
        binds.add(line(bind));
      } else if (each instanceof Mount.Tmpfs tmpfs && !tmpfs.options().isEmpty()) {
        memory.put(tmpfs.containerPath(), words(tmpfs));
      } else if (each instanceof Mount.VolumesFrom from) {
        others.add(from.container().id() + (from.readOnly() ? ":ro" : ""));
      } else {
        structured.add(mount(each));
      }
    }
    putSome(host, "Mounts", structured);
    putSome(host, "Binds", binds);
    putSome(host, "VolumesFrom", others);
    if (!memory.isEmpty()) {
      host.put("Tmpfs", memory);
    }
  }

  private static void putSome(Map<String, Object> host, String name, List<Object> some) {
    if (!some.isEmpty()) {
      host.put(name, some);
    }
  }

  /** Such a line makes the engine create a host path that is missing, if it is not in Mounts. */
  private static String line(Mount.Bind bind) {
    List<String> words = new ArrayList<>();
    if (bind.readOnly()) {
      words.add("ro");
    }
    if (bind.relabel() != null) {
      words.add(bind.relabel() == Mount.Relabel.SHARED ? "z" : "Z");
    }
    Mount.Propagation propagation = bind.propagation();
    if (propagation != null) {
      words.add(propagation.word());
    }
    String paths = bind.hostPath() + ":" + bind.containerPath();
    return words.isEmpty() ? paths : paths + ":" + String.join(",", words);
  }

  private static String words(Mount.Tmpfs tmpfs) {
    List<String> words = new ArrayList<>(tmpfs.options());
    words.add("mode=" + Integer.toOctalString(tmpfs.mode()));
    DataSize size = tmpfs.size();
    if (size != null) {
      words.add("size=" + size.bytes());
    }
    return String.join(",", words);
  }

  private static Map<String, Object> mount(Mount mount) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Target", mount.containerPath());
    if (mount instanceof Mount.Bind bind) {
      json.put("Type", "bind");
      json.put("Source", bind.hostPath());
      json.put("ReadOnly", bind.readOnly());
      Mount.Propagation propagation = bind.propagation();
      putOptions(
          json, "BindOptions", "Propagation", propagation == null ? null : propagation.word());
    } else if (mount instanceof Mount.VolumeMount volume) {
      json.put("Type", "volume");
      json.put("Source", volume.volume().name());
      json.put("ReadOnly", volume.readOnly());
      Map<String, Object> options = new LinkedHashMap<>();
      if (!volume.subpath().isEmpty()) {
        options.put("Subpath", volume.subpath());
      }
      if (!volume.copy()) {
        options.put("NoCopy", true);
      }
      if (!options.isEmpty()) {
        json.put("VolumeOptions", options);
      }
    } else if (mount instanceof Mount.AnonymousVolume) {
      json.put("Type", "volume");
    } else if (mount instanceof Mount.ImageMount image) {
      json.put("Type", "image");
      json.put("Source", image.image().toString());
      putOptions(
          json, "ImageOptions", "Subpath", image.subpath().isEmpty() ? null : image.subpath());
    } else if (mount instanceof Mount.Tmpfs tmpfs) {
      json.put("Type", "tmpfs");
      Map<String, Object> options = new LinkedHashMap<>();
      options.put("Mode", tmpfs.mode());
      DataSize size = tmpfs.size();
      if (size != null) {
        options.put("SizeBytes", size.bytes());
      }
      json.put("TmpfsOptions", options);
    }
    return json;
  }

  private static void putOptions(
      Map<String, Object> json, String name, String option, @Nullable String value) {
    if (value != null) {
      Map<String, Object> options = new LinkedHashMap<>();
      options.put(option, value);
      json.put(name, options);
    }
  }
}
