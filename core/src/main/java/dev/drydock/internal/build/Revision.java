package dev.drydock.internal.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which commit is checked out where a directory is, read from git's files without git. */
final class Revision {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String REF = "ref: ";

  private Revision() {}

  /** The commit; nothing when the directory is in no checkout, or no commit has been made. */
  static Optional<String> of(Path directory) {
    try {
      Path git = gitDirectory(directory);
      if (git == null) {
        return Optional.empty();
      }
      String head = Files.readString(git.resolve("HEAD")).strip();
      return Optional.ofNullable(head.startsWith(REF) ? commit(git, head) : head)
          .filter(each -> COMMIT.matcher(each).matches());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Path gitDirectory(Path directory) throws IOException {
    for (Path each = directory; each != null; each = each.getParent()) {
      Path git = each.resolve(".git");
      if (Files.isDirectory(git)) {
        return git;
      }
      if (Files.isRegularFile(git)) {
        // Of a further work tree, or a submodule: gitdir: PATH
        String text = Files.readString(git).strip();
        return each.resolve(text.substring(text.indexOf(':') + 1).strip()).normalize();
      }
    }
    return null;
  }

  private static @Nullable String commit(Path git, String head) throws IOException {
    String ref = head.substring(REF.length());
    Path common = git;
    Path pointer = git.resolve("commondir");
    if (Files.isRegularFile(pointer)) {
      common = git.resolve(Files.readString(pointer).strip()).normalize();
    }
    for (Path each : new Path[] {git.resolve(ref), common.resolve(ref)}) {
      if (Files.isRegularFile(each)) {
        return Files.readString(each).strip();
      }
    }
    Path packed = common.resolve("packed-refs");
    if (Files.isRegularFile(packed)) {
      for (String line : Files.readAllLines(packed)) {
        if (line.endsWith(" " + ref)) {
          return line.substring(0, line.indexOf(' '));
        }
      }
    }
    return null;
  }
}
