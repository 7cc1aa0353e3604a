package io.streambus.connect.group.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.progress.CheckpointFixtures;
import io.streambus.connect.refinement.Copy;
import io.streambus.connect.refinement.ProvenanceReader;
import io.streambus.connect.refinement.SimulatedTarget;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The edges, one by one; what lies between them is the random test's. */
class PartitionTranslatorTest {

    private final SimulatedTarget target = new SimulatedTarget();

    @Test
    void inAnEmptyPartitionAGroupStandsAtItsEnd() {
        assertThat(translate(CheckpointFixtures.startingAt(0, 0), OffsetMap.of(List.of()), 0))
                .isEqualTo(new Position.At(0));
    }

    @Test
    void aGroupAtTheEndStandsBehindTheLastCopy() {
        copies(0, 10);

        assertThat(translate(CheckpointFixtures.startingAt(10, 10), seamless(0, 0, 10), 10))
                .isEqualTo(new Position.At(10));
    }

    /** The end of a transaction at the source has an offset, and no copy. */
    @Test
    void aMarkerAtTheEndIsNoRecordThatAGroupWaitsFor() {
        copies(0, 10);

        assertThat(translate(CheckpointFixtures.startingAt(11, 10), seamless(0, 0, 10), 11))
                .isEqualTo(new Position.At(10));
    }

    @Test
    void aGroupAheadOfTheFlowStandsBehindAllCopiesAndWaits() {
        copies(0, 10);

        Position position = translate(CheckpointFixtures.startingAt(10, 10), seamless(0, 0, 10), 25);

        assertThat(position).isInstanceOf(Position.Nearing.class);
        assertThat(position.committable()).hasValue(10);
        assertThat(((Position.Nearing) position).why())
                .contains("15 offsets ahead")
                .contains("source offset 10");
    }

    @Test
    void aGroupThatWaitsForAPartitionThatStandsStillIsToldWhy() {
        copies(0, 10);
        PartitionCheckpoint stuck = CheckpointFixtures.startingAt(10, 10).standingStill("Record 10 is too large.", 0);

        assertThat(((Position.Nearing) translate(stuck, seamless(0, 0, 10), 11)).why())
                .contains("stands still: Record 10 is too large.");
    }

    /** The flow began there: nothing before was copied. */
    @Test
    void aGroupBehindTheEarliestCopiedRecordStandsAtItsCopy() {
        target.stranger();
        copies(100, 110);

        assertThat(translate(CheckpointFixtures.startingAt(110, 11), seamless(100, 1, 10), 3))
                .isEqualTo(new Position.At(1));
    }

    /** MirrorMaker 2's copies, which say nothing of where they come from, and ours behind them. */
    @Test
    void aGroupAmongCopiesWithoutProvenanceCannotBeTranslated() {
        for (int i = 0; i < 50; i++) {
            target.stranger();
        }
        copies(50, 60);
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(50, 50, 10, false)));
        PartitionCheckpoint checkpoint = CheckpointFixtures.startingAt(60, 60);

        assertThat(translate(checkpoint, map, 20)).isInstanceOf(Position.Untranslatable.class);
        assertThat(translate(checkpoint, map, 0))
                .as("one that has read nothing reads all")
                .isEqualTo(new Position.At(0));
        assertThat(translate(checkpoint, map, 55)).isEqualTo(new Position.At(55));
        target.deleteBefore(50);
        assertThat(translate(checkpoint, map, 20))
                .as("once retention has taken the others")
                .isEqualTo(new Position.At(50));
    }

    /** Right after the take-over, before anything was copied: what the others have copied up to here is known to lie before the floor. */
    @Test
    void aGroupAtTheEndOfAFlowThatWasTakenOverStandsAtTheFloor() {
        for (int i = 0; i < 50; i++) {
            target.stranger();
        }
        OffsetMap nothing = OffsetMap.of(List.of());

        assertThat(translate(CheckpointFixtures.startingAt(50, 50), nothing, 50))
                .isEqualTo(new Position.At(50));
        assertThat(translate(CheckpointFixtures.startingAt(50, 50), nothing, 20))
                .isInstanceOf(Position.Unknown.class);
    }

    @Test
    void whatRetentionHasTakenAtTheTargetIsStoodBehind() {
        copies(0, 10);
        target.deleteBefore(6);

        assertThat(translate(CheckpointFixtures.startingAt(10, 10), seamless(0, 0, 10), 2))
                .isEqualTo(new Position.At(6));
    }

    /** A group at the end of a flow under load: what is in flight behind the floor it has not read. */
    @Test
    void theTargetIsNotReadForAGroupAtTheEnd() {
        copies(0, 20);

        Position position = new PartitionTranslator(
                        CheckpointFixtures.startingAt(10, 10),
                        CheckpointFixtures.startingAt(10, 10).target().orElseThrow(),
                        seamless(0, 0, 10),
                        new LogOffsets.Range(0, 20),
                        target)
                .translate(10);

        assertThat(position).isEqualTo(new Position.At(10));
        assertThat(target.reads()).isZero();
    }

    @Test
    void aTargetThatDoesNotAnswerIsWaitedForOnce() {
        copies(0, 30);
        int[] asked = {0};
        ProvenanceReader silent = new ProvenanceReader() {
            @Override
            public Optional<Copy> firstCopy(long from, long until) {
                asked[0]++;
                throw new TimeoutException("nothing came");
            }

            @Override
            public long logStart() {
                return 0;
            }

            @Override
            public long logEnd() {
                return 30;
            }
        };
        OffsetMap coarse = OffsetMap.of(List.of(new OffsetRun(0, 0, 1, true), new OffsetRun(29, 29, 1, false)));
        PartitionCheckpoint checkpoint = CheckpointFixtures.startingAt(30, 30);
        PartitionTranslator translator = new PartitionTranslator(
                checkpoint, checkpoint.target().orElseThrow(), coarse, new LogOffsets.Range(0, 30), silent);

        assertThat(translator.translate(10)).isInstanceOf(Position.Unknown.class);
        assertThat(translator.translate(20)).isInstanceOf(Position.Unknown.class);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(translator.translate(30)).as("needs no reading").isEqualTo(new Position.At(30));
    }

    private void copies(long from, long to) {
        for (long source = from; source < to; source++) {
            target.copy(source);
        }
    }

    private static OffsetMap seamless(long source, long at, long length) {
        return OffsetMap.of(List.of(new OffsetRun(source, at, length, true)));
    }

    private Position translate(PartitionCheckpoint checkpoint, OffsetMap map, long position) {
        return new PartitionTranslator(
                        checkpoint,
                        checkpoint.target().orElseThrow(),
                        map,
                        new LogOffsets.Range(target.logStart(), target.logEnd()),
                        target)
                .translate(position);
    }
}
