package dev.drydock.benchmarks.child;

import dev.drydock.benchmarks.contender.Contender;
import dev.drydock.benchmarks.contender.Contenders;
import dev.drydock.benchmarks.contender.TimedStart;
import dev.drydock.benchmarks.contender.Wish;
import java.io.IOException;

/**
 * The main class of a fresh JVM: starts a container at once and says {@code done}; then does what
 * standard input asks, {@code start} or {@code stop}, and says {@code done} again.
 */
public final class Child {

  private Child() {}

  /** The argument is the contender's name. */
  public static void main(String[] args) throws Exception {
    Contender contender = Contenders.open(args[0]);
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
