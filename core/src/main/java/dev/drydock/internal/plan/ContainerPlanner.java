package dev.drydock.internal.plan;

import dev.drydock.engine.ContainerFacts;
import dev.drydock.engine.ContainerPlan;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.EngineInfo;
import dev.drydock.engine.Settings;
import dev.drydock.model.ContainerPort;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.model.Protocol;
import dev.drydock.model.UnsupportedWishException;
import dev.drydock.ready.Readiness;
import dev.drydock.spec.ContainerSpec;
import dev.drydock.spec.EngineOption;
import dev.drydock.spec.FileContent;
import dev.drydock.spec.NetworkMode;
import dev.drydock.spec.PortBinding;
import dev.drydock.spec.container.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a container plan of a description, or refuses what cannot come to be. */
public final class ContainerPlanner {

  private final EngineInfo engine;
  private final ImageNaming images;
  private final Supplier<EngineDetails> details;
  private final boolean emulation;
  private final @Nullable Defaults defaults;
  private final ChosenPorts chosenPorts = new ChosenPorts();

  /**
   * For this engine, with these names of images.
   *
   * @param details asks the engine for its processor; only when a description names one
   * @param emulation whether the engine runs programs for foreign processors
   */
  public ContainerPlanner(
      EngineInfo engine, ImageNaming images, Supplier<EngineDetails> details, boolean emulation) {
    this(engine, images, details, emulation, null);
  }

  ContainerPlanner(
      EngineInfo engine,
      ImageNaming images,
      Supplier<EngineDetails> details,
      boolean emulation,
      @Nullable Defaults defaults) {
    this.engine = engine;
    this.images = images;
    this.details = details;
    this.emulation = emulation;
    this.defaults = defaults;
  }

  /** For this engine, with these names of images and these settings. */
  public static ContainerPlanner of(Engine engine, ImageNaming images, Settings settings) {
    boolean emulation = settings.get("drydock.emulation").orElse("").equals("allowed");
    return new ContainerPlanner(
        engine.info(),
        images,
        new DetailsOnce(engine),
        emulation,
        saysDefaults(settings) ? new Defaults(settings, System.getenv()) : null);
  }

