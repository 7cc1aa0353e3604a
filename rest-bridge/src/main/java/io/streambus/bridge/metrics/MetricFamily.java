package io.streambus.bridge.metrics;

import io.streambus.bridge.transaction.OpenTransaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The metrics of links, in the order of a scrape. The first three are the spec's, to the letter; the others follow Prometheus in base units. Rates are
 * left to PromQL.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable; their type does not say so.
public enum MetricFamily {
    REPLICATION_LAG_MS(
            "streambus_replication_lag_ms",
            Type.GAUGE,
            "Replication lag in milliseconds",
            List.of("topic", "partition")) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            if (!partitions) {
                total(link, out, LinkMetrics::replicationLagMs);
                return;
            }
            // The labels name no direction: of a partition that is read on both sides, the worse lag shows.
            Map<List<String>, Long> lags = new LinkedHashMap<>();
            partitions(link)
                    .forEach(each -> lags.merge(
                            List.of(each.topic(), Integer.toString(each.partition())), each.lagMs(), Math::max));
            lags.forEach(out::value);
        }
    },
    REPLICATION_MESSAGES("streambus_replication_messages_total", Type.COUNTER, "Total messages replicated", List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, LinkMetrics::totalMessages);
        }
    },
    REPLICATION_BYTES("streambus_replication_bytes_total", Type.COUNTER, "Total bytes replicated", List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, LinkMetrics::totalBytes);
        }
    },
    LINK_STATUS("streambus_link_status", Type.GAUGE, "1 for the status that the link has", List.of("status")) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            out.value(List.of(link.status()), 1);
        }
    },
    LINK_HEALTH("streambus_link_health", Type.GAUGE, "1 for the verdict on the link's health", List.of("health")) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            out.value(List.of(link.health()), 1);
        }
    },
    LINK_LAG("streambus_link_lag_seconds", Type.GAUGE, "Lag of the partition that lags most", List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> seconds(metrics.replicationLagMs()));
        }
    },
    LINK_OPEN_TRANSACTION(
            "streambus_link_open_transaction_seconds",
            Type.GAUGE,
            "Age of the oldest open transaction on a source of the link, which is copied once it has ended; 0 without one",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> seconds(metrics.oldestOpenTransaction().toMillis()));
        }
    },
    LINK_ERRORS(
            "streambus_link_errors_total",
            Type.COUNTER,
            "Failures of partitions; those of tasks are in streambus_link_task_failures_total",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, LinkMetrics::partitionErrors);
        }
    },
    LINK_TASK_FAILURES(
            "streambus_link_task_failures_total",
            Type.COUNTER,
            "Failures of tasks since the bridge started; each leads to a restart",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> link.taskFailures());
        }
    },
    REORDERED_RECORDS(
            "streambus_reordered_records_total",
            Type.COUNTER,
            "Records copied behind newer ones, to fill a hole that a failed write had left",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> metrics.irregularities().reordered());
        }
    },
    REPEATED_RECORDS(
            "streambus_repeated_records_total",
            Type.COUNTER,
            "Records copied although a copy of them stood on the target",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> metrics.irregularities().repeated());
        }
    },
    CARRIED_HEADERS(
            "streambus_carried_headers_total",
            Type.COUNTER,
            "Records with a provenance header that an application had carried over from another topic; copied as new ones",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> metrics.irregularities().carried());
        }
    },
    ECHOED_RECORDS(
            "streambus_echoed_records_total",
            Type.COUNTER,
            "Records not copied because they bear the provenance header of a record before them, as an application leaves it that writes back into the topic"
                    + " that it reads",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, metrics -> metrics.irregularities().echoed());
        }
    },
    LINK_CONSECUTIVE_FAILURES(
            "streambus_link_consecutive_failures", Type.GAUGE, "Failures since the flows last ran well", List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, LinkMetrics::consecutiveFailures);
        }
    },
    LINK_UPTIME(
            "streambus_link_uptime_seconds",
            Type.GAUGE,
            "Time since the last start; 0 while the link does not run",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            total(link, out, LinkMetrics::uptimeSeconds);
        }
    },
    LINK_CHECKPOINT_AGE(
            "streambus_link_checkpoint_age_seconds",
            Type.GAUGE,
            "Age of the newest checkpoint; none before the first one",
            List.of()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            link.newestCheckpoint()
                    .ifPresent(newest -> total(
                            link,
                            out,
                            metrics -> seconds(Math.max(
                                    0, Duration.between(newest, metrics.asOf()).toMillis()))));
        }
    },
    LINK_CLUSTER_REACHABLE(
            "streambus_link_cluster_reachable",
            Type.GAUGE,
            "1 if the cluster answered the last look at it, else 0",
            List.of("cluster_id")) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            link.reachable().forEach((cluster, answered) -> out.value(List.of(cluster), answered ? 1 : 0));
        }
    },
    PARTITION_LAG_RECORDS(
            "streambus_partition_lag_records", Type.GAUGE, "Records that wait to be copied", partitionLabels()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            eachPartition(link, partitions, out, LinkMetrics.Partition::lag);
        }
    },
    PARTITION_UNCOMMITTED_RECORDS(
            "streambus_partition_uncommitted_records",
            Type.GAUGE,
            "Of the source, from its oldest open transaction to the log end; 0 without one",
            partitionLabels()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            eachPartition(
                    link,
                    partitions,
                    out,
                    each -> each.open().map(OpenTransaction::records).orElse(0L));
        }
    },
    PARTITION_SOURCE_OFFSET(
            "streambus_partition_source_offset", Type.GAUGE, "The source's log end offset", partitionLabels()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            eachPartition(link, partitions, out, LinkMetrics.Partition::sourceOffset);
        }
    },
    PARTITION_MESSAGES(
            "streambus_partition_messages_total",
            Type.COUNTER,
            "Messages replicated of the partition",
            partitionLabels()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            eachPartition(link, partitions, out, LinkMetrics.Partition::messages);
        }
    },
    PARTITION_BYTES(
            "streambus_partition_bytes_total", Type.COUNTER, "Bytes replicated of the partition", partitionLabels()) {
        @Override
        void write(LinkSample link, boolean partitions, Line out) {
            eachPartition(link, partitions, out, LinkMetrics.Partition::bytes);
        }
    };

    /** The types of Prometheus that are used. */
    public enum Type {
        GAUGE,
        COUNTER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Takes the samples of one link. */
    interface Line {
        /** @param labels the values of the labels after {@code link_id}, in their order; fewer where the last ones are left out */
        void value(List<String> labels, Number value);
    }

    private final String metric;
    private final Type type;
    private final String help;
    private final List<String> labels;

    MetricFamily(String metric, Type type, String help, List<String> labels) {
        this.metric = metric;
        this.type = type;
        this.help = help;
        this.labels = labels;
    }

    abstract void write(LinkSample link, boolean partitions, Line out);

    /** The name as scrapes give it. */
    public String metric() {
        return metric;
    }

    public Type type() {
        return type;
    }

    public String help() {
        return help;
    }

    /** The labels after {@code link_id}, which every metric has. */
    public List<String> labels() {
        return labels;
    }

    /** A method, as enum constants cannot refer to constants of their own enum. */
    private static List<String> partitionLabels() {
        return List.of("topic", "partition", "source_cluster");
    }

    /** Nothing while the link's metrics are not known. */
    private static void total(LinkSample link, Line out, Function<LinkMetrics, Number> value) {
        link.metrics().ifPresent(metrics -> out.value(List.of(), value.apply(metrics)));
    }

    private static List<LinkMetrics.Partition> partitions(LinkSample link) {
        return link.metrics().map(LinkMetrics::partitions).orElse(List.of());
    }

    private static void eachPartition(
            LinkSample link, boolean partitions, Line out, ToLongFunction<LinkMetrics.Partition> value) {
        if (partitions) {
            partitions(link)
                    .forEach(each -> out.value(
                            List.of(each.topic(), Integer.toString(each.partition()), sourceCluster(each)),
                            value.applyAsLong(each)));
        }
    }

    /** Named only where the link reads from several clusters, as in the JSON. An empty label is none, says Prometheus. */
    private static String sourceCluster(LinkMetrics.Partition partition) {
        return partition.name().substring(0, Math.max(0, partition.name().lastIndexOf('/')));
    }

    private static double seconds(long millis) {
        return millis / 1_000.0;
    }
}
