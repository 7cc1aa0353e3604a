package io.streambus.bridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowCheckpointsTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final FlowCheckpoints SEEN = new FlowCheckpoints(
            Map.of(),
            Map.of(
                    new CheckpointKey.Task("f", 0), writtenAt(NOW),
                    new CheckpointKey.Task("f", 1), writtenAt(NOW - 3_600_000)),
            Optional.empty(),
            Optional.empty());

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
        assertThat(FlowCheckpoints.NONE.isCurrent(1)).isTrue();
    }

    private static TaskCheckpoint writtenAt(long ms) {
        return new TaskCheckpoint(0, ms, 1, List.of(), Optional.empty());
    }
}
