package io.streambus.bridge.metrics;

import java.util.List;
import java.util.Map;

/**
 * What a bridge's configuration says of its metrics.
 *
 * @param partitions whether there are series per partition; thousands of partitions make scrapes large
 */
public record MetricsSettings(boolean partitions) {

    public static final String PARTITIONS = "metrics.partitions";

    /** @param faults takes what is wrong, in sentences that name the key */
    public static MetricsSettings read(Map<String, String> settings, List<String> faults) {
        String text = settings.getOrDefault(PARTITIONS, "true");
        if (!text.equals("true") && !text.equals("false")) {
            faults.add(PARTITIONS + " must be true or false, found \"" + text + '"');
        }
        return new MetricsSettings(text.equals("true"));
    }
}
