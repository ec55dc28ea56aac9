package dev.drydock.benchmarks.junit;

import java.util.Arrays;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of a fresh JVM that is a test run: runs test classes by JUnit's launcher, as build
 * tools do, and ends.
 */
public final class RunMain {

  private RunMain() {}

  /** The arguments are the names of test classes, each of which has one test. */
  public static void main(String[] args) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                Arrays.stream(args)
                    .map(DiscoverySelectors::selectClass)
                    .toArray(ClassSelector[]::new))
            .build();
    Tally tally = new Tally();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session.getLauncher().execute(request, tally);
    }
    // Said aloud as build tools do, so that nobody's thread that was left over keeps the JVM.
    System.exit(tally.passed() == args.length ? 0 : 1);
  }
}
