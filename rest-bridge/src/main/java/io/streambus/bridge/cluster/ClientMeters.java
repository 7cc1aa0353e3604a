package io.streambus.bridge.cluster;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private final Refresher refresher = new Refresher();

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
    public Bound bind(String cluster, AdminClient admin) {
        return bound(new KafkaClientMetrics(admin, tags(cluster), refresher));
    }

    public Bound bind(String cluster, Consumer<?, ?> consumer) {
        return bound(new KafkaClientMetrics(consumer, tags(cluster), refresher));
    }

    public Bound bind(String cluster, Producer<?, ?> producer) {
        return bound(new KafkaClientMetrics(producer, tags(cluster), refresher));
    }

    private Bound bound(KafkaClientMetrics meters) {
        List<ScheduledFuture<?>> refreshes = refresher.begunBy(() -> meters.bindTo(registry));
        return () -> refresher.after(() -> {
            refreshes.forEach(refresh -> refresh.cancel(false));
            meters.close();
        });
    }

    /**
     * Where meters look for new ones of their client from time to time. Micrometer ends that with a scheduler of its own, and in one that is shared never:
     * the client would be held on to for ever. Thread-safe: {@code begun} is guarded by {@code this}.
     */
    private static final class Refresher extends ScheduledThreadPoolExecutor {

        private List<ScheduledFuture<?>> begun = new ArrayList<>();

        Refresher() {
            super(1, task -> {
                Thread thread = new Thread(task, "streambus-client-meters");
                thread.setDaemon(true);
                return thread;
            });
            setRemoveOnCancelPolicy(true);
        }

        /** What is scheduled meanwhile. */
        synchronized List<ScheduledFuture<?>> begunBy(Runnable binding) {
            begun = new ArrayList<>();
            binding.run();
            return List.copyOf(begun);
        }

        @Override
        public synchronized ScheduledFuture<?> scheduleAtFixedRate(
                Runnable command, long initialDelay, long period, TimeUnit unit) {
            ScheduledFuture<?> future = super.scheduleAtFixedRate(command, initialDelay, period, unit);
            begun.add(future);
            return future;
        }

        /** Not while a refresh runs, which could put on again what is taken off. */
        void after(Runnable end) {
            try {
                execute(end);
            } catch (RejectedExecutionException closed) {
                end.run();
            }
        }
    }

    private static List<Tag> tags(String cluster) {
        return List.of(Tag.of("cluster_id", cluster));
    }

    /** The meters of one client; closing takes them off. */
    public interface Bound extends AutoCloseable {
        @Override
        void close();
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}
