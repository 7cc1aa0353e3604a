package io.streambus.connect.start;

import org.apache.kafka.common.TopicPartition;

/** What the target no longer has, though it had it. Offsets are of the target. */
public sealed interface TargetGap {

    /** What happened, in a sentence without its full stop. */
    String describe(TopicPartition target);

    /** The topic was deleted and created again: what had been copied is gone. */
    record Recreated() implements TargetGap {
        @Override
        public String describe(TopicPartition target) {
            return "Topic " + target.topic()
                    + " of the target was deleted and created again: what had been copied to partition "
                    + target.partition() + " is gone";
        }
    }

    /**
     * The log ends before what was copied: an unclean leader election, or a cluster restored from a backup.
     *
     * @param expected where the copies reached at least
     * @param found where the log ends
     */
    record CutBack(long expected, long found) implements TargetGap {
        @Override
        public String describe(TopicPartition target) {
            return "Partition " + target + " of the target was cut back: copies stood up to offset " + expected
                    + ", and it ends at offset " + found;
        }
    }

    /**
     * Another record stands where the last copy stood.
     *
     * @param offset where
     */
    record Replaced(long offset) implements TargetGap {
        @Override
        public String describe(TopicPartition target) {
            return "Partition " + target + " of the target has another record at offset " + offset
                    + " than the copy that stood there: its log was cut back and written anew, or the topic was created again";
        }
    }
}
