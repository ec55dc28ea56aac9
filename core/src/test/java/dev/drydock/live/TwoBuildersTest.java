package dev.drydock.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.Drydock;
import dev.drydock.engine.Engine;
import dev.drydock.engine.Forked;
import dev.drydock.runtime.BuiltImage;
import dev.drydock.runtime.Session;
import dev.drydock.spec.image.Dockerfile;
import dev.drydock.spec.image.ImageSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("engine")
@Timeout(120)
class TwoBuildersTest {

  private static final String READY = "ready to build";
  private static final String DONE = "image ";

  /** What each forked JVM runs: waits for its sign, builds, and says what came of it. */
  static final class Builder {
    public static void main(String[] args) throws IOException {
      try (Drydock drydock = Drydock.connect();
          Session session = drydock.openSession()) {
        System.out.println(READY);
        int sign = System.in.read();
        BuiltImage image =
            session.image(
                ImageSpec.of(Dockerfile.from(Live.BUSYBOX).run("sleep 2; echo " + args[0])));
        System.out.println(
            DONE + image.name() + " " + image.id() + " " + image.wasBuilt() + " " + sign);
      }
    }
  }

  private static String line(BufferedReader output, String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new IOException("the forked JVM ended without a line that begins with " + beginning);
  }

  @Test
  void of_two_jvms_that_want_the_same_at_the_same_time_one_builds() throws Exception {
    String once = UUID.randomUUID().toString();
    List<Process> jvms = new ArrayList<>();
    List<BufferedReader> outputs = new ArrayList<>();
    try (Engine engine = Live.engine()) {
      for (int i = 0; i < 2; i++) {
        Process jvm = Forked.jvm(Builder.class, List.of(once));
        jvms.add(jvm);
        outputs.add(
            new BufferedReader(
                new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8)));
      }
      for (BufferedReader each : outputs) {
        line(each, READY);
      }
      for (Process each : jvms) {
        each.getOutputStream().write('!');
        each.getOutputStream().flush();
      }
      List<String> names = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      List<Boolean> built = new ArrayList<>();
      for (BufferedReader each : outputs) {
        String[] words = line(each, DONE).split(" ");
        names.add(words[1]);
        ids.add(words[2]);
        built.add(Boolean.valueOf(words[3]));
      }
      engine.images().remove(names.get(0));
      assertThat(names.get(1)).isEqualTo(names.get(0));
      assertThat(ids.get(1)).isEqualTo(ids.get(0));
      assertThat(built).containsExactlyInAnyOrder(true, false);
    } finally {
      jvms.forEach(Process::destroyForcibly);
    }
  }
}
