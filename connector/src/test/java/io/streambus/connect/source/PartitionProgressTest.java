package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

    /** The target has put its own in its place. */
    private static final Long SOURCE_TIME = 1_234L;

    private static final long TARGET_TIME = 9_999;

    private final OffsetPages offsets = new OffsetPages(Optional.empty(), Map.of(), new Tail.Nothing(0), 10);
    private final PartitionProgress progress = resumed(PartitionCheckpoint.startingAt(10, 0));

    private PartitionProgress resumed(PartitionCheckpoint start) {
        return new PartitionProgress(start, Optional.empty(), offsets.recorder());
    }

    /** Invariant A. */
    @Test
    void onlyWhatTheTargetHasAcknowledgedCountsWhileSomethingIsUnderWay() {
        progress.handedOver(10);
        progress.handedOver(11);

        assertThat(progress.nextSourceOffset()).isEqualTo(10);

        progress.acknowledged(10, SOURCE_TIME, on(500));

        assertThat(progress.nextSourceOffset()).isEqualTo(11);
    }

    /** Invariant A: a transform drops at once, while an earlier record may still be under way. */
    @Test
    void aFilteredRecordDoesNotVouchForAnEarlierOneUnderWay() {
        progress.handedOver(10);
        progress.handedOver(11);
        progress.filtered();

        assertThat(progress.nextSourceOffset()).isEqualTo(10);

        progress.acknowledged(10, SOURCE_TIME, on(500));

        assertThat(progress.nextSourceOffset()).isEqualTo(12);
    }

    @Test
    void whatTheConsumerNeverShowsCountsAsRead() {
        progress.handedOver(10);
        progress.acknowledged(10, SOURCE_TIME, on(500));
        progress.readUpTo(15, Optional.of(3));

        PartitionCheckpoint checkpoint = progress.checkpoint(99);

        assertThat(checkpoint.nextSourceOffset()).isEqualTo(15);
        assertThat(checkpoint.leaderEpoch()).hasValue(3);
    }

    @Test
    void droppedLoopsAreReadAndCounted() {
        progress.loopDropped(10);

        assertThat(progress.checkpoint(99).loopsDropped()).isEqualTo(1);
        assertThat(progress.nextSourceOffset()).isEqualTo(11);
    }

    /** Invariant B. */
    @Test
    void countersGoOnFromTheCheckpoint() {
        progress.handedOver(10);
        progress.acknowledged(10, SOURCE_TIME, on(500));
        PartitionProgress restarted = resumed(progress.checkpoint(1));
        restarted.handedOver(11);
        restarted.acknowledged(11, SOURCE_TIME, on(501));

        PartitionCheckpoint checkpoint = restarted.checkpoint(2);

        assertThat(checkpoint.records()).isEqualTo(2);
        assertThat(checkpoint.bytes()).isEqualTo(2 * (3 + 40));
        assertThat(checkpoint.lastTargetOffset()).hasValue(501);
        assertThat(checkpoint.lastRecordTimestampMs()).hasValue(1234);
    }

    @Test
    void aPinnedPositionStaysPinnedUntilSomethingComesOfIt() {
        PartitionProgress pinned = resumed(PartitionCheckpoint.startingAt(10, 0).pinnedAt(5, 0));

        assertThat(pinned.checkpoint(1).pinned()).isTrue();

        pinned.handedOver(5);
        pinned.acknowledged(5, SOURCE_TIME, on(500));

        assertThat(pinned.checkpoint(2).pinned()).isFalse();
    }

    @Test
    void theOffsetMapIsToldWhereEachCopyStands() {
        progress.acknowledged(10, SOURCE_TIME, on(500));
        progress.acknowledged(11, SOURCE_TIME, on(501));
        progress.deadLettered(12);
        progress.filtered();
        progress.acknowledged(14, SOURCE_TIME, on(502));
        offsets.changes();

        // Behind the mark that says where the flow began.
        assertThat(offsets.map().runs())
                .hasSize(3)
                .contains(new OffsetRun(10, 500, 2, true), new OffsetRun(14, 502, 1, true));
    }

    /** The broker knew the record from an attempt before and does not say where it stands. */
    @Test
    void aCopyWithoutAnOffsetLeavesASeam() {
        progress.acknowledged(10, SOURCE_TIME, on(500));
        progress.acknowledged(11, SOURCE_TIME, on(-1));
        progress.acknowledged(12, SOURCE_TIME, on(502));
        offsets.changes();

        // Behind the mark that says where the flow began.
        assertThat(offsets.map().runs())
                .hasSize(3)
                .contains(new OffsetRun(10, 500, 1, true), new OffsetRun(12, 502, 1, false));
    }

    @Test
    void aHaltIsCountedAndNamed() {
        progress.halted("gone");

        assertThat(progress.checkpoint(1).error()).contains("gone");
        assertThat(progress.checkpoint(1).errors()).isEqualTo(1);
    }

    private static RecordMetadata on(long offset) {
        return new RecordMetadata(new TopicPartition("orders", 0), offset, 0, TARGET_TIME, 3, 40);
    }
}
