package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.transaction.OpenTransactions;
import io.streambus.connect.identity.ClusterQuestion;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a cluster with Kafka's own client, whose meters are on while it is open. Thread-safe. */
final class KafkaProbeClient implements ProbeClient {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaProbeClient.class);

    /** Of the time for a look: what a topic that is gone, and is waited for, leaves for the last stable offsets of the others. */
    private static final long KEPT_NANOS = ClusterClients.TIMEOUT.dividedBy(5).toNanos();

    private final LinkedCluster cluster;
    private final Admin admin;
    private final ClientMeters.Bound bound;
    private final OpenTransactions transactions;

    private KafkaProbeClient(LinkedCluster cluster, Admin admin, ClientMeters.Bound bound) {
        this.cluster = cluster;
        this.admin = admin;
        this.bound = bound;
        this.transactions = new OpenTransactions(new TransactionLookup(admin), Clock.systemUTC());
    }

    static ProbeClient open(ClusterClients clients, ClientMeters meters, LinkedCluster cluster, String clientId) {
        // The abstract class, because the meters want it.
        AdminClient admin = AdminClient.create(clients.settings(cluster, clientId));
        return new KafkaProbeClient(cluster, admin, meters.bind(cluster.clusterId(), admin));
    }

    @Override
    public ClusterProbe probe(Set<TopicPartition> partitions) throws InterruptedException {
        long deadline = System.nanoTime() + ClusterClients.TIMEOUT.toNanos();
        try {
            DescribeClusterResult alive = admin.describeCluster();
            ListOffsetsResult asked = ask(IsolationLevel.READ_UNCOMMITTED, partitions);
            String kafkaClusterId = await(alive.clusterId(), deadline);
            Map<TopicPartition, Long> ends = collect(asked, partitions, deadline - KEPT_NANOS);
            // Only now: asked for earlier, they would lie before the ends of all logs that grow.
            Map<TopicPartition, Long> stable =
                    collect(ask(IsolationLevel.READ_COMMITTED, ends.keySet()), ends.keySet(), deadline);
            return new ClusterProbe.Reachable(kafkaClusterId, ends, transactions.look(ends, stable, deadline));
        } catch (ExecutionException e) {
            return new ClusterProbe.Unreachable(ClusterClients.reason(cluster, e.getCause()));
        } catch (TimeoutException | KafkaException e) {
            return new ClusterProbe.Unreachable(ClusterClients.reason(cluster, e));
        }
    }

    private ListOffsetsResult ask(IsolationLevel isolation, Set<TopicPartition> partitions) {
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
    public ClusterQuestion.Answer introduce() throws InterruptedException, ExecutionException, TimeoutException {
        int timeout = Math.toIntExact(ClusterClients.TIMEOUT.toMillis());
        return ClusterQuestion.ask(admin, timeout).get(timeout, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        bound.close();
        admin.close(Duration.ZERO);
    }
}
