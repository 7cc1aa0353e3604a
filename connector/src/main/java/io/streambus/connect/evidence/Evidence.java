package io.streambus.connect.evidence;

import io.streambus.connect.offset.OffsetRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The copies of one source partition that stood on the target when the flow took it up. Evidence, not a position: a record of the source is passed over
 * only if the very copy of it was seen. Asked in the order of the source's offsets. Confined to the task's thread.
 */
public final class Evidence {

    /** What is known of one record of the source. */
    public enum Sighting {
        /** A copy of it stands on the target. */
        SEEN,
        /** Something stands there that says it is a copy of it, and is not. */
        OTHER_CONTENT,
        /** Nothing that says so. */
        UNSEEN
    }

    public static final Evidence NONE = new Builder(new ContentHash(true, true, true)).build(Long.MAX_VALUE);

    private final ContentHash hash;
    private final long[] sources;
    private final long[] targets;
    private final long[] hashes;
    private int cursor;
    private long lastTarget;
    private long lookedAt = -1;
    private long olderTo = -1;
    private boolean overtaken;

    private Evidence(ContentHash hash, long[] sources, long[] targets, long[] hashes) {
        this.hash = hash;
        this.sources = sources;
        this.targets = targets;
        this.hashes = hashes;
    }

    public boolean isEmpty() {
        return sources.length == 0;
    }

    /** The source offset behind the highest copy; 0 if there is none. */
    public long end() {
        return isEmpty() ? 0 : sources[sources.length - 1] + 1;
    }

    /** How many copies there are of records that have not been asked for yet. */
    public long ahead() {
        return (long) sources.length - cursor;
    }

    /** @param record of the source, none before the last one asked for */
    public Sighting look(ConsumerRecord<byte[], byte[]> record) {
        pass(record.offset());
        if (cursor == sources.length || sources[cursor] != record.offset()) {
            return Sighting.UNSEEN;
        }
        long wanted = hash.of(record);
        Sighting sighting = Sighting.OTHER_CONTENT;
        // Of several copies the last one, for that is the one that counts on a compacted topic.
        for (int i = cursor; i < sources.length && sources[i] == record.offset(); i++) {
            if (hashes[i] == wanted) {
                lastTarget = targets[i];
                sighting = Sighting.SEEN;
            }
        }
        if (sighting == Sighting.SEEN) {
            overtaken = lastTarget < olderTo;
            olderTo = Math.max(olderTo, lastTarget);
        }
        return sighting;
    }

    /** Goes on to a record. Copies of those that nobody asked for, which have been passed for good, are what they say they are. */
    private void pass(long offset) {
        while (cursor < sources.length && sources[cursor] < offset) {
            if (sources[cursor] != lookedAt) {
                olderTo = Math.max(olderTo, targets[cursor]);
            }
            cursor++;
        }
        lookedAt = offset;
    }

    /** Whether the copy of the record that was seen last stands before the copy of an older record. */
    public boolean isOvertaken() {
        return overtaken;
    }

    /** Where the copy stands of the record that was seen last; of several, the last one. */
    public long lastTarget() {
        return lastTarget;
    }

    /** Takes copies in the order of the target. Confined to one thread. */
    public static final class Builder {
        private final ContentHash hash;
        private final List<OffsetRun> runs = new ArrayList<>();
        private long[] sources = new long[16];
        private long[] targets = new long[16];
        private long[] hashes = new long[16];
        private int size;
        private boolean sorted = true;

        public Builder(ContentHash hash) {
            this.hash = hash;
        }

        /** @param copy as it stands on the target */
        public void add(long source, ConsumerRecord<byte[], byte[]> copy) {
            addRun(source, copy.offset());
            if (size == sources.length) {
                sources = Arrays.copyOf(sources, 2 * size);
                targets = Arrays.copyOf(targets, 2 * size);
                hashes = Arrays.copyOf(hashes, 2 * size);
            }
            sorted &= size == 0 || sources[size - 1] <= source;
            sources[size] = source;
            targets[size] = copy.offset();
            hashes[size] = hash.of(copy);
            size++;
        }

        private void addRun(long source, long target) {
            if (!runs.isEmpty()) {
                OffsetRun last = runs.get(runs.size() - 1);
                if (last.sourceEnd() == source && last.targetEnd() == target) {
                    runs.set(
                            runs.size() - 1,
                            new OffsetRun(last.sourceStart(), last.targetStart(), last.length() + 1, true));
                    return;
                }
            }
            runs.add(new OffsetRun(source, target, 1, true));
        }

        int size() {
            return size;
        }

        public boolean isEmpty() {
            return size == 0;
        }

        /** All copies, in the order of the target. */
        public List<OffsetRun> runs() {
            return List.copyOf(runs);
        }

        /** The highest source offset; there is one. */
        public long highest() {
            return Arrays.stream(sources, 0, size).max().orElseThrow();
        }

        /** @param sourceEnd where the source ends: what says it is a copy of a later record is none of any that is there */
        public Evidence build(long sourceEnd) {
            int[] order = IntStream.range(0, size).toArray();
            if (!sorted) {
                order = Arrays.stream(order)
                        .boxed()
                        .sorted((one, two) -> Long.compare(sources[one], sources[two]))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            int[] kept =
                    Arrays.stream(order).filter(i -> sources[i] < sourceEnd).toArray();
            return new Evidence(hash, pick(sources, kept), pick(targets, kept), pick(hashes, kept));
        }

        private static long[] pick(long[] from, int[] which) {
            long[] picked = new long[which.length];
            for (int i = 0; i < which.length; i++) {
                picked[i] = from[which[i]];
            }
            return picked;
        }
    }
}
