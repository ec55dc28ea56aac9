package dev.drydock.benchmarks.child;

import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.contender.TimedStart;
import dev.drydock.benchmarks.contender.Wish;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The main class of a fresh JVM: starts a container at once and says {@code done}; then does what
 * standard input asks, {@code start} or {@code stop}, and says {@code done} again.
 */
public final class Child {

  private Child() {}

  /** The contender's name; with a directory after it, an image is built in place of a start. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contenders.open(args[0]);
    if (args.length > 1) {
      contender.build(Path.of(args[1]));
      System.out.println("done");
      contender.close();
      return;
    }
    TimedStart start = contender.timedStart(Wish.webServer());
    System.out.println("done");
    for (String wish = line(); !wish.isEmpty(); wish = line()) {
      if (wish.equals("stop")) {
        start.box().close();
      } else {
        start = contender.timedStart(Wish.webServer());
      }
      System.out.println("done");
    }
    contender.close();
  }

  private static String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
