package dev.drydock.internal.session;

import dev.drydock.engine.ImageFacts;
import dev.drydock.engine.Settings;
import dev.drydock.internal.plan.ImageLock;
import dev.drydock.internal.plan.ImageLocking;
import dev.drydock.model.DrydockException;
import dev.drydock.model.ImageException;
import dev.drydock.model.ImageName;
import dev.drydock.model.Platform;
import dev.drydock.spec.image.ImageSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Has the images that tests will want on the engine, and locked, before the tests. */
public final class Prepare {

  private static final String HOW =
      """
      Usage: prepare [--update] [--lock FILE] [NAME | NAME=DIRECTORY | @FILE]…

        NAME            is pulled unless the engine has it, and locked
        NAME=DIRECTORY  is built by the Dockerfile there, and locked
        @FILE           is a file with one of these a line
        --update        pulls anew what a registry has, and locks what the names stand for now
        --lock FILE     in place of drydock.lock

      Without any, all that the lock file has is pulled.""";

  private final Hub hub;
  private final Path file;
  private final boolean update;
  private final PrintStream out;
  private final ImageLock lock;
  private final Platform platform;
  private final LockRecord record;

  private Prepare(Hub hub, Path file, boolean update, PrintStream out) {
    this.hub = hub;
    this.file = file;
    this.update = update;
    this.out = out;
    this.lock = Files.exists(file) ? ImageLock.read(file) : ImageLock.none();
    this.platform = hub.planner().platform(null);
    this.record = new LockRecord(hub.engine(), file);
  }

