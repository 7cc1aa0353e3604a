package io.streambus.connect.smt;

import io.streambus.connect.filter.RecordFilter;
import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.plugin.RecordCounter;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Lets only some records pass: those that lie within the timestamps, have the required headers, in which some include pattern is found (if there
 * are any) and no exclude pattern. A record that passes is not touched; the others are dropped.
 *
 * <p>Works in any source or sink connector. The keys are in {@code docs/reference/transforms.md}.
 *
 * <p>Thread-safe once configured, as Connect asks of transforms.
 *
 * @param <R> the records of a source or of a sink connector
 */
public class FilterRecords<R extends ConnectRecord<R>> implements Transformation<R>, Monitorable {

    private final RecordCounter passed = TransformMetrics.passed();
    private final RecordCounter dropped = TransformMetrics.dropped();
    private RecordFilter filter;

    @Override
    public void configure(Map<String, ?> config) {
        filter = FilterRecordsConfig.read(config);
    }

    @Override
    public R apply(R record) {
        if (filter.passes(record)) {
            passed.increment();
            return record;
        }
        dropped.increment();
        return null;
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        passed.register(metrics);
        dropped.register(metrics);
    }

    @Override
    public ConfigDef config() {
        return FilterRecordsConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
