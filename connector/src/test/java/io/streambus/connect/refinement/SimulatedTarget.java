package io.streambus.connect.refinement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A target partition, record by record, which knows what the map can only deduce; and the hand-written form of the port that reads it. Confined to one
 * thread.
 */
public final class SimulatedTarget implements ProvenanceReader {

    private static final long STRANGER = -1;

    private final List<Long> sources = new ArrayList<>();
    /** Source by target offset. */
    private final TreeMap<Long, Long> copies = new TreeMap<>();

    private final Map<Long, Long> firstCopies = new HashMap<>();
    private long highestSource = -1;
    private long logStart;
    private int reads;

    /** @return the copy's offset */
    public long copy(long source) {
        long target = sources.size();
        sources.add(source);
        copies.put(target, source);
        highestSource = Math.max(highestSource, source);
        firstCopies.putIfAbsent(source, target);
        return target;
    }

    public void stranger() {
        sources.add(STRANGER);
    }

    public void deleteBefore(long offset) {
        logStart = offset;
    }

    public int reads() {
        return reads;
    }

    public Optional<Copy> lastCopyFrom(long target) {
        return Optional.ofNullable(copies.lastEntry())
                .filter(copy -> copy.getKey() >= target)
                .map(copy -> new Copy(copy.getValue(), copy.getKey()));
    }

    long highestSource() {
        return highestSource;
    }

    /** By source position: the target offset of the first copy at or above it. Compare with the ceiling key's. */
    public NavigableMap<Long, Long> forward() {
        TreeMap<Long, Long> answers = new TreeMap<>();
        long highest = -1;
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) > highest) {
                highest = sources.get(i);
                answers.put(highest, (long) i);
            }
        }
        return answers;
    }

    /** By target position: the lowest source offset whose first copy is there or behind. Compare with the ceiling key's. */
    NavigableMap<Long, Long> backward() {
        TreeMap<Long, Long> answers = new TreeMap<>();
        long lowest = Long.MAX_VALUE;
        for (int i = sources.size() - 1; i >= 0; i--) {
            long source = sources.get(i);
            if (source != STRANGER && firstCopies.get(source) == i) {
                lowest = Math.min(lowest, source);
                answers.put((long) i, lowest);
            }
        }
        return answers;
    }

    /** The copies' source offsets by where they stand. */
    public NavigableMap<Long, Long> copies() {
        return copies;
    }

    /** Where the last copy of each record stands, by source offset. */
    NavigableMap<Long, Long> lastCopies() {
        NavigableMap<Long, Long> last = new TreeMap<>();
        copies.forEach((target, source) -> last.put(source, target));
        return last;
    }

    @Override
    public Optional<Copy> firstCopy(long from, long until) {
        reads++;
        return Optional.ofNullable(copies.ceilingEntry(Math.max(from, logStart)))
                .filter(copy -> copy.getKey() < until)
                .map(copy -> new Copy(copy.getValue(), copy.getKey()));
    }

    @Override
    public long logStart() {
        return logStart;
    }

    @Override
    public long logEnd() {
        return sources.size();
    }
}
