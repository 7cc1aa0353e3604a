package io.streambus.bridge.checkpoint;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.standstill.FailedRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The records on which tasks of a flow have ended. A task that is started again writes a checkpoint without error before it reads the record anew: that the
 * record is in the way is remembered until the partition has come past it, or was set elsewhere. Confined to one thread, or guarded by the caller.
 */
final class FailedRecords {

    private final Map<TopicPartition, Failure> failures = new HashMap<>();

    private record Failure(FailedRecord record, String message, Optional<Uuid> topicId) {
        boolean isPast(PartitionCheckpoint checkpoint) {
            boolean otherTopic =
                    topicId.isPresent() && checkpoint.topicId().isPresent() && !topicId.equals(checkpoint.topicId());
            return otherTopic || checkpoint.isDecided() || checkpoint.nextSourceOffset() > record.offset();
        }
    }

    /** @param holds the partition's newest checkpoint */
    void note(TopicPartition partition, PartitionCheckpoint holds) {
        Optional<Failure> told = holds.error()
                .flatMap(message ->
                        FailedRecord.in(message).map(record -> new Failure(record, message, holds.topicId())));
        if (told.isPresent()) {
            failures.put(partition, told.get());
        } else {
            failures.computeIfPresent(partition, (same, failure) -> failure.isPast(holds) ? null : failure);
        }
    }

    /** Keeps what was known before the checkpoints were read again, where they do not say that it is over. */
    void takeOver(FailedRecords known, Map<TopicPartition, PartitionCheckpoint> now) {
        known.failures.forEach((partition, failure) -> {
            PartitionCheckpoint checkpoint = now.get(partition);
            if (checkpoint != null && !failure.isPast(checkpoint)) {
                failures.putIfAbsent(partition, failure);
            }
        });
    }

    void clear() {
        failures.clear();
    }

    /** What the first of them says; empty if no record is in the way. */
    Optional<String> message() {
        return failures.entrySet().stream()
                .min(Map.Entry.comparingByKey(FailedRecords::inOrder))
                .map(entry -> entry.getValue().message());
    }

    private static int inOrder(TopicPartition one, TopicPartition other) {
        int byTopic = one.topic().compareTo(other.topic());
        return byTopic == 0 ? Integer.compare(one.partition(), other.partition()) : byTopic;
    }

    /** The checkpoints, with the failure as error of those that stand before a record. */
    Map<TopicPartition, PartitionCheckpoint> told(Map<TopicPartition, PartitionCheckpoint> checkpoints) {
        Map<TopicPartition, PartitionCheckpoint> told = new HashMap<>(checkpoints);
        failures.forEach((partition, failure) -> told.computeIfPresent(
                partition,
                (same, checkpoint) -> checkpoint.error().isPresent()
                        ? checkpoint
                        // The error was counted when it was written.
                        : checkpoint
                                .standingStill(failure.message(), checkpoint.writtenAtMs())
                                .withCounters(checkpoint.counters())));
        return told;
    }
}