  /** The constants are part of this class: nothing is loaded to find that nothing is said. */
  private static boolean saysDefaults(Settings settings) {
    for (String each :
        new String[] {
          Defaults.MEMORY,
          Defaults.CPUS,
          Defaults.PIDS,
          Defaults.LABELS,
          Defaults.LOG_DRIVER,
          Defaults.DNS,
          Defaults.PROXY,
          Defaults.MOST_MEMORY,
          Defaults.MOST_CPUS
        }) {
      if (settings.get(each).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The plan of a container.
   *
   * @param asked what is wanted
   * @param name the name it gets unless the description has one
   * @param owned Drydock's labels
   * @throws IllegalArgumentException when the description contradicts itself
   * @throws UnsupportedWishException when this engine cannot fulfil it
   */
  public ContainerPlan plan(ContainerSpec asked, String name, Map<String, String> owned) {
    ContainerSpec spec =
        defaults == null ? asked : defaults.apply(asked, () -> details.get().processors());
    requirePublished(spec, spec.readiness());
    if (!spec.isPlain()) {
      Contradictions.refuse(spec);
    }
    for (Map.Entry<String, FileContent> each : spec.files().entrySet()) {
      Path source = each.getValue().sourcePath();
      if (source != null && !Files.exists(source)) {
        throw new IllegalArgumentException("file to copy does not exist: " + source);
      }
    }
    for (EngineOption option : spec.engineOptions()) {
      if (!option.engine().equals(engine.kind())) {
        throw new UnsupportedWishException(
            spec.image()
                + " asks for an option of "
                + option.engine()
                + " engines, and this is a "
                + engine.kind()
                + " engine: "
                + engine.product(),
            null);
      }
    }
    if (!spec.mounts().isEmpty()) {
      MountRules.check(spec, engine);
    }
    NetworkMode mode = spec.networkMode();
    if (mode != null) {
      NetworkRules.check(spec, mode, engine);
    } else if (spec.networks().size() > 1) {
      NetworkRules.checkAddresses(spec, engine);
    }
    if (!spec.isPlain() || spec.healthcheck() != null) {
      new EngineLimits(spec, engine, details).refuse();
    }
    Platform platform = spec.platform();
    if (platform != null) {
      requirePlatform(spec, platform);
    }
    Map<String, String> labels = spec.labels();
    labels.putAll(owned);
    String wanted = spec.name();
    return new ContainerPlan(
        wanted == null ? name : wanted,
        images.apply(spec.image(), platform, details),
        labels,
        mode == null || mode.publishes() ? chosenPorts.named(spec) : spec);
  }

  /**
   * Checks limits that a live container shall have from now on.
   *
   * @throws UnsupportedWishException when it may not have them, or this engine cannot set them
   */
  public void requireAllowed(ContainerSpec spec, Resources limits) {
    ContainerSpec asked = spec.withResources(before -> limits);
    if (defaults != null) {
      defaults.refuseTooMuch(asked);
    }
    new EngineLimits(asked, engine, details).refuse();
  }

  /** The platform of what is described: that which it names, or the engine's own. */
  public Platform platform(@Nullable Platform wanted) {
    return ImageNaming.platform(wanted, details);
  }

  /** The image to use for the one that was named. */
  public ImageName image(ImageName named) {
    return images.applyByName(named, null, details);
  }

  /** The host ports that plans name. */
  public ChosenPorts chosenPorts() {
    return chosenPorts;
  }

  private void requirePlatform(ContainerSpec spec, Platform platform) {
    String asks = spec.image() + " asks for platform " + platform;
    if (!engine.speaks(1, 41)) {
      throw new UnsupportedWishException(
          asks
              + ", which needs Engine API 1.41, and this engine speaks "
              + engine.apiVersion()
              + ": "
              + engine.product(),
          null);
    }
    requireSystem(spec.image().toString(), platform);
    String own = emulation ? "" : Platform.architecture(details.get().architecture());
    if (!own.isEmpty() && !own.equals(platform.architecture())) {
      throw new UnsupportedWishException(
          asks
              + ", and this engine's processor is "
              + own
              + ": "
              + engine.product()
              + ". Leave withPlatform out, use an engine with such a processor, or, if this one runs"
              + " programs for foreign processors, set drydock.emulation=allowed.",
          null);
    }
  }

  /** Refuses a platform of the other operating system, in words that begin with who asks for it. */
  public void requireSystem(String who, Platform platform) {
    if (!platform.system().equals(engine.operatingSystem())) {
      throw new UnsupportedWishException(
          who
              + " asks for platform "
              + platform
              + ", and this engine runs "
              + engine.operatingSystem()
              + " containers: "
              + engine.product()
              + ". Use an image for "
              + engine.operatingSystem()
              + ", or an engine for "
              + platform.system()
              + " containers.",
          null);
    }
  }

  /**
   * Refuses a condition that looks at a port which the description does not publish.
   *
   * @throws IllegalArgumentException naming the port and those that are published
   */
  public static void requirePublished(ContainerSpec spec, Readiness readiness) {
    if (spec.imagePorts() || readiness.ports().isEmpty()) {
      return;
    }
    Set<ContainerPort> named = new TreeSet<>();
    for (PortBinding each : spec.ports()) {
      named.add(each.containerPort());
    }
    Set<ContainerPort> unnamed = new TreeSet<>(readiness.ports());
    unnamed.removeAll(named);
    if (!unnamed.isEmpty()) {
      ContainerPort port = unnamed.iterator().next();
      throw new IllegalArgumentException(
          "readiness of "
              + spec.image()
              + " looks at port "
              + port
              + ", which the description does not name; it names "
              + (named.isEmpty() ? "none" : named)
              + ". Add withPort("
              + (port.protocol() == Protocol.TCP
                  ? "" + port.number()
                  : "ContainerPort." + port.protocol() + "(" + port.number() + ")")
              + ").");
    }
  }

  /**
   * The condition to wait for: the described one, or the default that the container's facts give.
   */
  public static Readiness readiness(ContainerSpec spec, ContainerFacts facts) {
    if (!spec.readiness().equals(Readiness.byDefault())) {
      return spec.readiness();
    }
    if (facts.healthcheck() != null) {
      return Readiness.healthy();
    }
    if (spec.networkMode() == NetworkMode.Fixed.NONE) {
      return Readiness.running();
    }
    List<Readiness> ports = new ArrayList<>();
    for (PortBinding each : spec.ports()) {
      if (each.containerPort().protocol() == Protocol.TCP) {
        ports.add(Readiness.port(each.containerPort().number()));
      }
    }
    if (spec.imagePorts()) {
      for (ContainerPort each : facts.exposedPorts()) {
        Readiness port = Readiness.port(each.number());
        if (each.protocol() == Protocol.TCP && !ports.contains(port)) {
          ports.add(port);
        }
      }
    }
    return switch (ports.size()) {
      case 0 -> Readiness.running();
      case 1 -> ports.get(0);
      default -> Readiness.all(ports.toArray(Readiness[]::new));
    };
  }
}
