package io.streambus.connect.group.position;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.Translation;
import io.streambus.connect.refinement.Copy;
import io.streambus.connect.refinement.OffsetRefinement;
import io.streambus.connect.refinement.ProvenanceReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Translates positions of one source partition, by what its checkpoint and its map said at one moment. The target is read only where the map is coarser
 * than its answer: what lies behind the floor are copies of records at or behind the checkpoint's position, which no group that has come no further than
 * that has read.
 *
 * <p>Confined to one thread, as its reader.
 */
final class PartitionTranslator {

    private final PartitionCheckpoint checkpoint;
    private final TargetPosition target;
    private final OffsetMap map;
    private final LogOffsets.Range log;
    private final OffsetRefinement refinement;
    private final Map<Long, Position> known = new HashMap<>();
    private Optional<Position> unreadable = Optional.empty();

    /**
     * @param checkpoint of the partition
     * @param target as the checkpoint has it: where the flow writes
     * @param map as it was when the checkpoint was read
     * @param log where the target's partition begins and ends, looked at after that
     * @param copies reads the target's partition
     */
    PartitionTranslator(
            PartitionCheckpoint checkpoint,
            TargetPosition target,
            OffsetMap map,
            LogOffsets.Range log,
            ProvenanceReader copies) {
        this.checkpoint = checkpoint;
        this.target = target;
        this.map = map;
        this.log = log;
        this.refinement = new OffsetRefinement(new UpToTheFloor(copies));
    }

    /** @param position 0 or more: the offset of the next record that a group would read at the source */
    Position translate(long position) {
        return known.computeIfAbsent(position, this::look);
    }

    private Position look(long position) {
        if (map.runs().isEmpty()) {
            return withoutMap(position);
        }
        try {
            // One time-out is enough: a pass has many groups.
            Translation coarse = map.translate(position);
            boolean told = coarse instanceof Translation.Exact || coarse instanceof Translation.After;
            return unreadable.isPresent() && !told
                    ? unreadable.get()
                    : positionOf(position, refinement.translate(map, position));
        } catch (TimeoutException e) {
            unreadable =
                    Optional.of(new Position.Unknown("The copies on the target could not be read: " + e.getMessage()));
            return unreadable.get();
        }
    }

    private Position positionOf(long position, Translation translation) {
        if (translation instanceof Translation.Exact exact) {
            return at(exact.offset());
        }
        if (translation instanceof Translation.After after) {
            return behindAll(position, after.next());
        }
        long first = ((Translation.Before) translation).first();
        if (position == 0 || first <= log.start()) {
            return at(log.start());
        }
        return new Position.Untranslatable("The group stands at " + position
                + ", before the first record whose copy bears its provenance (target offset " + first
                + "). Copies before that were made by something else, and where the group stands among them cannot be"
                + " told. Set its offset on the target by hand, or let it read on at the source until it is past"
                + " them.");
    }

    /** Nothing has been noted: the flow has copied nothing since it began, or took over from somebody who noted nothing. */
    private Position withoutMap(long position) {
        if (position == 0) {
            return at(log.start());
        }
        if (log.isEmpty()) {
            return behindAll(position, log.end());
        }
        return position >= checkpoint.nextSourceOffset()
                ? behindAll(position, target.floor())
                : new Position.Unknown("The flow has copied nothing yet since it began at source offset "
                        + checkpoint.nextSourceOffset() + ", and the group stands before that, at " + position + ".");
    }

    private Position behindAll(long position, long end) {
        long ahead = position - checkpoint.nextSourceOffset();
        return ahead <= 0 ? at(end) : new Position.Nearing(kept(end), why(ahead));
    }

    private String why(long ahead) {
        String standing = checkpoint
                .error()
                .map(error -> " The partition stands still: " + error)
                .orElse("");
        return "The group is " + ahead + " offsets ahead of the flow, which has come to source offset "
                + checkpoint.nextSourceOffset() + "; it stands behind all copies until these have come." + standing;
    }

    private Position at(long offset) {
        return new Position.At(kept(offset));
    }

    /** Retention may have gone further than the map goes back. */
    private long kept(long offset) {
        return Math.max(offset, log.start());
    }

    /** The target's partition as it was looked at, and of that what a group can have read. */
    private final class UpToTheFloor implements ProvenanceReader {

        private final ProvenanceReader copies;

        UpToTheFloor(ProvenanceReader copies) {
            this.copies = copies;
        }

        @Override
        public Optional<Copy> firstCopy(long from, long until) {
            return copies.firstCopy(from, until);
        }

        @Override
        public long logStart() {
            return log.start();
        }

        @Override
        public long logEnd() {
            return Math.min(log.end(), target.floor());
        }
    }
}
