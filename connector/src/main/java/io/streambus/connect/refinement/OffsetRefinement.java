package io.streambus.connect.refinement;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.Translation;
import java.util.Optional;

/**
 * Makes an {@link OffsetMap}'s answers exact by looking at the target: in a stretch that the map does not know the source offsets of the copies rise,
 * so a binary search over their provenance headers finds the place with as many reads as the stretch's length has binary digits, and one more.
 *
 * <p>Confined to one thread, as its reader.
 */
public final class OffsetRefinement {

    private final ProvenanceReader reader;

    /** @param reader of the target partition that the map is about */
    public OffsetRefinement(ProvenanceReader reader) {
        this.reader = reader;
    }

    /**
     * Source to target.
     *
     * @return {@link Translation.Exact}; or {@link Translation.After} with the offset behind the last copy, if no copy at or above the position is
     *     there yet; or {@link Translation.Before}, if the position lies before all copies that carry a provenance header: whether others carry none
     *     (MirrorMaker 2 made them) cannot be told from here
     * @throws org.apache.kafka.common.errors.TimeoutException as {@link ProvenanceReader#firstCopy}
     */
    public Translation translate(OffsetMap map, long sourceOffset) {
        Translation known = map.translate(sourceOffset);
        if (known instanceof Translation.Between between) {
            Search search = search(between.lowest(), between.highest(), sourceOffset);
            return new Translation.Exact(search.found().orElse(between.highest()));
        }
        if (known instanceof Translation.Before before) {
            Search search = search(reader.logStart(), before.first(), sourceOffset);
            long first = search.found().orElse(before.first());
            return search.lowerUpTo().isPresent() ? new Translation.Exact(first) : new Translation.Before(first);
        }
        if (known instanceof Translation.After after) {
            Search search = search(after.next(), reader.logEnd(), sourceOffset);
            return search.found().isPresent()
                    ? new Translation.Exact(search.found().get())
                    : new Translation.After(search.lowerUpTo().orElse(after.next()));
        }
        return known;
    }

    /**
     * Target to source: one read at most, for there the header itself is the answer.
     *
     * @return {@link Translation.Exact}, or {@link Translation.After} or {@link Translation.Before} as in {@link #translate}
     * @throws org.apache.kafka.common.errors.TimeoutException as {@link ProvenanceReader#firstCopy}
     */
    public Translation inverse(OffsetMap map, long targetOffset) {
        Translation known = map.inverse(targetOffset);
        if (known instanceof Translation.Between between) {
            // Without a copy left to look at, the position that skips nothing.
            long here = reader.firstCopy(map.undecidedFrom(targetOffset), reader.logEnd())
                    .map(Copy::source)
                    .orElse(between.lowest());
            return new Translation.Exact(Math.max(between.lowest(), Math.min(here, between.highest())));
        }
        if (known instanceof Translation.Before before) {
            return new Translation.Before(reader.firstCopy(targetOffset, reader.logEnd())
                    .map(copy -> Math.min(copy.source(), before.first()))
                    .orElse(before.first()));
        }
        if (known instanceof Translation.After after) {
            // Newer than the map. If it was copied twice it is read again: whether it was cannot be told from here.
            return reader.firstCopy(targetOffset, reader.logEnd())
                    .<Translation>map(copy -> new Translation.Exact(map.below(copy.source())))
                    .orElse(after);
        }
        return known;
    }

    /**
     * @param found the target offset of the first copy at or above the wanted position
     * @param lowerUpTo the target offset behind the last copy seen that is below it
     */
    private record Search(Optional<Long> found, Optional<Long> lowerUpTo) {}

    private Search search(long from, long until, long wanted) {
        long low = from;
        long high = until;
        Optional<Long> found = Optional.empty();
        Optional<Long> lowerUpTo = Optional.empty();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<Copy> copy = reader.firstCopy(middle, high);
            if (copy.isPresent() && copy.get().source() < wanted) {
                low = copy.get().target() + 1;
                lowerUpTo = Optional.of(low);
            } else {
                if (copy.isPresent()) {
                    found = Optional.of(copy.get().target());
                }
                high = middle;
            }
        }
        return new Search(found, lowerUpTo);
    }
}
