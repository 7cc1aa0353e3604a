package io.streambus.bridge.cluster;

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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

/** Looks at clusters with clients that are kept between looks and closed when nobody has asked for their cluster for a while. Thread-safe. */
public final class AdminProbes implements ClusterProber.Looks {

    private static final Logger LOG = LoggerFactory.getLogger(AdminProbes.class);
    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final ClusterClients clients;
    private final ClientMeters meters;
    private final Cache<LinkedCluster, Metered> admins = Caffeine.newBuilder()
            .expireAfterAccess(UNUSED)
            .removalListener((LinkedCluster cluster, Metered client, RemovalCause cause) -> client.close())
            .build();

    public AdminProbes(ClusterClients clients, ClientMeters meters) {
        this.clients = clients;
        this.meters = meters;
    }

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

    @Override
    public ClusterProbe at(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions, boolean away)
            throws InterruptedException {
        long deadline = System.nanoTime() + ClusterClients.TIMEOUT.toNanos();
        try {
            if (away && !cluster.security().tls()) {
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
            return new ClusterProbe.Unreachable(SafeMessage.of(e.getCause()));
        } catch (TimeoutException e) {
            return new ClusterProbe.Unreachable("no answer within " + ClusterClients.TIMEOUT.toSeconds() + " s");
        } catch (KafkaException e) {
            return new ClusterProbe.Unreachable(SafeMessage.of(e));
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

    @Override
    public void close() {
        admins.invalidateAll();
        admins.cleanUp();
    }
}
