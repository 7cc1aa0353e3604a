package io.streambus.connect.offset;

import java.util.List;

/** What stands on the target before the flow goes on: what the last life of the task copied and had no more time to note. */
public sealed interface Tail {

    /**
     * All copies that stand at {@code from} or behind it are these.
     *
     * @param copies in the order of the target; of the source topic as it is now, not of one of that name that was deleted
     * @param from a target offset
     * @param logEnd the target partition's log end offset
     */
    record Copies(List<OffsetRun> copies, long from, long logEnd) implements Tail {
        public Copies {
            copies = List.copyOf(copies);
            if (from < 0 || logEnd < 0) {
                throw new IllegalArgumentException(
                        "target offsets must be 0 or more, found from " + from + " and log end " + logEnd);
            }
            OffsetPage.requireOrder(0, copies);
        }
    }

    /**
     * The target topic is another than the one that was written to before: what was known of that one holds no more, and no copy of this flow stands
     * on this one.
     *
     * @param logEnd the target partition's log end offset
     */
    record OtherTarget(long logEnd) implements Tail {}

    /**
     * It cannot be told, as when the copies so far carry no provenance, or some of them were never committed. Only for a flow that goes on behind all
     * that it had copied: where it is set back instead, the first copies of what it then copies again would not be seen.
     */
    record Unknown() implements Tail {}
}
