package dev.drydock.internal.session;

import dev.drydock.engine.Diagnosis;
import dev.drydock.engine.Engine;
import dev.drydock.engine.EngineDetails;
import dev.drydock.engine.Leftover;
import dev.drydock.engine.Settings;
import dev.drydock.internal.cleanup.Owner;
import dev.drydock.internal.cleanup.Sweep;
import dev.drydock.internal.docker.discovery.EngineDiscovery;
import dev.drydock.internal.docker.discovery.Found;
import dev.drydock.internal.docker.discovery.Surroundings;
import dev.drydock.model.DrydockException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Looks for an engine, and says what it found and what to do. */
public final class Doctor {

  private Doctor() {}

  /** Looks with these settings. */
  public static Diagnosis examine(Settings settings) {
    return examine(settings, Surroundings.current());
  }

  static Diagnosis examine(Settings settings, Surroundings surroundings) {
    Found found;
    try {
      found = new EngineDiscovery(settings, surroundings).find(null);
    } catch (DrydockException | IllegalArgumentException e) {
      return new Diagnosis(false, String.valueOf(e.getMessage()));
    }
    try (Engine engine = found.engine()) {
      return report(found, engine);
    } finally {
      found.service().end();
    }
  }

  private static Diagnosis report(Found found, Engine engine) {
    List<String> lines = new ArrayList<>();
    lines.add("A container engine answers.");
    lines.add(line("Engine", engine.info().product() + " at " + found.place()));
    String head = "Tried first";
    for (String each : found.failed()) {
      lines.add(line(head, each));
      head = "";
    }
    boolean healthy = true;
    String next = "nothing; tests can use it";
    try {
      EngineDetails details = engine.details();
      lines.add(line("Edition", words(details.edition(), details.version())));
      lines.add(
          line(
              "API",
              engine.info().apiVersion()
                  + " is used; it speaks "
                  + details.oldestApi()
                  + " to "
                  + details.newestApi()));
      lines.add(
          line("Containers", details.system() + "/" + details.architecture() + isolation(details)));
      lines.add(
          line(
              "Host",
              words(details.host(), "kernel " + details.kernel())
                  + ", "
                  + details.processors()
                  + (details.processors() == 1 ? " processor, " : " processors, ")
                  + details.memory()
                  + (details.rootless() ? ", rootless" : "")));
      lines.add(line("Storage", words(details.storage(), "cgroups " + details.cgroups())));
      for (String each : details.warnings()) {
        lines.add(line("Warning", each));
      }
      List<Leftover> left = Sweep.abandoned(engine, Owner.current());
      lines.add(line("Leftovers", leftovers(left)));
      if (!left.isEmpty()) {
        next = "nothing; the first start of the next run removes what is left";
      }
    } catch (DrydockException e) {
      healthy = false;
      lines.add(line("Trouble", String.valueOf(e.getMessage())));
      next = "look into the engine's own log; it answers, but not as it should";
    }
    lines.add(line("Can", new TreeSet<>(engine.info().capabilities()).toString()));
    lines.add(line("Next", next));
    return new Diagnosis(healthy, String.join("\n", lines));
  }

  private static String isolation(EngineDetails details) {
    return details.isolation().isEmpty() ? "" : ", isolation " + details.isolation();
  }

  private static String words(String first, String second) {
    return first.isEmpty() ? second : first + ", " + second;
  }

  private static String line(String title, String text) {
    String head = title.isEmpty() ? "" : title + ":";
    return "  " + head + " ".repeat(Math.max(1, 13 - head.length())) + text;
  }

  private static String leftovers(List<Leftover> left) {
    if (left.isEmpty()) {
      return "none";
    }
    List<String> names = new ArrayList<>();
    for (Leftover each : left) {
      names.add(each.name());
    }
    return left.size() + " of runs that have ended: " + String.join(", ", names);
  }
}
