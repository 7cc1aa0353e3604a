package io.streambus.connect.source;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.RecordedEntries;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.fetch.LagSnapshot;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.throttle.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckpointerTest {

    private static final long INTERVAL = 1_000;

    private final AssignmentScene scene = new AssignmentScene();
    private final RecordedEntries rounds = new RecordedEntries();
    private long now = 1_000_000;
    private Checkpointer checkpointer;

    @BeforeEach
    void open() {
        checkpointer = new Checkpointer(
                new Checkpointer.Whose(AssignmentScene.FLOW, 0, AssignmentScene.GENERATION),
                "east",
                Duration.ofMillis(INTERVAL),
                rounds,
                scene.assignment(),
                scene.offsets(),
                scene.fetcher(),
                progress -> List.of("mind the gap"),
                new Throttle(() -> 0, System::nanoTime),
                () -> now);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private boolean written(int expected) {
        boolean goesOn = checkpointer.writeIfDue();
        assertThat(rounds.writes).hasSize(expected);
        return goesOn;
    }

    private PartitionCheckpoint ofOrders() {
        return rounds.last().of(AssignmentScene.key(ORDERS)).orElseThrow();
    }

    /** The source was seen to have no more, and all of it has arrived. */
    private void isCaughtUp(OwnedPartition owned) {
        Awaitility.await().pollInSameThread().until(() -> {
            scene.fetcher().poll(Duration.ZERO);
            LagSnapshot.At at = scene.fetcher().lagSnapshot().partitions().get(ORDERS);
            return at != null && at.behind() == 0 && at.position() == 100;
        });
        owned.progress().readUpTo(100, Optional.empty());
    }

    @Test
    void theFirstRoundIsWrittenAtOnceAndTheNextAfterTheInterval() {
        written(1);
        now += INTERVAL - 1;
        written(1);
        now += 1;
        written(2);
    }

    @Test
    void theTasksOwnEntryComesLastAndTellsOfItsPartitionsAndWarnings() throws Exception {
        scene.taken(ORDERS);

        written(1);

        List<CheckpointKey> keys = rounds.last().keys();
        assertThat(keys)
                .endsWith(
                        AssignmentScene.key(ORDERS),
                        new CheckpointKey.Task(AssignmentScene.FLOW, 0, AssignmentScene.GENERATION));
        assertThat(rounds.last().ofTask().orElseThrow().partitions()).isEqualTo(1);
        assertThat(rounds.last().ofTask().orElseThrow().warnings()).containsExactly("mind the gap");
        assertThat(ofOrders().standing()).isEqualTo(Standing.RUNNING);
    }

    @Test
    void manyRecordsBringTheNextRoundForward() {
        written(1);
        checkpointer.handedOver(249_999);
        written(1);
        checkpointer.handedOver(1);
        written(2);
        checkpointer.handedOver(249_999);
        written(2);
    }

    @Test
    void whileARoundIsOnItsWayNoOtherBegins() {
        rounds.acknowledges = false;
        written(1);
        now += 10 * INTERVAL;
        checkpointer.handedOver(300_000);
        written(1);

        rounds.acknowledge();

        written(2);
    }

    @Test
    void nothingMoreIsHandedOverWhileTooMuchOfItIsInNoCheckpoint() {
        rounds.acknowledges = false;
        written(1);
        checkpointer.handedOver(1_999_999);
        assertThat(written(1)).isTrue();
        checkpointer.handedOver(1);
        assertThat(written(1)).isFalse();

        // The first round told of none of these; the next one does, once it arrives.
        rounds.acknowledge();
        assertThat(written(2)).isFalse();
        rounds.acknowledge();
        assertThat(written(2)).isTrue();
    }

    @Test
    void aRoundThatFailedHasWrittenNothing() {
        rounds.acknowledges = false;
        checkpointer.handedOver(2_000_000);
        assertThat(written(1)).isFalse();
        rounds.fail(new TimeoutException("not now"));

        assertThat(written(1)).isFalse();
        now += INTERVAL;
        assertThat(written(2)).isFalse();
        rounds.acknowledge();
        assertThat(written(2)).isTrue();
    }

    @Test
    void theLastRoundSaysThatNothingMoreComes() throws Exception {
        scene.taken(ORDERS);
        rounds.acknowledges = false;
        written(1);

        checkpointer.writeLast();

        assertThat(rounds.writes).hasSize(2);
        assertThat(ofOrders().standing()).isEqualTo(Standing.CLOSED);
    }

    @Test
    void theLastRoundDoesNotSaySoOfAPartitionWithRecordsInFlight() throws Exception {
        scene.handOver(scene.taken(ORDERS));

        checkpointer.writeLast();

        assertThat(ofOrders().standing()).isEqualTo(Standing.RUNNING);
    }

    @Test
    void aPartitionThatIsCaughtUpAndHasNothingNewToTellIsLeftOut() throws Exception {
        OwnedPartition owned = scene.taken(ORDERS);
        isCaughtUp(owned);
        written(1);
        assertThat(ofOrders().caughtUpAtMs())
                .hasValue(scene.fetcher().lagSnapshot().atMs());

        now += INTERVAL;
        written(2);
        assertThat(rounds.last().of(AssignmentScene.key(ORDERS))).isEmpty();
        assertThat(rounds.last().ofTask().orElseThrow().caughtUpAsOfMs())
                .hasValue(scene.fetcher().lagSnapshot().atMs());

        scene.acknowledge(owned, handOver(owned, 100), 0);
        now += INTERVAL;
        written(3);
        assertThat(ofOrders().records()).isEqualTo(1);
    }

    @Test
    void afterAFailureEverythingIsWrittenAgain() throws Exception {
        isCaughtUp(scene.taken(ORDERS));
        rounds.acknowledges = false;
        written(1);
        int entries = rounds.last().entries().size();
        rounds.fail(new TimeoutException("not now"));

        now += INTERVAL;
        written(2);

        assertThat(rounds.last().of(AssignmentScene.key(ORDERS))).isPresent();
        assertThat(rounds.last().entries()).hasSizeGreaterThanOrEqualTo(entries);
    }

    @Test
    void aTargetThatRefusesCheckpointsEndsTheTask() {
        rounds.acknowledges = false;
        written(1);
        rounds.fail(new TopicAuthorizationException(Set.of("streambus.checkpoints")));
        now += INTERVAL;

        assertThatThrownBy(() -> checkpointer.writeIfDue())
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("east");
    }

    private static SourceOffset handOver(OwnedPartition owned, long offset) {
        SourceOffset record = new SourceOffset(offset, 8);
        owned.progress().handedOver(record);
        return record;
    }
}
