package io.streambus.bridge.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Meters of the bridge's own Kafka clients, bound and unbound with their life. Of the hundred that each client has, those that are totals: the
 * others are averages over windows of their own, in milliseconds and nanoseconds, per broker and per topic. Thread-safe.
 */
public final class ClientMeters implements AutoCloseable {

    private static final Set<String> KEPT = Set.of(
            "connection.creation.total",
            "connection.close.total",
            "failed.authentication.total",
            "request.total",
            "incoming.byte.total",
            "outgoing.byte.total",
            "records.consumed.total",
            "record.send.total",
            "record.error.total");

    private final MeterRegistry registry;
    private final ScheduledExecutorService refresher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "streambus-client-meters");
        thread.setDaemon(true);
        return thread;
    });

    /** @param registry with the {@link #filter} */
    public ClientMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Keeps the others out of a registry; to be set before its first meter. */
    public static MeterFilter filter() {
        return new KeptOnly();
    }

    private static final class KeptOnly implements MeterFilter {
        @Override
        public MeterFilterReply accept(Meter.Id id) {
            boolean other = id.getName().startsWith("kafka.")
                    && (id.getTag("node.id") != null
                            || id.getTag("topic") != null
                            || KEPT.stream().noneMatch(kept -> id.getName().endsWith('.' + kept)));
            return other ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
        }
    }

    /** @param cluster the id of the cluster that the client is for */
    Bound bind(String cluster, AdminClient admin) {
        return bound(new KafkaClientMetrics(admin, tags(cluster), refresher));
    }

    Bound bind(String cluster, Consumer<?, ?> consumer) {
        return bound(new KafkaClientMetrics(consumer, tags(cluster), refresher));
    }

    Bound bind(String cluster, Producer<?, ?> producer) {
        return bound(new KafkaClientMetrics(producer, tags(cluster), refresher));
    }

    private Bound bound(KafkaClientMetrics meters) {
        meters.bindTo(registry);
        return meters::close;
    }

    private static List<Tag> tags(String cluster) {
        return List.of(Tag.of("cluster_id", cluster));
    }

    /** The meters of one client; closing takes them off. */
    interface Bound extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
