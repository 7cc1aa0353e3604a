package io.streambus.connect.offset;

/**
 * What was found at the end of the target partition before the flow goes on: what the last life of the task copied and had no more time to note.
 * Search for it back to {@link OffsetPages#knownTo}.
 */
public sealed interface Tail {

    /**
     * The newest copy on the target.
     *
     * @param copy by its provenance header; of the source topic as it is now, not of one of that name that was deleted
     */
    record Last(Copy copy) implements Tail {}

    /**
     * No copy of this flow stands behind what is known. If nothing is known: none stands on the target at all, but perhaps copies of a topic of that
     * name that was deleted.
     *
     * @param logEnd the target partition's log end offset (not the last stable one, which an open transaction holds back)
     */
    record Nothing(long logEnd) implements Tail {
        public Nothing {
            if (logEnd < 0) {
                throw new IllegalArgumentException("a log end offset must be 0 or more, found " + logEnd);
            }
        }
    }

    /**
     * It cannot be told, as when the copies so far carry no provenance. Only for a flow that goes on behind all that it had copied: where it is set
     * back instead, the first copies of what it then copies again would not be seen.
     */
    record Unknown() implements Tail {}
}
