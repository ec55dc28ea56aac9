package dev.drydock.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drydock.model.ContainerStats;
import dev.drydock.model.DataSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatsAnswerTest {

  private static ContainerStats stats(String json) throws IOException {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return StatsAnswer.of(new Json().object(bytes));
  }

  @Test
  void all_networks_and_block_devices_count_together() throws IOException {
    // Engines write the words of block devices in capitals with one version of control groups, and
    // in small letters with the other.
    ContainerStats stats =
        stats(
            "{'read':'2026-03-18T10:11:12.5Z','cpu_stats':{'cpu_usage':{'total_usage':1500}},"
                + "'memory_stats':{'usage':10,'limit':20},'pids_stats':{'current':3},"
                + "'networks':{'eth0':{'rx_bytes':1,'tx_bytes':2},"
                + "'eth1':{'rx_bytes':10,'tx_bytes':20}},"
                + "'blkio_stats':{'io_service_bytes_recursive':["
                + "{'major':8,'minor':0,'op':'Read','value':100},"
                + "{'major':8,'minor':0,'op':'Write','value':200},"
                + "{'major':8,'minor':0,'op':'Total','value':300},"
                + "{'major':8,'minor':16,'op':'read','value':1000},"
                + "{'major':8,'minor':16,'op':'write','value':2000}]}}");
    assertThat(stats)
        .isEqualTo(
            new ContainerStats(
                Instant.parse("2026-03-18T10:11:12.5Z"),
                Duration.ofNanos(1500),
                DataSize.ofBytes(10),
                DataSize.ofBytes(20),
                3,
                DataSize.ofBytes(11),
                DataSize.ofBytes(22),
                DataSize.ofBytes(1100),
                DataSize.ofBytes(2200)));
  }

  @Test
  void what_is_not_told_is_nothing() throws IOException {
    DataSize none = DataSize.ofBytes(0);
    assertThat(
            stats(
                "{'read':'0001-01-01T00:00:00Z',"
                    + "'blkio_stats':{'io_service_bytes_recursive':null}}"))
        .isEqualTo(
            new ContainerStats(
                Instant.EPOCH, Duration.ZERO, none, none, 0, none, none, none, none));
  }
}
