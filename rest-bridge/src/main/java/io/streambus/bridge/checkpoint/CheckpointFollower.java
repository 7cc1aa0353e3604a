package io.streambus.bridge.checkpoint;

import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.log.LogReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the checkpoints topic of one target cluster from its beginning, through outages of the cluster and before the topic exists.
 *
 * <p>Thread-safe: the consumer is confined to the reading thread.
 */
final class CheckpointFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PARTITIONS_REFRESH = Duration.ofSeconds(30);

    private final LinkedCluster cluster;
    private final ClusterClients clients;
    private final ClientMeters meters;
    private final Clock clock;
    private final CheckpointTable table = new CheckpointTable();
    private final Map<TopicPartition, Long> endAtStart = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;
    private volatile boolean caughtUp;

    CheckpointFollower(LinkedCluster cluster, ClusterClients clients, ClientMeters meters, Clock clock) {
        this.cluster = cluster;
        this.clients = clients;
        this.meters = meters;
        this.clock = clock;
        this.thread = new Thread(this::run, "streambus-checkpoints-" + cluster.clusterId());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    CheckpointTable table() {
        return table;
    }

    /** Whether everything that was there at the start is in the table. */
    boolean caughtUp() {
        return caughtUp;
    }

    private void run() {
        while (!closed(Duration.ZERO)) {
            try (Consumer<byte[], byte[]> consumer = consumer();
                    ClientMeters.Bound bound = meters.bind(cluster.clusterId(), consumer)) {
                follow(consumer);
            } catch (WakeupException | InterruptException e) {
                // Only close() wakes and interrupts; the loop's condition says so too.
                LOG.debug("Reading the checkpoints of {} was interrupted.", cluster.clusterId());
            } catch (KafkaException e) {
                reportOnce(e);
                closed(RETRY);
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        boolean complete = false;
        if (caughtUp) {
            table.readAgain();
        }
        long lookAgainAt = System.nanoTime();
        while (!closed(Duration.ZERO)) {
            if (System.nanoTime() - lookAgainAt >= 0) {
                boolean assigned = assign(consumer);
                lookAgainAt = System.nanoTime() + (assigned ? PARTITIONS_REFRESH : RETRY).toNanos();
            }
            if (consumer.assignment().isEmpty()) {
                // The topic is not there, so there is nothing to read.
                caughtUp = true;
                closed(RETRY);
                continue;
            }
            consumer.poll(POLL).forEach(this::accept);
            if (!complete && atEnd(consumer)) {
                complete = true;
                table.complete();
                caughtUp = true;
            }
            reportRecovery();
        }
    }

    /** @return whether the topic exists */
    private boolean assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(CheckpointFormat.TOPIC, ClusterClients.TIMEOUT).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .filter(partition -> !consumer.assignment().contains(partition))
                        .toList();
        if (!partitions.isEmpty()) {
            endAtStart.putAll(consumer.endOffsets(partitions, ClusterClients.TIMEOUT));
            List<TopicPartition> all = new ArrayList<>(consumer.assignment());
            all.addAll(partitions);
            consumer.assign(all);
            consumer.seekToBeginning(partitions);
        }
        return !consumer.assignment().isEmpty();
    }

    private boolean atEnd(Consumer<byte[], byte[]> consumer) {
        return consumer.assignment().stream()
                .allMatch(partition ->
                        consumer.position(partition, ClusterClients.TIMEOUT) >= endAtStart.getOrDefault(partition, 0L));
    }

    private void accept(ConsumerRecord<byte[], byte[]> entry) {
        boolean old =
                entry.offset() < endAtStart.getOrDefault(new TopicPartition(entry.topic(), entry.partition()), 0L);
        try {
            table.accept(
                    entry.key(), entry.value(), entry.offset(), old ? Optional.empty() : Optional.of(clock.instant()));
        } catch (IllegalArgumentException | NullPointerException e) {
            LOG.warn(
                    "Entry {}-{}@{} of cluster {} is no checkpoint and is left out: {}",
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    cluster.clusterId(),
                    e.getMessage());
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                LogReader.settings(clients.settings(cluster, "streambus-bridge-checkpoints-" + cluster.clusterId())));
    }

    private void reportOnce(KafkaException e) {
        if (!failing) {
            LOG.warn(
                    "The checkpoints of cluster {} cannot be read: {}",
                    cluster.clusterId(),
                    ClusterClients.reason(cluster, e));
            failing = true;
        }
    }

    private void reportRecovery() {
        if (failing) {
            LOG.info("The checkpoints of cluster {} are being read again.", cluster.clusterId());
            failing = false;
        }
    }

    /** Waits, and ends waiting when the reader is closed. */
    private boolean closed(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Does not wait for the thread, which ends within a poll. */
    @Override
    public void close() {
        closing.countDown();
    }
}
