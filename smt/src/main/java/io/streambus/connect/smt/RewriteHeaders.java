package io.streambus.connect.smt;

import io.streambus.connect.headers.HeaderRewrite;
import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.plugin.RecordCounter;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Changes headers: removes some, replaces some values, adds some, in this order. Everything else of the record stays.
 *
 * <p>Works in any source or sink connector. The keys are in {@code docs/reference/transforms.md}.
 *
 * <p>Thread-safe once configured, as Connect asks of transforms.
 *
 * @param <R> the records of a source or of a sink connector
 */
public class RewriteHeaders<R extends ConnectRecord<R>> implements Transformation<R>, Monitorable {

    private final RecordCounter passed = TransformMetrics.passed();
    private final RecordCounter rewritten = TransformMetrics.rewritten();
    private final Clock clock;
    private HeaderRewrite rewrite;

    public RewriteHeaders() {
        this(Clock.systemUTC());
    }

    RewriteHeaders(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void configure(Map<String, ?> config) {
        rewrite = RewriteHeadersConfig.read(config, clock);
    }

    @Override
    public R apply(R record) {
        passed.increment();
        if (!rewrite.changes(record)) {
            return record;
        }
        rewritten.increment();
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                rewrite.rewrite(record));
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        passed.register(metrics);
        rewritten.register(metrics);
    }

    @Override
    public ConfigDef config() {
        return RewriteHeadersConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
