package io.streambus.bridge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FlowCheckpointSnapshotTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final FlowCheckpointSnapshot SEEN = new FlowCheckpointSnapshot(
            Map.of(),
            Map.of(
                    0, writtenAt(NOW),
                    1, writtenAt(NOW - 3_600_000)),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    @Test
    void whatTheTasksStillWriteAboutIsCurrent() {
        assertThat(SEEN.isCurrent(NOW - 10_000)).isTrue();
    }

    @Test
    void whatTheyHaveStoppedWritingAboutIsNot() {
        assertThat(SEEN.isCurrent(NOW - 3_600_000)).isFalse();
    }

    @Test
    void withoutAnyTaskEverythingIsCurrent() {
        assertThat(FlowCheckpointSnapshot.NONE.isCurrent(1)).isTrue();
    }

    @Test
    void aPartitionThatWasLeftOutIsCaughtUpForAsLongAsEveryTaskVouches() {
        FlowCheckpointSnapshot seen = twoTasks(OptionalLong.of(NOW - 600), OptionalLong.of(NOW - 4_000));

        assertThat(seen.vouched().caughtUpAtMs(caughtUp(NOW - 60_500, NOW - 60_000)))
                .hasValue(NOW - 4_000);
    }

    @Test
    void aPartitionThatWasJustWrittenSpeaksForItself() {
        FlowCheckpointSnapshot seen = twoTasks(OptionalLong.of(NOW - 600), OptionalLong.of(NOW - 4_000));

        assertThat(seen.vouched().caughtUpAtMs(caughtUp(NOW - 20_000, NOW))).hasValue(NOW - 20_000);
    }

    @Test
    void aTaskThatLeavesNothingOutVouchesForNothing() {
        FlowCheckpointSnapshot seen = twoTasks(OptionalLong.of(NOW - 600), OptionalLong.empty());

        assertThat(seen.vouched().caughtUpAtMs(caughtUp(NOW - 60_500, NOW - 60_000)))
                .hasValue(NOW - 60_500);
    }

    @Test
    void aPartitionThatWasNeverCaughtUpStaysSo() {
        FlowCheckpointSnapshot seen = twoTasks(OptionalLong.of(NOW - 600), OptionalLong.of(NOW - 4_000));

        assertThat(seen.vouched().caughtUpAtMs(PartitionCheckpoint.startingAt(0, NOW - 60_000)))
                .isEmpty();
    }

    private static FlowCheckpointSnapshot twoTasks(OptionalLong one, OptionalLong other) {
        return new FlowCheckpointSnapshot(
                Map.of(),
                Map.of(
                        0,
                        new TaskCheckpoint(0, NOW, 1, List.of(), one, Optional.empty(), Optional.empty()),
                        1,
                        new TaskCheckpoint(0, NOW - 3_000, 1, List.of(), other, Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static PartitionCheckpoint caughtUp(long atMs, long writtenAtMs) {
        return new PartitionCheckpoint(
                5,
                5,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                new Counters(5, 500, 0, 0, 0, 0, 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.of(atMs),
                writtenAtMs,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }

    private static TaskCheckpoint writtenAt(long ms) {
        return new TaskCheckpoint(0, ms, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty());
    }
}
