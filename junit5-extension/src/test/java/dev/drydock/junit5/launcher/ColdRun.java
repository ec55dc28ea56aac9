package dev.drydock.junit5.launcher;

import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The main class of a fresh JVM that runs one test class, and waits for the warm-up before it ends.
 */
final class ColdRun {

  private ColdRun() {}

  public static void main(String[] args) throws InterruptedException {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(args[0]))
                .build(),
            summary);
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().equals("drydock-warmup")) {
        each.join();
      }
    }
    System.exit(summary.getSummary().getTestsSucceededCount() == 1 ? 0 : 1);
  }
}
