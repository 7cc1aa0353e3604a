package io.streambus.connect.evidence;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the target. Where our copies are no part of any transaction it sees what is not committed, for an open transaction of somebody else must not hide
 * them. Where they are, it sees what is, and waits for the end of the transactions that are open.
 *
 * <p>Confined to one thread at a time; the consumer is opened for each search.
 */
public final class EvidenceReader implements TargetLog {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A request of a task that was given up may still arrive. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** Of all partitions of one search: some 100 MB. Checkpoints are written often enough that no life of a task leaves more. */
    private static final int MOST_COPIES = 4_000_000;

    private final Function<IsolationLevel, Consumer<byte[], byte[]>> consumers;
    private final LogOffsets offsets;
    private final String targetAlias;
    private final Duration timeout;

    /**
     * @param consumers opens one
     * @param offsets of the target
     * @param timeout without any progress
     */
    public EvidenceReader(
            Function<IsolationLevel, Consumer<byte[], byte[]>> consumers,
            LogOffsets offsets,
            String targetAlias,
            Duration timeout) {
        this.consumers = consumers;
        this.offsets = offsets;
        this.targetAlias = targetAlias;
        this.timeout = timeout;
    }

    @Override
    public Map<TopicPartition, Found> search(Map<TopicPartition, Search> searches) throws InterruptedException {
        Map<TopicPartition, TopicPartition> sources = new HashMap<>();
        searches.forEach((source, search) -> sources.put(search.partition(), source));
        Map<TopicPartition, LogOffsets.Range> logs = offsets.of(sources.keySet());
        Map<TopicPartition, PartitionReading> readings = new HashMap<>();
        logs.forEach(
                (target, log) -> readings.put(target, new PartitionReading(searches.get(sources.get(target)), log)));
        for (IsolationLevel isolation : IsolationLevel.values()) {
            Map<TopicPartition, PartitionReading> some = new HashMap<>(readings);
            some.values().removeIf(reading -> reading.isolation() != isolation);
            search(isolation, some);
        }
        Map<TopicPartition, Found> found = new HashMap<>();
        readings.forEach((target, reading) -> found.put(sources.get(target), reading.found()));
        return found;
    }

    private void search(IsolationLevel isolation, Map<TopicPartition, PartitionReading> readings) {
        boolean anything = readings.values().stream().anyMatch(reading -> !reading.isDone() || reading.mayGrow());
        if (!anything) {
            return;
        }
        try (Consumer<byte[], byte[]> consumer = consumers.apply(isolation)) {
            consumer.assign(readings.keySet());
            readings.forEach((target, reading) -> consumer.seek(target, reading.position()));
            read(consumer, readings);
            awaitQuiet(consumer, readings);
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(targetAlias, e);
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, PartitionReading> readings) {
        Set<TopicPartition> unread = new HashSet<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            unread.clear();
            readings.forEach((target, reading) -> {
                if (!reading.isDone()) {
                    unread.add(target);
                }
            });
            if (unread.isEmpty()) {
                return;
            }
            Set<TopicPartition> done = new HashSet<>(readings.keySet());
            done.removeAll(unread);
            consumer.pause(done);
            boolean progress = poll(consumer, readings) > 0;
            for (TopicPartition target : unread) {
                // Ends with records that no consumer shows, transaction markers, are passed too.
                progress |= readings.get(target).reached(consumer.position(target, timeout));
            }
            if (progress) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("The target gave nothing of " + unread + " for " + timeout.toSeconds()
                        + " s, though it has more: where the flow should go on cannot be told");
            }
        }
    }

    private void awaitQuiet(Consumer<byte[], byte[]> consumer, Map<TopicPartition, PartitionReading> readings) {
        Set<TopicPartition> growing = new HashSet<>();
        readings.forEach((target, reading) -> {
            if (reading.mayGrow()) {
                growing.add(target);
            }
        });
        if (growing.isEmpty()) {
            return;
        }
        Set<TopicPartition> rest = new HashSet<>(readings.keySet());
        rest.removeAll(growing);
        consumer.pause(rest);
        consumer.resume(growing);
        long deadline = System.nanoTime() + timeout.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            long before = copies(readings);
            poll(consumer, readings);
            growing.forEach(target -> readings.get(target).reached(consumer.position(target, timeout)));
            if (copies(readings) > before) {
                quietSince = System.nanoTime();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        "Copies of this flow have kept arriving at " + growing + " for " + timeout.toSeconds()
                                + " s: somebody else writes them. Find the other connector or task of this name");
            }
        }
    }

    private static long copies(Map<TopicPartition, PartitionReading> readings) {
        return readings.values().stream().mapToLong(reading -> reading.copies()).sum();
    }

    private int poll(Consumer<byte[], byte[]> consumer, Map<TopicPartition, PartitionReading> readings) {
        var records = consumer.poll(POLL);
        long room = MOST_COPIES - copies(readings);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            PartitionReading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
            if (reading.take(record, room > 0)) {
                room--;
            }
        }
        return records.count();
    }
}
