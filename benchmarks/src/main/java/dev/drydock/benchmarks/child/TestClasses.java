package dev.drydock.benchmarks.child;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The test classes that a {@link TestRun} can run. */
public final class TestClasses {

  /** The test class that needs no container. */
  public static final String WITHOUT_CONTAINER = "dev.drydock.benchmarks.junit.NoWebServer";

  private static final String PACKAGE = "dev.drydock.benchmarks.junit.";

  private TestClasses() {}

  /** The name of this contender's test class, which has one container. */
  public static String withContainer(String contender) {
    return PACKAGE + simpleName(contender);
  }

  /**
   * Compiles so many copies of that class into this folder, under the same name with a number
   * behind it, and returns their names: twenty classes as twenty people would have written them,
   * and one source to read.
   */
  public static List<String> copies(String contender, int count, Path folder) throws IOException {
    String name = simpleName(contender);
    Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
    String file = "src/main/java/" + PACKAGE.replace('.', '/') + name + ".java";
    String source = Files.readString(home.resolve(file));
    List<String> command =
        new ArrayList<>(
            List.of("-proc:none", "-XDstringConcat=inline", "-d", folder.toString(), "-cp"));
    command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String copy = String.format(Locale.ROOT, "%s%02d", name, i);
      Path text = folder.resolve(copy + ".java");
      Files.writeString(text, source.replaceAll("\\b" + name + "\\b", copy));
      command.add(text.toString());
      names.add(PACKAGE + copy);
    }
    compile(command);
    return names;
  }

  private static void compile(List<String> command) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int exitCode =
        compiler.run(InputStream.nullInputStream(), output, output, command.toArray(new String[0]));
    if (exitCode != 0) {
      throw new IOException(output.toString(StandardCharsets.UTF_8));
    }
  }

  private static String simpleName(String contender) {
    return contender.substring(0, 1).toUpperCase(Locale.ROOT)
        + contender.substring(1)
        + "WebServer";
  }
}
