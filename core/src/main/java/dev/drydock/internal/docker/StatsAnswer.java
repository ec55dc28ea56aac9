package dev.drydock.internal.docker;

import dev.drydock.model.ContainerStats;
import dev.drydock.model.DataSize;
import java.time.Duration;
import java.time.Instant;

/** Reads an answer of {@code GET /containers/ID/stats}. */
final class StatsAnswer {

  private StatsAnswer() {}

  static ContainerStats of(JsonObject json) {
    JsonObject memory = json.object("memory_stats");
    JsonObject networks = json.object("networks");
    long received = 0;
    long sent = 0;
    for (String each : networks.names()) {
      received += networks.object(each).number("rx_bytes");
      sent += networks.object(each).number("tx_bytes");
    }
    long read = 0;
    long written = 0;
    for (JsonObject each : json.object("blkio_stats").objects("io_service_bytes_recursive")) {
      if (each.text("op").equalsIgnoreCase("read")) {
        read += each.number("value");
      } else if (each.text("op").equalsIgnoreCase("write")) {
        written += each.number("value");
      }
    }
    return new ContainerStats(
        Instant.ofEpochMilli(EngineTime.millis(json.text("read"))),
        Duration.ofNanos(json.object("cpu_stats").object("cpu_usage").number("total_usage")),
        DataSize.ofBytes(memory.number("usage")),
        DataSize.ofBytes(memory.number("limit")),
        json.object("pids_stats").number("current"),
        DataSize.ofBytes(received),
        DataSize.ofBytes(sent),
        DataSize.ofBytes(read),
        DataSize.ofBytes(written));
  }
}