  /**
   * Runs the command.
   *
   * @return 0 when all is there and locked, 1 when not, 2 when the arguments are wrong
   */
  public static int run(List<String> arguments, Settings settings, PrintStream out) {
    boolean update = false;
    Path file = ImageLocking.file(settings);
    Map<ImageName, Optional<Path>> named = new LinkedHashMap<>();
    try {
      for (int i = 0; i < arguments.size(); i++) {
        String word = arguments.get(i);
        if (word.equals("--update")) {
          update = true;
        } else if (word.equals("--lock") && i + 1 < arguments.size()) {
          file = Path.of(arguments.get(++i)).toAbsolutePath();
        } else if (word.startsWith("-")) {
          throw new IllegalArgumentException("There is no option " + word + " of prepare.");
        } else if (word.startsWith("@")) {
          for (String line : lines(Path.of(word.substring(1)))) {
            add(line, named);
          }
        } else {
          add(word, named);
        }
      }
      if (named.isEmpty() && !Files.exists(file)) {
        throw new IllegalArgumentException(
            "There is nothing to prepare: no image is named, and there is no lock file "
                + file
                + " yet.");
      }
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage() + "\n\n" + HOW);
      return 2;
    }
    // What the tests are not allowed is what this is for.
    Settings own = settings.with("drydock.lock", "off").with("drydock.build", "");
    try (Hub hub = Hub.connect(own, null)) {
      hub.pulls().report(Terminal.progress(own, out));
      return new Prepare(hub, file, update, out).run(named) ? 0 : 1;
    } catch (DrydockException | IllegalArgumentException e) {
      out.println(e.getMessage());
      return 1;
    }
  }

  private static void add(String word, Map<ImageName, Optional<Path>> named) {
    int equals = word.indexOf('=');
    Optional<Path> directory = Optional.empty();
    if (equals >= 0) {
      directory = Optional.of(Path.of(word.substring(equals + 1)));
      if (!Files.exists(directory.get().resolve("Dockerfile"))) {
        throw new IllegalArgumentException(
            "NAME=DIRECTORY must name a directory with a Dockerfile, was " + word);
      }
    }
    named.put(ImageName.parse(equals < 0 ? word : word.substring(0, equals)), directory);
  }

  private static List<String> lines(Path list) {
    List<String> lines = new ArrayList<>();
    try {
      for (String each : Files.readAllLines(list)) {
        String line = each.strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "@FILE must be a readable file with the name of an image a line, was " + list, e);
    }
    return lines;
  }

  private boolean run(Map<ImageName, Optional<Path>> named) {
    Map<String, ImageName> wanted = new LinkedHashMap<>();
    Map<String, Path> built = new LinkedHashMap<>();
    for (Map.Entry<ImageName, Optional<Path>> each : named.entrySet()) {
      ImageName used = hub.naming().unlocked(each.getKey());
      String key = used.canonical().toString();
      wanted.putIfAbsent(key, used);
      each.getValue().ifPresent(directory -> built.put(key, directory));
    }
    if (named.isEmpty()) {
      for (ImageLock.Entry each : lock.entries()) {
        wanted.putIfAbsent(each.name().canonical().toString(), each.name());
      }
    }
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (Map.Entry<String, ImageName> each : wanted.entrySet()) {
      ImageName image = each.getValue();
      Path directory = built.get(each.getKey());
      all.add(
          CompletableFuture.supplyAsync(
              () -> directory == null ? prepare(image) : build(image, directory), hub.threads()));
    }
    int failures = 0;
    for (CompletableFuture<String> each : all) {
      try {
        out.println(each.join());
      } catch (CompletionException e) {
        Throwable why = e.getCause();
        out.println(why instanceof DrydockException ? why.getMessage() : String.valueOf(why));
        failures++;
      }
    }
    out.println(
        failures == 0
            ? Files.exists(file)
                ? "Locked in " + file + ". Tests with drydock.lock=locked use just these."
                : "All is there, and nothing of it needs a lock."
            : failures + " of " + all.size() + " images could not be prepared.");
    return failures == 0;
  }

  private String prepare(ImageName image) {
    ImageLock.Entry locked = lock.find(image, platform);
    try {
      if (image.digest().isPresent()) {
        return image + ": " + have(image.withoutTag()) + "; its name says which it is";
      }
      String done = locked == null || update ? renew(image, locked) : fetch(image, locked);
      return image + ": " + done;
    } catch (ImageException e) {
      throw FailureReport.noImage(
          "Image " + image + " could not be prepared.", image, image, hub.naming(), e);
    }
  }

  /** Builds it, and locks what was built. */
  private String build(ImageName image, Path directory) {
    try (LiveSession session = hub.openSession()) {
      String id = session.image(ImageSpec.context(directory)).id();
      hub.engine().images().tag(id, image);
      ImageLock.Entry old = lock.find(image, platform);
      ImageLock.Entry entry = new ImageLock.Entry(image.withoutDigest(), platform, true, id);
      record.write(entry);
      return image + ": " + entry.value() + ", built" + before(old, entry);
    }
  }

  private static String before(ImageLock.@Nullable Entry old, ImageLock.Entry entry) {
    if (old == null) {
      return "";
    }
    return old.value().equals(entry.value()) ? ", unchanged" : ", was " + old.value();
  }

  /** Has what is locked on the engine. */
  private String fetch(ImageName image, ImageLock.Entry locked) {
    if (locked.local()) {
      ImageFacts facts = facts(image);
      if (facts == null || !facts.id().equals(locked.digest())) {
        throw new ImageException(
            ImageException.Reason.FORBIDDEN,
            "  Locked:     "
                + locked.value()
                + ", in "
                + file
                + "\n  Engine has: "
                + (facts == null ? "no image of that name" : "local " + facts.id())
                + "\n  Hint:       build it here, and if another image is meant, lock that: `drydock"
                + " prepare --update "
                + image
                + "`",
            null);
      }
      return locked.value() + ", there";
    }
    ImageName exact = image.withoutTag().withDigest(locked.digest());
    return locked.value() + ", " + have(exact);
  }

  private String have(ImageName exact) {
    ImageName source = hub.naming().source(exact);
    if (facts(exact) != null || facts(source) != null) {
      return "there";
    }
    hub.pulls().pull(source, null);
    return "pulled";
  }

  /** Locks what the name stands for now. */
  private String renew(ImageName image, ImageLock.@Nullable Entry old) {
    ImageName had = image;
    ImageFacts facts = facts(had);
    if (facts == null || (update && LockRecord.registryDigest(facts, had) != null)) {
      had = hub.naming().source(image);
      hub.pulls().pull(had, null);
    }
    ImageLock.Entry entry = record.entry(image, had, platform);
    record.write(entry);
    return entry.value() + (old == null ? ", locked" : before(old, entry));
  }

  private @Nullable ImageFacts facts(ImageName image) {
    try {
      return hub.engine().images().inspect(image);
    } catch (ImageException e) {
      return null;
    }
  }
}
