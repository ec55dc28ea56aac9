package dev.drydock.spec;

import dev.drydock.model.ContainerRef;
import dev.drydock.model.DataSize;
import dev.drydock.model.ImageName;
import dev.drydock.model.VolumeRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Storage that appears at a path in the container: a host path, a volume, memory, the files of an
 * image, or what another container has mounted.
 */
public sealed interface Mount {

  /**
   * A file or directory of this machine, readable and writable from both sides.
   *
   * @throws IllegalArgumentException when the host path does not exist, or the container path is
   *     not absolute
   */
  static Bind bind(Path hostPath, String containerPath) {
    Path absolute = hostPath.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new IllegalArgumentException("host path to mount does not exist: " + absolute);
    }
    return bind(absolute.toString(), containerPath);
  }

  /**
   * A file or directory of the engine's machine, which may be another than this one: it is not
   * looked for here. The engine refuses the container when it is missing; see {@link
   * Bind#createdWhenMissing()}.
   *
   * @throws IllegalArgumentException when a path is not absolute
   */
  static Bind bind(String hostPath, String containerPath) {
    return new Bind(hostPath, containerPath, false, null, null, false);
  }

  /** A volume, live or adopted, readable and writable. */
  static VolumeMount volume(VolumeRef volume, String containerPath) {
    return new VolumeMount(volume, containerPath, false, "", true);
  }

  /** A volume without a name, made with the container and removed with it. */
  static AnonymousVolume anonymousVolume(String containerPath) {
    return new AnonymousVolume(containerPath);
  }

  /** Memory, as much as the engine allows, gone with the container's process. */
  static Tmpfs tmpfs(String containerPath) {
    return new Tmpfs(containerPath, null, 01777, List.of());
  }

  /**
   * The files of an image, which cannot be written to.
   *
   * @throws IllegalArgumentException when the text is not an image name
   */
  static ImageMount image(String image, String containerPath) {
    return image(ImageName.parse(image), containerPath);
  }

  /** The files of an image, which cannot be written to. */
  static ImageMount image(ImageName image, String containerPath) {
    return new ImageMount(image, containerPath, "");
  }

  /**
   * All volumes and binds of another container, which need not run, at the paths where that one has
   * them.
   */
  static VolumesFrom volumesFrom(ContainerRef container) {
    return new VolumesFrom(container, false);
  }

  /** The absolute path in the container; empty for {@link VolumesFrom}, which says none. */
  String containerPath();

  /** Whether a description that has this mount, and is given the other, keeps the other alone. */
  default boolean isReplacedBy(Mount other) {
    if (this instanceof VolumesFrom mine && other instanceof VolumesFrom its) {
      return mine.container.id().equals(its.container.id());
    }
    return !containerPath().isEmpty() && containerPath().equals(other.containerPath());
  }

  private static void requireAbsolute(String containerPath) {
    if (!containerPath.startsWith("/") && !containerPath.matches("[A-Za-z]:[\\\\/].*")) {
      throw new IllegalArgumentException(
          "mount path in the container must be absolute, was " + containerPath);
    }
  }

  private static void requireInside(String subpath) {
    if (subpath.startsWith("/") || List.of(subpath.split("/")).contains("..")) {
      throw new IllegalArgumentException(
          "subpath must lie in what is mounted, without a leading / and without .., was "
              + subpath);
    }
  }

  /** Which mounts made later, on one side, are seen on the other; Linux. */
  enum Propagation {
    /** None, on either side. */
    PRIVATE,
    /** None below the path, which cannot be bound again either. */
    UNBINDABLE,
    /** Those of the host are seen in the container. */
    SLAVE,
    /** Those of either side are seen on the other. */
    SHARED,
    /** As {@link #PRIVATE}, for all mounts below the path too; what engines do by themselves. */
    RPRIVATE,
    /** As {@link #UNBINDABLE}, for all mounts below the path too. */
    RUNBINDABLE,
    /** As {@link #SLAVE}, for all mounts below the path too. */
    RSLAVE,
    /** As {@link #SHARED}, for all mounts below the path too. */
    RSHARED;

    /** The engine's word, for example {@code rslave}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which SELinux label the engine gives the host's files; elsewhere it has no effect. */
  enum Relabel {
    /** One with which every container may use them. */
    SHARED,
    /** One with which this container alone may use them. */
    PRIVATE
  }

  /**
   * A bind mount; {@code HostConfig.Mounts} of type {@code bind}, or {@code HostConfig.Binds} when
   * it is relabelled or made.
   *
   * @param hostPath an absolute path on the engine's machine
   * @param containerPath an absolute path in the container
   * @param readOnly whether the container may not write
   * @param propagation which later mounts are seen through it, or null for the engine's own choice
   * @param relabel how SELinux labels are changed, or null for not at all
   * @param created whether a host path that is missing is made
   */
  record Bind(
      String hostPath,
      String containerPath,
      boolean readOnly,
      @Nullable Propagation propagation,
      @Nullable Relabel relabel,
      boolean created)
      implements Mount {

    /** Checks the paths. */
    public Bind {
      if (!hostPath.startsWith("/")
          && !hostPath.startsWith("\\\\")
          && !hostPath.matches("[A-Za-z]:[\\\\/].*")) {
        throw new IllegalArgumentException("host path to mount must be absolute, was " + hostPath);
      }
      requireAbsolute(containerPath);
      if ((relabel != null || created)
          && Stream.of(hostPath, containerPath)
              .anyMatch(each -> each.startsWith("/") && each.indexOf(':') >= 0)) {
        throw new IllegalArgumentException(
            "paths of a bind that is relabelled or created must not hold ':', were "
                + hostPath
                + " and "
                + containerPath);
      }
    }

    /** This mount, not writable from the container. */
    public Bind asReadOnly() {
      return new Bind(hostPath, containerPath, true, propagation, relabel, created);
    }

    /** With this propagation of later mounts (replaces). {@code BindOptions.Propagation}. */
    public Bind withPropagation(Propagation newPropagation) {
      return new Bind(hostPath, containerPath, readOnly, newPropagation, relabel, created);
    }

    /** With the host's files labelled for SELinux (replaces). {@code z} and {@code Z}. */
    public Bind withRelabel(Relabel newRelabel) {
      return new Bind(hostPath, containerPath, readOnly, propagation, newRelabel, created);
    }

    /**
     * With a directory made by the engine, for root, when there is none on its machine; it is not
     * removed.
     */
    public Bind createdWhenMissing() {
      return new Bind(hostPath, containerPath, readOnly, propagation, relabel, true);
    }
  }

  /**
   * A volume mount; {@code HostConfig.Mounts} of type {@code volume}.
   *
   * @param volume the volume
   * @param containerPath an absolute path in the container
   * @param readOnly whether the container may not write
   * @param subpath the directory or file in the volume that is mounted; empty for all of it
   * @param copy whether an empty volume is filled with what the image has at the path
   */
  record VolumeMount(
      VolumeRef volume, String containerPath, boolean readOnly, String subpath, boolean copy)
      implements Mount {

    /** Checks the paths. */
    public VolumeMount {
      requireAbsolute(containerPath);
      requireInside(subpath);
    }

    /** This mount, not writable from the container. */
    public VolumeMount asReadOnly() {
      return new VolumeMount(volume, containerPath, true, subpath, copy);
    }

    /**
     * Only this directory or file of the volume, which must be there by then (replaces). {@code
     * VolumeOptions.Subpath}, API 1.45; refused by older engines before anything is made.
     *
     * @throws IllegalArgumentException when it begins with / or holds ..
     */
    public VolumeMount withSubpath(String newSubpath) {
      return new VolumeMount(volume, containerPath, readOnly, newSubpath, copy);
    }

    /** Not filled with what the image has at the path. {@code VolumeOptions.NoCopy}. */
    public VolumeMount withoutCopy() {
      return new VolumeMount(volume, containerPath, readOnly, subpath, false);
    }
  }

  /**
   * A volume without a name; {@code HostConfig.Mounts} of type {@code volume}.
   *
   * @param containerPath an absolute path in the container
   */
  record AnonymousVolume(String containerPath) implements Mount {

    /** Checks the container path. */
    public AnonymousVolume {
      requireAbsolute(containerPath);
    }
  }

  /**
   * A tmpfs mount; {@code HostConfig.Mounts} of type {@code tmpfs}, or {@code HostConfig.Tmpfs}
   * when it has options.
   *
   * @param containerPath an absolute path in the container
   * @param size the most it may hold, or null for the engine's limit
   * @param mode the permissions of its root, for example {@code 01777}
   * @param options words for the kernel, for example {@code exec} or {@code uid=1000}
   */
  record Tmpfs(String containerPath, @Nullable DataSize size, int mode, List<String> options)
      implements Mount {

    private static final Pattern OPTION = Pattern.compile("[a-z_]+(=[A-Za-z0-9%_.:-]+)?");

    /** Checks the container path, the size, the mode and the options. */
    public Tmpfs {
      requireAbsolute(containerPath);
      if (size != null && size.bytes() == 0) {
        throw new IllegalArgumentException("tmpfs size must be more than 0, was " + size);
      }
      if (mode < 0 || mode > 07777) {
        throw new IllegalArgumentException(
            "tmpfs mode must be 0 to 07777, was 0" + Integer.toOctalString(mode));
      }
      for (String each : options) {
        if (!OPTION.matcher(each).matches()) {
          throw new IllegalArgumentException(
              "tmpfs option must be a word, or a word = a value, was " + each);
        }
        if (each.startsWith("size=") || each.startsWith("mode=")) {
          throw new IllegalArgumentException(
              "tmpfs size and mode are said with withSize and withMode, was " + each);
        }
      }
      options = List.copyOf(options);
    }

    /**
     * Of at most this size. {@code SizeBytes}.
     *
     * @throws IllegalArgumentException when it is 0
     */
    public Tmpfs withSize(DataSize newSize) {
      return new Tmpfs(containerPath, newSize, mode, options);
    }

    /** With these permissions of its root. {@code Mode}. */
    public Tmpfs withMode(int newMode) {
      return new Tmpfs(containerPath, size, newMode, options);
    }

    /**
     * With this word for the kernel (appends), for example {@code exec}, without which engines let
     * no program be run from it.
     *
     * @throws IllegalArgumentException when it is none, or says a size or mode
     */
    public Tmpfs withOption(String option) {
      return new Tmpfs(
          containerPath, size, mode, Stream.concat(options.stream(), Stream.of(option)).toList());
    }

    /** Without any word for the kernel. */
    public Tmpfs withoutOptions() {
      return new Tmpfs(containerPath, size, mode, List.of());
    }
  }

  /**
   * An image mount; {@code HostConfig.Mounts} of type {@code image}, API 1.48; refused by older
   * engines before anything is made. The image is pulled as the container's own is.
   *
   * @param image the image
   * @param containerPath an absolute path in the container
   * @param subpath the directory in the image that is mounted; empty for all of it
   */
  record ImageMount(ImageName image, String containerPath, String subpath) implements Mount {

    /** Checks the paths. */
    public ImageMount {
      requireAbsolute(containerPath);
      requireInside(subpath);
    }

    /** Only this directory of the image (replaces). {@code ImageOptions.Subpath}, API 1.49. */
    public ImageMount withSubpath(String newSubpath) {
      return new ImageMount(image, containerPath, newSubpath);
    }
  }

  /**
   * What another container has mounted; {@code HostConfig.VolumesFrom}.
   *
   * @param container the other container
   * @param readOnly whether this container may not write
   */
  record VolumesFrom(ContainerRef container, boolean readOnly) implements Mount {

    @Override
    public String containerPath() {
      return "";
    }

    /** This mount, not writable from the container. */
    public VolumesFrom asReadOnly() {
      return new VolumesFrom(container, true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof VolumesFrom that
          && container.id().equals(that.container.id())
          && readOnly == that.readOnly;
    }

    @Override
    public int hashCode() {
      return Objects.hash(container.id(), readOnly);
    }
  }
}
