package dev.drydock.internal.session;

import dev.drydock.model.LogLine;
import dev.drydock.spec.ContainerSpec;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Hands a container's lines to the logger that its description names. */
record LogForward(ContainerSpec spec, String name) implements Consumer<LogLine> {

  @Override
  public void accept(LogLine line) {
    Logger logger = spec.logger();
    Level level = spec.logLevel(line.source());
    if (logger == null || level == null) {
      return;
    }
    MDC.put("container", name);
    MDC.put("stream", line.source().name());
    try {
      logger.atLevel(level).log("{}", line.text());
    } finally {
      MDC.remove("container");
      MDC.remove("stream");
    }
  }

  @Override
  public String toString() {
    return "to SLF4J";
  }
}
