package io.streambus.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    @Test
    void the_first_three_metrics_are_the_specs_to_the_letter() {
        assertThat(PrometheusText.of(Map.of("link-1", sample(true)), true)).startsWith("""
                        # HELP streambus_replication_lag_ms Replication lag in milliseconds
                        # TYPE streambus_replication_lag_ms gauge
                        streambus_replication_lag_ms{link_id="link-1",topic="orders",partition="0"} 350
                        # HELP streambus_replication_messages_total Total messages replicated
                        # TYPE streambus_replication_messages_total counter
                        streambus_replication_messages_total{link_id="link-1"} 1500000
                        # HELP streambus_replication_bytes_total Total bytes replicated
                        # TYPE streambus_replication_bytes_total counter
                        streambus_replication_bytes_total{link_id="link-1"} 157286400
                        """);
    }

    @Test
    void the_others_are_in_base_units() {
        assertThat(PrometheusText.of(Map.of("link-1", sample(true)), true).lines())
                .contains(
                        "streambus_link_status{link_id=\"link-1\",status=\"active\"} 1",
                        "streambus_link_health{link_id=\"link-1\",health=\"degraded\"} 1",
                        "streambus_link_lag_seconds{link_id=\"link-1\"} 0.35",
                        "streambus_link_open_transaction_seconds{link_id=\"link-1\"} 61.5",
                        "streambus_link_errors_total{link_id=\"link-1\"} 5",
                        "streambus_link_task_failures_total{link_id=\"link-1\"} 2",
                        "streambus_reordered_records_total{link_id=\"link-1\"} 4",
                        "streambus_repeated_records_total{link_id=\"link-1\"} 3",
                        "streambus_carried_headers_total{link_id=\"link-1\"} 6",
                        "streambus_echoed_records_total{link_id=\"link-1\"} 9",
                        "streambus_link_consecutive_failures{link_id=\"link-1\"} 1",
                        "streambus_link_uptime_seconds{link_id=\"link-1\"} 3600",
                        "streambus_link_checkpoint_age_seconds{link_id=\"link-1\"} 2.5",
                        "streambus_link_cluster_reachable{link_id=\"link-1\",cluster_id=\"east\"} 0",
                        "streambus_link_cluster_reachable{link_id=\"link-1\",cluster_id=\"west\"} 1",
                        "streambus_partition_lag_records{link_id=\"link-1\",topic=\"orders\",partition=\"0\",source_cluster=\"west\"} 7",
                        "streambus_partition_uncommitted_records{link_id=\"link-1\",topic=\"orders\",partition=\"0\",source_cluster=\"west\"} 5",
                        "streambus_partition_uncommitted_records{link_id=\"link-1\",topic=\"orders\",partition=\"0\",source_cluster=\"east\"} 0",
                        "streambus_partition_messages_total{link_id=\"link-1\",topic=\"orders\",partition=\"0\",source_cluster=\"east\"} 9");
    }

    @Test
    void without_partitions_there_is_one_lag_per_link_and_no_topic() {
        assertThat(PrometheusText.of(Map.of("link-1", sample(true)), false))
                .contains("streambus_replication_lag_ms{link_id=\"link-1\"} 350\n")
                .doesNotContain("topic=", "partition=");
    }

    @Test
    void totals_that_are_not_known_yet_are_left_out_rather_than_too_low() {
        assertThat(PrometheusText.of(Map.of("link-1", sample(false)), true))
                .contains(
                        "streambus_link_status{link_id=\"link-1\"",
                        "streambus_link_cluster_reachable{link_id=\"link-1\"")
                .doesNotContain("_total{", "_lag_seconds{", "_lag_ms{", "_age_seconds{", "topic=");
    }

    @Test
    void labels_are_escaped() {
        LinkSample odd = new LinkSample(sample(true).metrics(), "a\"b\\c\nd", "healthy", Map.of(), Optional.empty(), 0);

        assertThat(PrometheusText.of(Map.of("x", odd), true)).contains("status=\"a\\\"b\\\\c\\nd\"}");
    }

    @Test
    void the_setting_takes_true_and_false_and_nothing_else() {
        List<String> faults = new ArrayList<>();

        assertThat(MetricsSettings.read(Map.of(), faults).partitions()).isTrue();
        assertThat(MetricsSettings.read(Map.of("metrics.partitions", "false"), faults)
                        .partitions())
                .isFalse();
        assertThat(faults).isEmpty();
        MetricsSettings.read(Map.of("metrics.partitions", "no"), faults);
        assertThat(faults).containsExactly("metrics.partitions must be true or false, found \"no\"");
    }

    private static final OpenTransaction OPEN =
            new OpenTransaction(90, 5, NOW.minusMillis(61_500), List.of(), Optional.empty());

    private static LinkSample sample(boolean totalsKnown) {
        LinkMetrics metrics = new LinkMetrics(
                NOW,
                1_500_000,
                157_286_400,
                0,
                0,
                350,
                0,
                0,
                7,
                5,
                new Irregularities(4, 3, 6, 9),
                0,
                1,
                3_600,
                List.of(
                        new LinkMetrics.Partition("west/orders-0", "orders", 0, 0, 0, 7, 350, Optional.of(OPEN), 8, 80),
                        new LinkMetrics.Partition("east/orders-0", "orders", 0, 0, 0, 0, 7, Optional.empty(), 9, 90)));
        return new LinkSample(
                totalsKnown ? Optional.of(metrics) : Optional.empty(),
                "active",
                "degraded",
                Map.of("west", true, "east", false),
                Optional.of(NOW.minusMillis(2_500)),
                2);
    }
}
