package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

    /** The target has put its own in its place. */
    private static final Long SOURCE_TIME = 1_234L;

    private static final long TARGET_TIME = 9_999;

    private final OffsetPages offsets =
            new OffsetPages(Optional.empty(), Map.of(), new Tail.Copies(List.of(), 0, 500), 10);
    private final PartitionProgress progress =
            new PartitionProgress(CheckpointFixtures.startingAt(10, 500), 0, offsets.recorder());

    private static RecordMetadata on(String topic, long offset) {
        return new RecordMetadata(new TopicPartition(topic, 3), offset, 0, TARGET_TIME, 3, 5);
    }

    private SourceOffset handOver(long offset) {
        SourceOffset record = new SourceOffset(offset, 8);
        progress.handedOver(record);
        return record;
    }

    private void acknowledge(SourceOffset record, long target) {
        progress.acknowledged(record, SOURCE_TIME, on("orders", target));
    }

    private PartitionCheckpoint checkpoint() {
        return progress.checkpoint(77, Standing.RUNNING);
    }

    private TargetPosition target() {
        return checkpoint().target().orElseThrow();
    }

    /** Invariant A. */
    @Test
    void onlyWhatTheTargetHasAcknowledgedCountsWhileSomethingIsInFlight() {
        SourceOffset first = handOver(10);
        handOver(11);

        assertThat(progress.nextSourceOffset()).isEqualTo(10);

        acknowledge(first, 500);

        assertThat(progress.nextSourceOffset()).isEqualTo(11);
    }

    /** Invariant A: an idempotent producer that fails one batch still writes the later ones. */
    @Test
    void anAcknowledgementThatOvertakesMovesNothingAndLeavesAHole() {
        handOver(10);
        SourceOffset second = handOver(11);
        SourceOffset third = handOver(12);
        acknowledge(second, 500);
        acknowledge(third, 501);

        assertThat(checkpoint().nextSourceOffset()).isEqualTo(10);
        assertThat(checkpoint().acknowledgedTo()).isEqualTo(13);
        assertThat(checkpoint().openHole()).hasValue(10);
        assertThat(checkpoint().counters()).isEqualTo(Counters.NONE);
        assertThat(target().floor()).isEqualTo(500);
    }

    /** Invariant A: it can be acknowledged by another leader than its own topic's. */
    @Test
    void aDeadLetterDoesNotVouchForEarlierRecordsInFlight() {
        SourceOffset first = handOver(10);
        SourceOffset letter = new SourceOffset.DeadLetter(11, 8);
        progress.handedOver(letter);
        progress.acknowledged(letter, SOURCE_TIME, on("letters", 0));

        assertThat(progress.nextSourceOffset()).isEqualTo(10);

        acknowledge(first, 500);

        assertThat(progress.nextSourceOffset()).isEqualTo(12);
        assertThat(checkpoint().counters().records()).isEqualTo(1);
    }

    /** Invariant A: a transform drops at once, while an earlier record may still be in flight. */
    @Test
    void aFilteredRecordDoesNotVouchForAnEarlierOneInFlight() {
        SourceOffset first = handOver(10);
        progress.filtered(handOver(11));

        assertThat(progress.nextSourceOffset()).isEqualTo(10);

        acknowledge(first, 500);

        assertThat(progress.nextSourceOffset()).isEqualTo(12);
        assertThat(checkpoint().counters().filtered()).isEqualTo(1);
    }

    @Test
    void whatTheConsumerNeverShowsCountsAsRead() {
        acknowledge(handOver(10), 500);
        progress.readUpTo(15, Optional.of(3));

        assertThat(progress.nextSourceOffset()).isEqualTo(15);
        assertThat(checkpoint().leaderEpoch()).hasValue(3);
    }

    /** Invariant B. */
    @Test
    void theFloorFollowsTheCopiesThatHaveBeenPassedInTheirTurn() {
        SourceOffset first = handOver(10);
        SourceOffset second = handOver(14);
        acknowledge(first, 507);

        assertThat(target().floor()).isEqualTo(508);
        assertThat(target().floorSource()).hasValue(10);

        acknowledge(second, 509);

        assertThat(target().floor()).isEqualTo(510);
        assertThat(target().lastOffset()).hasValue(509);
    }

    /** Invariant B: copies found at the start stand between those that are made now. */
    @Test
    void theFloorStaysUntilAllThatWasFoundHasBeenPassed() {
        PartitionProgress resumed =
                new PartitionProgress(CheckpointFixtures.startingAt(10, 500), 13, OffsetMaps.closed());
        SourceOffset hole = new SourceOffset(10, 8);
        resumed.handedOver(hole);
        resumed.seen(11, 8, 500);
        resumed.acknowledged(hole, SOURCE_TIME, on("orders", 600));

        PartitionCheckpoint between = resumed.checkpoint(1, Standing.RUNNING);
        assertThat(between.nextSourceOffset()).isEqualTo(12);
        assertThat(between.acknowledgedTo()).isEqualTo(13);
        assertThat(between.target().orElseThrow().floor()).isEqualTo(500);

        resumed.seen(12, 8, 501);

        PartitionCheckpoint passed = resumed.checkpoint(2, Standing.RUNNING);
        assertThat(passed.nextSourceOffset()).isEqualTo(13);
        assertThat(passed.openHole()).isEmpty();
        assertThat(passed.target().orElseThrow().floor()).isEqualTo(601);
        assertThat(passed.counters().records()).isEqualTo(3);
        assertThat(passed.counters().reordered()).isEqualTo(1);
    }

    @Test
    void aQuietPartitionNeedNotBeReadFromItsLastCopyOn() {
        acknowledge(handOver(10), 500);
        long handedOver = progress.handedOver();

        progress.quietAt(9_000, handedOver);

        assertThat(target())
                .isEqualTo(new TargetPosition(
                        "orders", Optional.empty(), 9_000, OptionalLong.empty(), OptionalLong.of(500)));
    }

    @Test
    void whatWasHandedOverSinceTheTargetWasAskedMayStandBeforeItsEnd() {
        acknowledge(handOver(10), 500);
        long handedOver = progress.handedOver();
        SourceOffset later = handOver(11);

        progress.quietAt(9_000, handedOver);
        assertThat(target().floor()).isEqualTo(501);

        acknowledge(later, 8_000);
        progress.quietAt(9_000, handedOver);
        assertThat(target().floor()).isEqualTo(8_001);
    }

    @Test
    void aCopyThatIsPutBeforeAnEarlierOneTellsThatTheTargetLostRecords() {
        acknowledge(handOver(10), 500);
        assertThat(progress.targetFellBack()).isFalse();

        acknowledge(handOver(11), 3);

        assertThat(progress.targetFellBack()).isTrue();
    }

    @Test
    void aRecordThatATransformWroteElsewhereIsNoCopy() {
        progress.acknowledged(handOver(10), SOURCE_TIME, on("elsewhere", 7));

        assertThat(progress.rerouted()).isTrue();
        assertThat(progress.nextSourceOffset()).isEqualTo(11);
        assertThat(target().floor()).isEqualTo(500);
        offsets.changes();
        assertThat(offsets.map().runs()).allMatch(run -> run.length() == 0);
    }

    @Test
    void theOffsetMapIsToldOfEachCopy() {
        acknowledge(handOver(10), 500);
        acknowledge(handOver(12), 501);
        offsets.changes();

        assertThat(offsets.map().runs()).contains(new OffsetRun(10, 500, 1, true), new OffsetRun(12, 501, 1, true));
    }

    /** Invariant C. */
    @Test
    void countersGoOnFromTheCheckpointAndTellOfWhatIsPassed() {
        PartitionProgress resumed = new PartitionProgress(
                CheckpointFixtures.startingAt(10, 500).withCounters(new Counters(5, 50, 1, 2, 3, 0, 0, 4, 7)),
                0,
                OffsetMaps.closed());
        SourceOffset first = new SourceOffset(10, 8);
        SourceOffset second = new SourceOffset(11, 8);
        resumed.handedOver(first);
        resumed.handedOver(second);
        resumed.loopDropped(12);
        resumed.carried(2);
        resumed.echoed(1);
        resumed.acknowledged(first, SOURCE_TIME, on("orders", 500));

        assertThat(resumed.checkpoint(1, Standing.RUNNING).counters())
                .isEqualTo(new Counters(6, 58, 1, 3, 3, 0, 0, 6, 8));
    }

    @Test
    void theTimestampIsTheSourcesEvenIfTheTargetHasReplacedIt() {
        acknowledge(handOver(10), 500);

        assertThat(checkpoint().lastRecordTimestampMs()).hasValue(SOURCE_TIME);
    }

    /** Connect keeps the offset that it stored last for a minute: it must not keep all that came after it. */
    @Test
    void aRecordThatHasBeenPassedHoldsOnToNoOther() {
        SourceOffset first = handOver(10);
        handOver(11);
        acknowledge(first, 500);
        progress.advance();

        assertThat(first.next).isNull();
    }
}
