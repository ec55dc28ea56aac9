package dev.drydock.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  @TempDir private Path root;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void a_branch_is_read_from_its_file() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/refs/heads/main", COMMIT + "\n");
    Path below = Files.createDirectories(root.resolve("a/b"));
    assertThat(Revision.of(below)).contains(COMMIT);
  }

  @Test
  void a_packed_branch_is_found() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/packed-refs", "# pack-refs\n" + COMMIT + " refs/heads/main\n");
    assertThat(Revision.of(root)).contains(COMMIT);
  }

  @Test
  void a_detached_head_is_the_commit() throws IOException {
    write(".git/HEAD", COMMIT + "\n");
    assertThat(Revision.of(root)).contains(COMMIT);
  }

  @Test
  void a_further_work_tree_shares_the_branches() throws IOException {
    write("main/.git/refs/heads/topic", COMMIT);
    write("main/.git/worktrees/topic/HEAD", "ref: refs/heads/topic\n");
    write("main/.git/worktrees/topic/commondir", "../..\n");
    write("tree/.git", "gitdir: " + root.resolve("main/.git/worktrees/topic") + "\n");
    assertThat(Revision.of(root.resolve("tree"))).contains(COMMIT);
  }

  @Test
  void before_the_first_commit_there_is_none() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    assertThat(Revision.of(root)).isEmpty();
  }
}
