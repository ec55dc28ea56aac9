package dev.drydock.junit5;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** What the test class declares cannot be done; nothing was started for it. */
final class Refusal extends ExtensionConfigurationException {

  private static final long serialVersionUID = 1L;

  Refusal(Report report) {
    super(report.toString());
  }
}
