package io.streambus.connect.partition;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static io.streambus.connect.partition.AssignmentScene.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.fetch.Fetched;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.start.GapPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartitionAssignmentTest {

    private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);

    private final AssignmentScene scene = new AssignmentScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private PartitionAssignment assignment() {
        return scene.assignment();
    }

    private OwnedPartition taken() throws InterruptedException {
        OwnedPartition owned = scene.taken(ORDERS);
        assertThat(owned).as("%s is read", ORDERS).isNotNull();
        return owned;
    }

    private OwnedPartition reading() {
        return assignment().reading(ORDERS);
    }

    private PartitionCheckpoint standing() {
        return assignment().checkpoints(8, Standing.RUNNING).get(ORDERS);
    }

    @Test
    void aPartitionIsReadOnceItsFirstCheckpointIsAcknowledgedAndNotBefore() throws Exception {
        scene.entries.acknowledges = false;
        scene.checkpoints.put(ORDERS, scene.checkpoint(60, 0));

        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(scene.fetcher().poll(Duration.ZERO)).isNull();
        PartitionCheckpoint first =
                scene.entries.last().of(AssignmentScene.key(ORDERS)).orElseThrow();
        assertThat(first.nextSourceOffset()).isEqualTo(60);
        assertThat(first.standing()).isEqualTo(Standing.RUNNING);

        scene.entries.acknowledge();
        assignment().proceed(0);

        assertThat(reading().progress().nextSourceOffset()).isEqualTo(60);
        Fetched.Records records = (Fetched.Records) scene.fetcher().poll(Duration.ofSeconds(1));
        assertThat(records.records().get(0).offset()).isEqualTo(60);
    }

    @Test
    void theOffsetMapIsWrittenBeforeTheCheckpointThatNamesItsTopic() throws Exception {
        taken();

        List<CheckpointKey> keys = scene.entries.writes.get(0).keys();

        assertThat(keys.get(keys.size() - 1)).isEqualTo(AssignmentScene.key(ORDERS));
        assertThat(keys.subList(0, keys.size() - 1)).isNotEmpty().allMatch(key -> key instanceof CheckpointKey.Offsets);
    }

    @Test
    void whatEarlierOwnersHaveWrittenIsRemovedOnceTheFirstCheckpointStands() throws Exception {
        scene.entries.acknowledges = false;
        scene.generations.put(ORDERS, Set.of(10L, AssignmentScene.GENERATION));

        scene.adopt(scene.snapshot());

        assertThat(scene.entries.writes).hasSize(1);
        assertThat(scene.entries.last().removed()).isEmpty();

        scene.entries.acknowledge();
        assignment().proceed(0);

        assertThat(scene.entries.last().removed())
                .containsExactly(new CheckpointKey.Partition(AssignmentScene.FLOW, "orders", 0, 10));
    }

    @Test
    void aFirstCheckpointThatFailsIsTriedAgainAtTheNextSnapshot() throws Exception {
        scene.entries.acknowledges = false;
        scene.adopt(scene.snapshot());
        scene.entries.fail(new TimeoutException("not now"));
        assignment().proceed(0);
        assertThat(reading()).isNull();
        assertThat(standing()).isNull();

        scene.entries.acknowledges = true;
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNotNull();
        assertThat(scene.entries.writes).hasSize(2);
    }

    @Test
    void aPartitionThatWasLetGoOfIsTakenUpAgainOnlyWithNothingInFlight() throws Exception {
        OwnedPartition before = taken();
        SourceOffset record = scene.handOver(before);
        scene.adopt(new TopicSnapshot(List.of(), Map.of()));
        assertThat(reading()).isNull();

        scene.adopt(scene.snapshot());
        assertThat(reading()).isNull();
        assertThat(standing().nextSourceOffset()).isZero();
        assertThat(assignment().checkpoints(8, Standing.CLOSED).get(ORDERS).standing())
                .isEqualTo(Standing.RUNNING);

        scene.acknowledge(before, record, 0);
        scene.targetLogs.put(target(ORDERS), new LogOffsets.Range(0, 1));
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNotNull().isNotSameAs(before);
        assertThat(reading().progress().nextSourceOffset()).isEqualTo(1);
    }

    @Test
    void aRefusedPartitionGoesOnWhenTheLimitsOfItsTopicAreOthers() throws Exception {
        OwnedPartition before = taken();
        assignment().refuse(before, 0, "it is too large");
        assertThat(reading()).isNull();
        assertThat(standing().error().orElseThrow())
                .startsWith("Record at offset 0 of orders-0 would be refused by copies on the target: it is too large")
                .contains("dead.letter.topic");

        scene.adopt(scene.snapshot());
        assertThat(reading()).isNull();

        scene.limits = new TopicLimits(5_000, false, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer");
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNotNull().isNotSameAs(before);
        assertThat(reading().limits()).isEqualTo(scene.limits);
    }

    @Test
    void aPartitionThatWasHaltedForAnotherReasonStandsStillWhateverTheLimits() throws Exception {
        assignment().halt(taken(), "because");

        scene.limits = new TopicLimits(5_000, false, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer");
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(standing().error()).contains("because");
        assertThat(assignment().size()).isEqualTo(1);
    }

    @Test
    void othersGoOnWhileAPartitionStandsStill() throws Exception {
        scene.partitions = 2;
        scene.targetPartitions = 2;
        scene.has(ORDERS_1, 0, 100, 0);
        OwnedPartition halted = taken();

        assignment().halt(halted, "because");

        assertThat(assignment().reading(ORDERS_1)).isNotNull();
        Fetched.Records records = (Fetched.Records) scene.fetcher().poll(Duration.ofSeconds(1));
        assertThat(records.partition()).isEqualTo(ORDERS_1);
    }

    @Test
    void limitsThatChangeApplyToAPartitionThatIsRead() throws Exception {
        OwnedPartition owned = taken();

        scene.limits = new TopicLimits(5_000, true, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer");
        scene.adopt(scene.snapshot());

        assertThat(reading()).isSameAs(owned);
        assertThat(owned.limits()).isEqualTo(scene.limits);
    }

    @Test
    void aTopicThatWasCreatedAnewOnTheSourceIsLookedIntoAnew() throws Exception {
        taken();

        scene.sourceId = Optional.of(new Uuid(9, 9));
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(standing().error().orElseThrow()).contains("Topic orders of the source was deleted");
    }

    @Test
    void aTopicThatWasCreatedAnewOnTheTargetIsLookedIntoAnew() throws Exception {
        taken();

        scene.targetId = Optional.of(new Uuid(9, 9));
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(standing().error().orElseThrow()).contains("Topic copies of the target was deleted");
    }

    @Test
    void anIdThatIsNotShownIsNoOther() throws Exception {
        OwnedPartition owned = taken();

        scene.sourceId = Optional.empty();
        scene.targetId = Optional.empty();
        scene.adopt(scene.snapshot());

        assertThat(reading()).isSameAs(owned);
    }

    @Test
    void aCopyPutBeforeAnEarlierOneLetsThePartitionBeLookedIntoAnew() throws Exception {
        OwnedPartition owned = taken();
        scene.acknowledge(owned, scene.handOver(owned), 500);
        scene.acknowledge(owned, scene.handOver(owned), 2);
        owned.progress().advance();
        scene.targetLogs.put(target(ORDERS), new LogOffsets.Range(0, 3));

        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(standing().error().orElseThrow()).contains("was cut back");
    }

    @Test
    void aQuietPartitionsFloorIsTheEndOfTheTarget() throws Exception {
        OwnedPartition owned = taken();

        assignment().quietAt(assignment().quiet(), Map.of(target(ORDERS), new LogOffsets.Range(0, 900)));

        assertThat(standing().target().orElseThrow().floor()).isEqualTo(900);
        assertThat(reading()).isSameAs(owned);
    }

    @Test
    void aPartitionWithRecordsInFlightIsNotQuiet() throws Exception {
        scene.handOver(taken());

        assertThat(assignment().quiet()).isEmpty();
    }

    @Test
    void aTargetThatEndsBeforeTheCopiesIsLookedIntoAnew() throws Exception {
        OwnedPartition owned = taken();
        scene.acknowledge(owned, scene.handOver(owned), 500);
        Map<OwnedPartition, Long> quiet = assignment().quiet();
        scene.targetLogs.put(target(ORDERS), new LogOffsets.Range(0, 100));

        assignment().quietAt(quiet, scene.targetLogs);

        assertThat(reading()).isNull();
        assertThat(assignment().wantsRefresh()).isTrue();
        assertThat(assignment().wantsRefresh()).isFalse();
        scene.adopt(scene.snapshot());
        assertThat(standing().error().orElseThrow()).contains("was cut back: copies stood up to offset 501");
    }

    /** The end was asked for before they stood there. */
    @Test
    void copiesThatWereMadeSinceTheEndWasAskedForAreNotMissing() throws Exception {
        OwnedPartition owned = taken();
        Map<OwnedPartition, Long> quiet = assignment().quiet();
        Map<TopicPartition, LogOffsets.Range> ends = Map.of(target(ORDERS), new LogOffsets.Range(0, 0));
        scene.acknowledge(owned, scene.handOver(owned), 0);

        assignment().quietAt(quiet, ends);

        assertThat(reading()).isSameAs(owned);
        assertThat(assignment().wantsRefresh()).isFalse();
    }

    @Test
    void aDecisionToStandStillShowsInTheCheckpoints() throws Exception {
        scene.checkpoints.put(ORDERS, scene.checkpoint(500, 0));

        scene.adopt(scene.snapshot());

        assertThat(reading()).isNull();
        assertThat(standing().nextSourceOffset()).isEqualTo(500);
        assertThat(standing().error().orElseThrow()).contains("source.gap.policy");
        assertThat(assignment().size()).isEqualTo(1);
        assertThat(scene.entries.writes).isEmpty();
        scene.adopt(scene.snapshot());
        assertThat(standing().counters().errors()).isEqualTo(1);
    }

    @Test
    void whatAClusterRefusesIsThrown() {
        scene.sourceFails = new ClusterException("west", new TopicAuthorizationException(Set.of("orders")));

        assertThatThrownBy(() -> scene.adopt(scene.snapshot()))
                .isSameAs(scene.sourceFails)
                .hasMessageContaining("orders");
    }

    @Test
    void whatCannotBeFoundOutForNowIsToldAndTriedAgain() throws Exception {
        scene.sourceFails = new ClusterException("west", new TimeoutException("nothing came"));
        scene.adopt(scene.snapshot());
        assertThat(reading()).isNull();
        assertThat(assignment().admissionTrouble().orElseThrow()).contains("nothing came");

        scene.sourceFails = null;
        scene.adopt(scene.snapshot());

        assertThat(reading()).isNotNull();
        assertThat(assignment().admissionTrouble()).isEmpty();
    }

    @Test
    void aPartitionThatTheTargetDoesNotHaveYetIsWaitedFor() throws Exception {
        scene.partitions = 2;
        scene.has(ORDERS_1, 0, 100, 0);
        taken();
        assertThat(assignment().awaitingTarget()).containsExactly(ORDERS_1);
        assertThat(assignment().reading(ORDERS_1)).isNull();

        scene.targetPartitions = 2;
        scene.adopt(scene.snapshot());

        assertThat(assignment().awaitingTarget()).isEmpty();
        assertThat(assignment().reading(ORDERS_1)).isNotNull();
    }

    /** The log was cut back and has grown since, so its range shows nothing. */
    @Test
    void aTruncationThatWasSeenWhileReadingIsWhatItsAdmissionGoesBy() throws Exception {
        OwnedPartition owned = taken();
        owned.progress().readUpTo(50, Optional.of(3));
        LogTruncationException truncated =
                new LogTruncationException(Map.of(ORDERS, 50L), Map.of(ORDERS, new OffsetAndMetadata(40)));
        // At the worst its first admission fails.
        scene.sourceFails = new ClusterException("west", new TimeoutException("nothing came"));

        assignment().gone(new Fetched.Gone(ORDERS, 50, truncated));
        assertThat(assignment().wantsRefresh()).isTrue();
        scene.adopt(scene.snapshot());
        scene.sourceFails = null;
        scene.adopt(scene.snapshot());

        assertThat(standing().error().orElseThrow())
                .contains("was cut back: it should go on at offset 50, but parts at offset 40");
    }

    @Test
    void whatRetentionTookIsToldAndPassedOverAsThePolicySays() throws Exception {
        scene.onSourceGap = GapPolicy.SKIP;
        taken();
        scene.sourceLogs.put(ORDERS, new LogOffsets.Range(30, 100));

        assignment().gone(new Fetched.Gone(ORDERS, 0, new OffsetOutOfRangeException(Map.of(ORDERS, 0L))));
        scene.adopt(scene.snapshot());

        assertThat(reading().progress().nextSourceOffset()).isEqualTo(30);
        assertThat(standing().counters().errors()).isEqualTo(1);
        assertThat(standing().ignoredConnectOffset()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void whatIsFoundOutOfAPartitionThatWasLetGoOfMeanwhileDoesNotCount() throws Exception {
        scene.inBackground = true;
        scene.adopt(scene.snapshot());
        scene.adopt(new TopicSnapshot(List.of(), Map.of()));

        scene.runBackground();
        assignment().proceed(0);

        assertThat(reading()).isNull();
        assertThat(scene.entries.writes).isEmpty();
    }
}
