package io.streambus.bridge.observe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.streambus.bridge.link.LinkedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at many clusters at the same time, so that one that is away keeps no other waiting. Clients are kept between looks and closed when nobody
 * has asked for their cluster for a while. Thread-safe.
 */
final class ClusterProber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProber.class);
    private static final Duration UNUSED = Duration.ofMinutes(5);
    private static final int PARALLEL = 16;
    /** What a cluster that hangs may cost the links of others in a round. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ClusterClients clients;
    private final ClientMeters meters;
    private final Cache<LinkedCluster, Metered> admins = Caffeine.newBuilder()
            .expireAfterAccess(UNUSED)
            .removalListener((LinkedCluster cluster, Metered client, RemovalCause cause) -> client.close())
            .build();
    private final ConcurrentMap<LinkedCluster, Look> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<LinkedCluster, ClusterProbe> last = new ConcurrentHashMap<>();
    private final Set<LinkedCluster> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARALLEL, task -> {
        Thread thread = new Thread(task, "streambus-probe-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    ClusterProber(ClusterClients clients, ClientMeters meters) {
        this.clients = clients;
        this.meters = meters;
    }

    /** @param deadline when it counts as unanswered, by {@link System#nanoTime()} */
    private record Look(Future<ClusterProbe> result, long deadline) {}

    private record Metered(Admin admin, ClientMeters.Bound bound) {
        void close() {
            bound.close();
            admin.close(Duration.ZERO);
        }
    }

    private Metered open(LinkedCluster cluster) {
        // The abstract class, because the meters want it.
        AdminClient admin =
                AdminClient.create(clients.settings(cluster, "streambus-bridge-probe-" + cluster.clusterId()));
        return new Metered(admin, meters.bind(cluster.clusterId(), admin));
    }

    /**
     * Looks at clusters and waits a moment for answers. A cluster that takes longer is told of as it was seen last, and its look goes on: the next call
     * has the result.
     *
     * @param wanted by cluster: the partitions whose end offsets are wanted, as readers of that isolation see them
     * @return without the clusters that nothing is known of yet
     */
    Map<LinkedCluster, ClusterProbe> probe(Map<LinkedCluster, Map<IsolationLevel, Set<TopicPartition>>> wanted)
            throws InterruptedException {
        last.keySet().retainAll(wanted.keySet());
        running.entrySet()
                .removeIf(look -> !wanted.containsKey(look.getKey())
                        && look.getValue().result().isDone());
        wanted.forEach((cluster, partitions) -> running.computeIfAbsent(
                cluster,
                key -> new Look(
                        pool.submit(() -> look(cluster, partitions)),
                        System.nanoTime()
                                + ClusterClients.TIMEOUT.plusSeconds(1).toNanos())));
        long patience = System.nanoTime() + PATIENCE.toNanos();
        for (LinkedCluster cluster : wanted.keySet()) {
            await(cluster, patience).ifPresent(probe -> {
                last.put(cluster, probe);
                report(cluster, probe);
            });
        }
        return Map.copyOf(last);
    }

    /** A look that outlives its own time (name resolution has no time-out) is waited for, not repeated. */
    private Optional<ClusterProbe> await(LinkedCluster cluster, long patience) throws InterruptedException {
        Look look = running.get(cluster);
        try {
            ClusterProbe probe = look.result().get(Math.max(0, patience - System.nanoTime()), TimeUnit.NANOSECONDS);
            running.remove(cluster);
            return Optional.of(probe);
        } catch (TimeoutException e) {
            return System.nanoTime() - look.deadline() < 0
                    ? Optional.empty()
                    : Optional.of(new ClusterProbe.Unreachable(
                            "no answer within " + ClusterClients.TIMEOUT.toSeconds() + " s"));
        } catch (ExecutionException e) {
            running.remove(cluster);
            return Optional.of(new ClusterProbe.Unreachable(Reason.of(e.getCause())));
        }
    }

    private ClusterProbe look(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions)
            throws InterruptedException {
        long deadline = System.nanoTime() + ClusterClients.TIMEOUT.toNanos();
        try {
            if (away.contains(cluster) && !cluster.security().tls()) {
                // What comes back may speak TLS: a kept client would not ask first.
                admins.invalidate(cluster);
            }
            Admin admin = admins.get(cluster, this::open).admin();
            KafkaFuture<?> alive = admin.describeCluster().nodes();
            Map<IsolationLevel, ListOffsetsResult> asked = new EnumMap<>(IsolationLevel.class);
            partitions.forEach((isolation, set) -> asked.put(isolation, ask(admin, isolation, set)));
            await(alive, deadline);
            Map<IsolationLevel, Map<TopicPartition, Long>> offsets = new EnumMap<>(IsolationLevel.class);
            for (Map.Entry<IsolationLevel, ListOffsetsResult> result : asked.entrySet()) {
                offsets.put(result.getKey(), collect(result.getValue(), partitions.get(result.getKey()), deadline));
            }
            return new ClusterProbe.Reachable(offsets);
        } catch (ExecutionException e) {
            return new ClusterProbe.Unreachable(Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            return new ClusterProbe.Unreachable("no answer within " + ClusterClients.TIMEOUT.toSeconds() + " s");
        } catch (KafkaException e) {
            return new ClusterProbe.Unreachable(Reason.of(e));
        }
    }

    private static ListOffsetsResult ask(Admin admin, IsolationLevel isolation, Set<TopicPartition> partitions) {
        return admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())),
                new ListOffsetsOptions(isolation));
    }

    /** What is known in time; a topic that is gone, or may not be described, leaves the others as they are. */
    private static Map<TopicPartition, Long> collect(
            ListOffsetsResult result, Set<TopicPartition> partitions, long deadline) throws InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        List<TopicPartition> unknown = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            try {
                offsets.put(
                        partition,
                        await(result.partitionResult(partition), deadline).offset());
            } catch (ExecutionException | TimeoutException e) {
                unknown.add(partition);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.debug("No end offsets of {} in time.", unknown);
        }
        return offsets;
    }

    private static <T> T await(KafkaFuture<T> future, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void report(LinkedCluster cluster, ClusterProbe probe) {
        if (probe instanceof ClusterProbe.Unreachable unreachable) {
            if (away.add(cluster)) {
                LOG.warn("Cluster {} cannot be reached: {}", cluster.clusterId(), unreachable.reason());
            }
        } else if (away.remove(cluster)) {
            LOG.info("Cluster {} can be reached again.", cluster.clusterId());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        admins.invalidateAll();
        admins.cleanUp();
    }
}
