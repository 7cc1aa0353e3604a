package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StartPositionTest {

    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 1));
    private static final Optional<Uuid> OTHER_ID = Optional.of(new Uuid(2, 2));
    private static final OptionalLong NO_TAIL = OptionalLong.empty();
    private static final long START = 100;
    private static final long END = 200;

    @Test
    void aPartitionNeverReadStartsAtItsBeginningOrItsEnd() {
        assertThat(StartPosition.of(OptionalLong.empty(), Optional.empty(), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(START));
        assertThat(StartPosition.of(OptionalLong.empty(), Optional.empty(), NO_TAIL, ID, START, END, true))
                .isEqualTo(at(END));
    }

    @Test
    void connectStoresTheLastOffsetAndTheCheckpointTheNext() {
        assertThat(StartPosition.of(OptionalLong.of(149), Optional.empty(), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(150));
        assertThat(StartPosition.of(OptionalLong.empty(), checkpoint(150), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(150));
    }

    @Test
    void theHigherOfBothCounts() {
        assertThat(StartPosition.of(OptionalLong.of(169), checkpoint(150), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(170));
        assertThat(StartPosition.of(OptionalLong.of(139), checkpoint(150), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(150));
    }

    @Test
    void theTailOfTheTargetKnowsWhatConnectAndCheckpointDoNotKnowYet() {
        assertThat(StartPosition.of(OptionalLong.of(139), checkpoint(150), OptionalLong.of(170), ID, START, END, false))
                .isEqualTo(at(170));
        assertThat(StartPosition.of(
                        OptionalLong.empty(), Optional.empty(), OptionalLong.of(170), ID, START, END, false))
                .isEqualTo(at(170));
    }

    @Test
    void whatAnOperatorHasSetWinsOverTheTailToo() {
        Optional<PartitionCheckpoint> pinned = checkpoint(150).map(c -> c.pinnedAt(120, 1));

        assertThat(StartPosition.of(OptionalLong.empty(), pinned, OptionalLong.of(170), ID, START, END, false))
                .isEqualTo(at(120));
    }

    @Test
    void anEpochIsOnlyGivenWithTheOffsetItBelongsTo() {
        Optional<PartitionCheckpoint> checkpoint = checkpoint(150).map(c -> c.resumedAt(150, OptionalInt.of(4)));

        assertThat(StartPosition.of(OptionalLong.of(139), checkpoint, NO_TAIL, ID, START, END, false))
                .isEqualTo(new StartPosition.At(150, OptionalInt.of(4)));
        assertThat(StartPosition.of(OptionalLong.of(159), checkpoint, NO_TAIL, ID, START, END, false))
                .isEqualTo(at(160));
    }

    @Test
    void whatAnOperatorHasSetWins() {
        Optional<PartitionCheckpoint> pinned = checkpoint(150).map(c -> c.pinnedAt(120, 1));

        assertThat(StartPosition.of(OptionalLong.of(180), pinned, NO_TAIL, ID, START, END, false))
                .isEqualTo(at(120));
    }

    @Test
    void anOperatorWhoSaysZeroMeansTheBeginning() {
        Optional<PartitionCheckpoint> pinned = checkpoint(150).map(c -> c.pinnedAt(0, 1));

        assertThat(StartPosition.of(OptionalLong.empty(), pinned, NO_TAIL, ID, START, END, false))
                .isEqualTo(at(START));
    }

    @Test
    void retentionThatOvertookTheFlowIsAGapWithItsNumberOfRecords() {
        StartPosition position =
                StartPosition.of(OptionalLong.of(39), Optional.empty(), NO_TAIL, ID, START, END, false);

        assertThat(position).isEqualTo(new StartPosition.Gapped(new SourceGap.Overtaken(40, START)));
        assertThat(((StartPosition.Gapped) position).gap().describe(new TopicPartition("orders", 3)))
                .contains("orders-3", "offset 40", "first record is 100", "60 records");
    }

    @Test
    void aLogThatEndsBeforeWhatWasCopiedIsAGap() {
        StartPosition position =
                StartPosition.of(OptionalLong.empty(), checkpoint(260), NO_TAIL, ID, START, END, false);

        assertThat(position).isEqualTo(new StartPosition.Gapped(new SourceGap.CutBack(260, END)));
        assertThat(((StartPosition.Gapped) position).gap().describe(new TopicPartition("orders", 3)))
                .contains("orders-3", "offset 260", "offset 200", "60 records");
    }

    @Test
    void anotherTopicOfTheSameNameIsAGapWhateverItsOffsets() {
        StartPosition position =
                StartPosition.of(OptionalLong.empty(), checkpoint(150), NO_TAIL, OTHER_ID, START, END, false);

        assertThat(position).isEqualTo(new StartPosition.Gapped(new SourceGap.Recreated(150, START)));
        assertThat(((StartPosition.Gapped) position).gap().describe(new TopicPartition("orders", 3)))
                .contains("orders", "deleted and created again", "150", "100");
    }

    @Test
    void aPartitionThatIsCopiedToItsEndIsNoGap() {
        assertThat(StartPosition.of(OptionalLong.of(199), checkpoint(200), NO_TAIL, ID, START, END, false))
                .isEqualTo(at(200));
    }

    private static StartPosition at(long offset) {
        return new StartPosition.At(offset, OptionalInt.empty());
    }

    private static Optional<PartitionCheckpoint> checkpoint(long next) {
        PartitionCheckpoint start = PartitionCheckpoint.startingAt(next, 1);
        return Optional.of(new PartitionProgress(start, ID, OffsetBook.closed()).checkpoint(1));
    }
}
