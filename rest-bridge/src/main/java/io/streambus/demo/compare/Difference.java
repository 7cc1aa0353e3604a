package io.streambus.demo.compare;

import java.util.Objects;
import java.util.Set;

/** One way in which a target partition is not the copy of its source partition. */
public sealed interface Difference {

    /** The topic and partition, which are the same on both sides. */
    Coordinates where();

    /**
     * A partition.
     *
     * @param partition from 0
     */
    record Coordinates(String topic, int partition) {
        public Coordinates {
            Objects.requireNonNull(topic, "topic");
            if (partition < 0) {
                throw new IllegalArgumentException("partition " + partition + " is negative");
            }
        }

        @Override
        public String toString() {
            return topic + "-" + partition;
        }
    }

    /** What a record is made of. */
    enum Part {
        KEY,
        VALUE,
        HEADERS,
        TIMESTAMP
    }

    /**
     * A copy that differs from its original.
     *
     * @param parts never empty
     */
    record Altered(Coordinates where, ReadRecord source, ReadRecord target, Set<Part> parts) implements Difference {
        public Altered {
            parts = Set.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("an altered record must differ in some part");
            }
        }
    }

    /** A source record without a copy. */
    record Missing(Coordinates where, ReadRecord source) implements Difference {}

    /** A target record that is nobody's copy: it names no source record, or one that the source does not hold. */
    record Extra(Coordinates where, ReadRecord target) implements Difference {}

    /** A second copy of a source record. */
    record Repeated(Coordinates where, long sourceOffset, ReadRecord target) implements Difference {}

    /**
     * A copy that stands behind the copy of a later source record.
     *
     * @param after the source offset whose copy came before
     */
    record OutOfOrder(Coordinates where, long sourceOffset, long after, ReadRecord target) implements Difference {}
}
