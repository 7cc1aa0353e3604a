package io.streambus.connect.start;

import org.apache.kafka.common.TopicPartition;

/** Why the records that a partition should go on with are not on the source. Offsets are of the source. */
public sealed interface SourceGap {

    /** The next offset by what has been copied. */
    long expected();

    /** Where reading can go on without reading anything twice that still is what it was. */
    long found();

    /** What happened and what is lost, in a sentence without its full stop. */
    String describe(TopicPartition partition);

    /**
     * Retention, or a deletion of records, was faster than the flow.
     *
     * @param found the first offset that is there
     */
    record Overtaken(long expected, long found) implements SourceGap {
        @Override
        public String describe(TopicPartition partition) {
            return "Partition " + partition + " of the source should go on at offset " + expected
                    + ", but its first record is " + found + ": " + (found - expected)
                    + " records were deleted before they were copied, and are lost";
        }
    }

    /**
     * The topic was deleted and created again: its offsets mean other records now.
     *
     * @param found the first offset of the new topic
     */
    record Recreated(long expected, long found) implements SourceGap {
        @Override
        public String describe(TopicPartition partition) {
            return "Topic " + partition.topic() + " of the source was deleted and created again: partition " + partition
                    + " had been copied up to offset " + expected
                    + " of the old topic, and the new one begins at offset " + found
                    + "; what the old one held behind offset " + expected + " is lost";
        }
    }

    /**
     * The log ends before what was copied: an unclean leader election, or a cluster restored from a backup.
     *
     * @param found where the log now ends, or parts from what was copied
     */
    record CutBack(long expected, long found) implements SourceGap {
        @Override
        public String describe(TopicPartition partition) {
            return "Partition " + partition + " of the source was cut back: it should go on at offset " + expected
                    + ", but parts at offset " + found + " from what was copied; " + (expected - found)
                    + " records on the target are no longer on the source";
        }
    }
}
