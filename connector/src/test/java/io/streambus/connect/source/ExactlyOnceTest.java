package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With Kafka's own metrics and their JMX names, as a worker registers them before it starts a task. */
class ExactlyOnceTest {

    /** Needs quotes in JMX. */
    private static final String CONNECTOR = "orders:west,east";

    private static final SourceTaskContext UNASKED = new Context(null);

    private final Metrics metrics = new Metrics(
            new MetricConfig(), List.of(new JmxReporter()), Time.SYSTEM, new KafkaMetricsContext("kafka.connect"));

    @AfterEach
    void close() {
        metrics.close();
    }

    private void has(int task, String metric) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", CONNECTOR);
        tags.put("task", String.valueOf(task));
        metrics.addMetric(new MetricName(metric, "source-task-metrics", "", tags), (config, now) -> 0);
    }

    @Test
    void aTaskOfAWorkerThatWritesInTransactionsUnaskedHasTheirMetrics() {
        has(3, "poll-batch-max-time-ms");
        has(3, "transaction-size-max");

        assertThat(ExactlyOnce.of(UNASKED, CONNECTOR, 3)).isEqualTo(ExactlyOnce.ON);
    }

    @Test
    void aTaskOfAnyOtherWorkerHasNone() {
        has(3, "poll-batch-max-time-ms");
        has(4, "transaction-size-max");

        assertThat(ExactlyOnce.of(UNASKED, CONNECTOR, 3)).isEqualTo(ExactlyOnce.OFF);
    }

    @Test
    void whereNothingIsReportedNobodySays() {
        assertThat(ExactlyOnce.of(UNASKED, CONNECTOR, 3)).isEqualTo(ExactlyOnce.UNKNOWN);
    }

    @Test
    void aConnectorThatAskedIsTold() {
        SourceTaskContext asked = new Context(new TransactionContext() {
            @Override
            public void commitTransaction() {}

            @Override
            public void commitTransaction(SourceRecord record) {}

            @Override
            public void abortTransaction() {}

            @Override
            public void abortTransaction(SourceRecord record) {}
        });

        assertThat(ExactlyOnce.of(asked, CONNECTOR, 3)).isEqualTo(ExactlyOnce.ON);
    }

    /** A worker's, as far as it is asked. */
    private record Context(TransactionContext transactionContext) implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }
    }
}
