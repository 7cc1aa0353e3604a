package io.streambus.connect.plugin;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * A number of records that a plugin shows among the worker's metrics (KIP-877). Counting costs an addition; the number is looked at only when
 * somebody reads the metric.
 *
 * <p>Thread-safe: an adder.
 */
public final class RecordCounter {

    private final String name;
    private final String description;
    private final LongAdder count = new LongAdder();

    /**
     * @param name of the metric, which is an attribute of the plugin's MBean
     * @param description for those who read the metric
     */
    public RecordCounter(String name, String description) {
        this.name = name;
        this.description = description;
    }

    public void increment() {
        count.increment();
    }

    /** Records since the plugin was made. */
    public long count() {
        return count.sum();
    }

    /** Shows the number among the worker's metrics until the worker closes the plugin. */
    public void register(PluginMetrics metrics) {
        metrics.addMetric(metrics.metricName(name, description, new LinkedHashMap<>()), (Gauge<Long>)
                (config, now) -> count.sum());
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }
}
