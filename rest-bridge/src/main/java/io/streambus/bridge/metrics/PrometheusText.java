package io.streambus.bridge.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The spec's Prometheus metrics, to the letter: names, label order and plain integers, which a metrics library would sort and write its own way.
 * Text format 0.0.4. Pure.
 */
public final class PrometheusText {

    private PrometheusText() {}

    private record TopicPartition(String topic, int partition) {}

    /** @param byLink the newest metrics, by link id */
    public static String of(Map<String, LinkMetrics> byLink) {
        StringBuilder text = new StringBuilder();
        header(text, "streambus_replication_lag_ms", "Replication lag in milliseconds", "gauge");
        byLink.forEach((id, metrics) -> lags(metrics)
                .forEach((partition, lag) -> text.append("streambus_replication_lag_ms{link_id=\"")
                        .append(escaped(id))
                        .append("\",topic=\"")
                        .append(escaped(partition.topic()))
                        .append("\",partition=\"")
                        .append(partition.partition())
                        .append("\"} ")
                        .append(lag)
                        .append('\n')));
        counter(
                text,
                "streambus_replication_messages_total",
                "Total messages replicated",
                byLink,
                LinkMetrics::totalMessages);
        counter(text, "streambus_replication_bytes_total", "Total bytes replicated", byLink, LinkMetrics::totalBytes);
        return text.toString();
    }

    /** The labels name no direction: of a partition that is read on both sides, the worse lag shows. */
    private static Map<TopicPartition, Long> lags(LinkMetrics metrics) {
        Map<TopicPartition, Long> lags = new LinkedHashMap<>();
        metrics.partitions()
                .forEach(partition -> lags.merge(
                        new TopicPartition(partition.topic(), partition.partition()), partition.lagMs(), Math::max));
        return lags;
    }

    private static void counter(
            StringBuilder text,
            String name,
            String help,
            Map<String, LinkMetrics> byLink,
            ToLongFunction<LinkMetrics> value) {
        header(text, name, help, "counter");
        byLink.forEach((id, metrics) -> text.append(name)
                .append("{link_id=\"")
                .append(escaped(id))
                .append("\"} ")
                .append(value.applyAsLong(metrics))
                .append('\n'));
    }

    private static void header(StringBuilder text, String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
