package io.streambus.bridge.metrics;

import java.util.List;
import java.util.Map;

/**
 * The metrics of links for Prometheus: names, label order and plain integers as the spec has them, which a metrics library would sort and write its own
 * way. Text format 0.0.4. Pure.
 */
public final class PrometheusText {

    private PrometheusText() {}

    /**
     * @param byLink the newest samples, by link id
     * @param partitions whether there are series per partition; else {@code streambus_replication_lag_ms} has one per link, the worst
     */
    public static String of(Map<String, LinkSample> byLink, boolean partitions) {
        StringBuilder text = new StringBuilder();
        for (MetricFamily family : MetricFamily.values()) {
            header(text, family);
            byLink.forEach((id, link) ->
                    family.write(link, partitions, (labels, value) -> line(text, family, id, labels, value)));
        }
        return text.toString();
    }

    private static void header(StringBuilder text, MetricFamily family) {
        text.append("# HELP ")
                .append(family.metric())
                .append(' ')
                .append(family.help())
                .append('\n');
        text.append("# TYPE ")
                .append(family.metric())
                .append(' ')
                .append(family.type().word())
                .append('\n');
    }

    private static void line(StringBuilder text, MetricFamily family, String id, List<String> labels, Number value) {
        text.append(family.metric()).append("{link_id=\"").append(escaped(id)).append('"');
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.get(i).isEmpty()) {
                text.append(',').append(family.labels().get(i)).append("=\"");
                text.append(escaped(labels.get(i))).append('"');
            }
        }
        text.append("} ").append(value).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
