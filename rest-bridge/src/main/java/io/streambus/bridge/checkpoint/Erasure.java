package io.streambus.bridge.checkpoint;

import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes the checkpoints of one flow away, once. A claim voids what was written before and whatever cancelled tasks still write; tombstones then
 * take away what is there. The claim stays.
 *
 * <p>Confined to one thread; the clients belong to the caller.
 */
final class Erasure {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String flow;
    private final Consumer<byte[], byte[]> consumer;
    private final Runnable right;
    private final Clock clock;
    private final Duration patience;
    private final long deadline;
    /** Where the newest entry of each key stands. */
    private final Map<CheckpointKey, Long> found = new LinkedHashMap<>();

    private TopicPartition partition;

    /**
     * @param right throws if nothing may be erased any more
     * @param patience with the cluster as a whole, from now on
     */
    Erasure(String flow, Consumer<byte[], byte[]> consumer, Runnable right, Clock clock, Duration patience) {
        this.flow = flow;
        this.consumer = consumer;
        this.right = right;
        this.clock = clock;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Reads what there is. This is the long way, so it comes before the claim, which must not be written by somebody who has lost the right meanwhile.
     *
     * @return whether there is anything to erase
     * @throws TimeoutException if patience has ended
     */
    boolean look() throws TimeoutException {
        List<PartitionInfo> partitions = consumer.partitionsFor(CheckpointFormat.TOPIC, ClusterClients.TIMEOUT);
        if (partitions == null || partitions.isEmpty()) {
            return false;
        }
        partition = new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, partitions.size()));
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        readOn();
        return !found.isEmpty();
    }

    /**
     * Claims the flow, reads what was written up to then, and takes it away. Only after {@link #look} has found something.
     *
     * @throws TimeoutException if patience has ended
     */
    void erase(Producer<byte[], byte[]> producer) throws ExecutionException, InterruptedException, TimeoutException {
        right.run();
        long claim = claim(producer);
        readOn();
        right.run();
        bury(producer, claim);
    }

    private void readOn() throws TimeoutException {
        long end =
                consumer.endOffsets(List.of(partition), ClusterClients.TIMEOUT).get(partition);
        while (consumer.position(partition, ClusterClients.TIMEOUT) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("reading its checkpoints took longer than " + patience.toSeconds() + " s");
            }
            consumer.poll(POLL).forEach(this::note);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> entry) {
        key(entry).filter(key -> key.flow().equals(flow) && !isErasure(key)).ifPresent(key -> {
            if (entry.value() == null) {
                found.remove(key);
            } else {
                found.put(key, entry.offset());
            }
        });
    }

    private static boolean isErasure(CheckpointKey key) {
        return key instanceof CheckpointKey.Claiming claiming && claiming.claimant() == Claimant.ERASURE;
    }

    private static Optional<CheckpointKey> key(ConsumerRecord<byte[], byte[]> entry) {
        try {
            return entry.key() == null ? Optional.empty() : CheckpointFormat.decodeKey(entry.key());
        } catch (IllegalArgumentException e) {
            // Not ours, so nothing to erase.
            return Optional.empty();
        }
    }

    /** @return the claim's offset */
    private long claim(Producer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException, TimeoutException {
        byte[] key = CheckpointFormat.encode(new CheckpointKey.Claiming(flow, Claimant.ERASURE, 0));
        byte[] claim = CheckpointFormat.encode(Claim.of(Claimant.ERASURE, clock.millis()));
        return await(producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), key, claim)))
                .offset();
    }

    private void bury(Producer<byte[], byte[]> producer, long claim)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<Future<RecordMetadata>> written = new ArrayList<>();
        found.forEach((key, offset) -> {
            if (isVoid(key, offset, claim)) {
                written.add(producer.send(new ProducerRecord<>(
                        partition.topic(), partition.partition(), CheckpointFormat.encode(key), null)));
            }
        });
        for (Future<RecordMetadata> each : written) {
            await(each);
        }
    }

    /** What belongs to somebody who has claimed since stays: it is a new flow's of the same name. Pages of offset maps have no generation. */
    private static boolean isVoid(CheckpointKey key, long offset, long claim) {
        if (key instanceof CheckpointKey.Partition partition) {
            return partition.generation() < claim;
        }
        if (key instanceof CheckpointKey.Task task) {
            return task.generation() < claim;
        }
        return key instanceof CheckpointKey.Offsets || offset < claim;
    }

    private RecordMetadata await(Future<RecordMetadata> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
