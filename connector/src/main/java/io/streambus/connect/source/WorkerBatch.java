package io.streambus.connect.source;

import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.standstill.FailedRecord;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.RandomAccess;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records as the worker is given them; it transforms, converts and sends one after the other. When it fails on one, it tells the task nothing but to stop,
 * and its own message names no record: so this list knows which one it took last. Confined to the task's thread.
 */
final class WorkerBatch extends AbstractList<SourceRecord> implements RandomAccess {

    private static final String WHY =
            "a transform, a converter or the producer of the worker failed on it, and the failure of the task says why";

    private final List<SourceRecord> records;
    private final InHand inHand;

    /** The record that the worker has taken and not come back from. Confined to the task's thread. */
    static final class InHand {
        private static final int NONE = -1;

        private List<SourceRecord> batch = List.of();
        private int index = NONE;

        /** @param records null if there are none */
        List<SourceRecord> give(List<SourceRecord> records) {
            index = NONE;
            return records == null ? null : new WorkerBatch(records, this);
        }

        /** To be asked when the task is told to stop. Between two batches the worker has none in hand. */
        Optional<SourceRecord> record() {
            return index == NONE ? Optional.empty() : Optional.of(batch.get(index));
        }

        /**
         * Has the record's partition say, in its checkpoint, that the record has ended the task. The worker also learns there that it could not write an
         * earlier one: while any is in flight it may have been that, and skipping would lose what is not written yet.
         *
         * @param reading the partitions that the task reads
         */
        void tell(Collection<OwnedPartition> reading) {
            record().ifPresent(failed -> {
                boolean certain = reading.stream().allMatch(owned -> nothingBefore(owned.key()));
                SourcePartition partition = (SourcePartition) failed.sourcePartition();
                FailedRecord named = new FailedRecord(
                        new TopicPartition((String) partition.get(SourcePartition.TOPIC), (Integer)
                                partition.get(SourcePartition.PARTITION)),
                        offset(failed));
                partition.progress().halted(certain ? named.message(WHY) : named.messageOfMany(WHY));
            });
        }

        /** Whether of that partition all is settled that was given to the worker before the record in hand. */
        private boolean nothingBefore(SourcePartition partition) {
            if (!partition.progress().isInFlight()) {
                return true;
            }
            return batch.subList(index, batch.size()).stream()
                    .filter(record -> record.sourcePartition() == partition)
                    .findFirst()
                    .filter(first -> offset(first) == partition.progress().nextSourceOffset())
                    .isPresent();
        }

        private static long offset(SourceRecord record) {
            return ((SourceOffset) record.sourceOffset()).offset();
        }
    }

    private WorkerBatch(List<SourceRecord> records, InHand inHand) {
        this.records = records;
        this.inHand = inHand;
    }

    @Override
    public SourceRecord get(int index) {
        return records.get(index);
    }

    @Override
    public int size() {
        return records.size();
    }

    /** What the worker tries again after it had to wait. */
    @Override
    public List<SourceRecord> subList(int from, int to) {
        return new WorkerBatch(records.subList(from, to), inHand);
    }

    @Override
    public Iterator<SourceRecord> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                if (next < records.size()) {
                    return true;
                }
                inHand.index = InHand.NONE;
                return false;
            }

            @Override
            public SourceRecord next() {
                if (next >= records.size()) {
                    throw new NoSuchElementException();
                }
                inHand.batch = records;
                inHand.index = next;
                return records.get(next++);
            }
        };
    }
}
