package io.streambus.connect.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.topic.SourceTopic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StartPolicyTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Optional<Uuid> SOURCE_ID = Optional.of(new Uuid(1, 1));
    private static final Optional<Uuid> TARGET_ID = Optional.of(new Uuid(2, 2));
    private static final Optional<Uuid> OTHER_ID = Optional.of(new Uuid(9, 9));
    private static final long NOW = 77;

    private GapPolicy onSourceGap = GapPolicy.FAIL;
    private GapPolicy onTargetGap = GapPolicy.FAIL;
    private boolean fromLatest;
    private boolean transactional;
    private boolean adopts;
    private boolean headersArrive = true;
    private boolean own;

    private Optional<PartitionCheckpoint> checkpoint = Optional.empty();
    private Optional<Uuid> sourceId = SOURCE_ID;
    private Optional<Uuid> targetId = TARGET_ID;
    private String targetName = "copies";
    private OptionalLong connectOffset = OptionalLong.empty();
    private LogOffsets.Range sourceLog = new LogOffsets.Range(100, 200);
    private LogOffsets.Range targetLog = new LogOffsets.Range(0, 1_000);
    private Optional<TargetLog.Found> found = Optional.empty();

    private StartRules rules() {
        return new StartRules(onSourceGap, onTargetGap, fromLatest, transactional, adopts, true, true, headersArrive);
    }

    private StartPolicy policy() {
        return new StartPolicy(rules());
    }

    private Optional<TargetLog.Search> search() {
        return new StartSearch("west", rules()).of(situation());
    }

    private Situation situation() {
        SourceTopic topic = new SourceTopic("orders", sourceId, 4, targetName, targetId, 4);
        return new Situation(
                new StartCandidate(ORDERS, topic, TopicLimits.NONE, checkpoint, own, Optional.empty()),
                connectOffset,
                sourceLog,
                targetLog,
                found);
    }

    private StartDecision.Begin begin() {
        return (StartDecision.Begin) policy().decide(situation(), NOW);
    }

    private String haltReason() {
        return ((StartDecision.Halt) policy().decide(situation(), NOW)).reason();
    }

    /** Goes on at 150; its last copy, of 149, stands at 899. */
    private void hasCome() {
        hasCome(Standing.RUNNING, false);
    }

    private void hasCome(Standing standing, boolean written) {
        checkpoint = Optional.of(new PartitionCheckpoint(
                150,
                150,
                SOURCE_ID,
                OptionalInt.of(5),
                Optional.of(new TargetPosition("copies", TARGET_ID, 900, OptionalLong.of(149), OptionalLong.of(899))),
                new Counters(50, 500, 0, 0, 0, 0, 0, 0, 0),
                OptionalLong.of(1),
                OptionalLong.of(2),
                3,
                standing,
                written,
                OptionalLong.empty(),
                Optional.empty()));
    }

    private void found(long end, boolean replaced, long... sourceAndTarget) {
        Evidence.Builder copies = new Evidence.Builder(new ContentHash(true, true, true));
        for (int i = 0; i < sourceAndTarget.length; i += 2) {
            copies.add(
                    sourceAndTarget[i],
                    new ConsumerRecord<>("copies", 3, sourceAndTarget[i + 1], null, "v".getBytes(UTF_8)));
        }
        found = Optional.of(new TargetLog.Found(copies, end, replaced, false));
    }

    @Test
    void aPartitionNeverReadStartsAtItsBeginningOrItsEnd() {
        targetLog = new LogOffsets.Range(0, 0);
        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
        fromLatest = true;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(200);
    }

    /** Rule 3. */
    @Test
    void theFirstCheckpointHasItsFloorAtTheTargetsEnd() {
        adopts = true;
        found(1_010, false);

        assertThat(begin().first().target())
                .contains(new TargetPosition("copies", TARGET_ID, 1_010, OptionalLong.empty(), OptionalLong.empty()));
        assertThat(begin().first().standing()).isEqualTo(Standing.RUNNING);
    }

    /** Rule 5. */
    @Test
    void aFlowGoesOnAtItsCheckpointWhateverStandsOnTheTarget() {
        hasCome();
        connectOffset = OptionalLong.of(190);
        found(1_000, false, 150, 900, 180, 930);

        StartDecision.Begin begin = begin();
        assertThat(begin.first().nextSourceOffset()).isEqualTo(150);
        assertThat(begin.first().acknowledgedTo()).isEqualTo(181);
        assertThat(begin.first().leaderEpoch()).hasValue(5);
        assertThat(begin.first().target().orElseThrow().floor()).isEqualTo(900);
        assertThat(begin.first().counters().records()).isEqualTo(50);
        assertThat(begin.evidence().end()).isEqualTo(181);
        assertThat(begin.verified()).isFalse();
        assertThat(begin.tail())
                .isEqualTo(new Tail.Copies(
                        List.of(new OffsetRun(150, 900, 1, true), new OffsetRun(180, 930, 1, true)), 900, 1_000));
    }

    /** Rule 5 and 6: from the floor, one before it if the copy there is known, and longer if somebody may still be writing. */
    @Test
    void theTargetIsReadFromTheFloor() {
        hasCome();
        TargetLog.Search search = search().orElseThrow();
        assertThat(search.from()).isEqualTo(900);
        assertThat(search.expected()).hasValue(149);
        assertThat(search.mayGrow()).isTrue();

        hasCome(Standing.CLOSED, false);
        assertThat(search().orElseThrow().mayGrow()).isFalse();
    }

    /** Rule 7: a worker may store it beside the transaction that it belongs to, and read what was never committed. */
    @Test
    void connectsOffsetHasNoVoteAlsoWhereRecordsAreWrittenInTransactions() {
        transactional = true;
        hasCome(Standing.RUNNING, true);
        connectOffset = OptionalLong.of(180);
        found(1_000, false, 150, 900, 169, 930);

        StartDecision.Begin begin = begin();
        assertThat(begin.first().nextSourceOffset()).isEqualTo(150);
        assertThat(begin.evidence().end()).isEqualTo(170);
    }

    /** Rule 7. */
    @Test
    void onlyCommittedCopiesAreEvidenceWhereTheyMayHaveBeenWrittenInTransactions() {
        hasCome();
        assertThat(isolation()).isEqualTo(IsolationLevel.READ_UNCOMMITTED);
        transactional = true;
        assertThat(isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);

        // The worker's support was switched off after a crash.
        transactional = false;
        hasCome(Standing.RUNNING, true);
        assertThat(isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);
    }

    /** Rule 7: killed again before the floor has moved, it still has aborted copies behind it. */
    @Test
    void aFloorThatStaysHasCopiesBehindItThatMayHaveBeenAborted() {
        hasCome(Standing.RUNNING, true);
        found(1_000, false, 150, 900);
        checkpoint = Optional.of(begin().first());
        assertThat(isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);

        found(1_000, false);
        checkpoint = Optional.of(begin().first());
        assertThat(isolation()).isEqualTo(IsolationLevel.READ_UNCOMMITTED);
    }

    private IsolationLevel isolation() {
        return search().orElseThrow().isolation();
    }

    /** Rule 8. */
    @Test
    void withoutACheckpointAFlowIsTakenOverAtConnectsOffset() {
        connectOffset = OptionalLong.of(149);

        assertThat(search()).isEmpty();
        assertThat(begin().first().nextSourceOffset()).isEqualTo(150);
        assertThat(begin().first().target().orElseThrow().floor()).isEqualTo(1_000);
    }

    @Test
    void takingOverBehindTheSourcesBeginningIsAGap() {
        connectOffset = OptionalLong.of(49);
        assertThat(haltReason()).contains("50 records were deleted before they were copied");
    }

    /** Rule 9. */
    @Test
    void aFlowMadeAnewTakesTheCopiesOnTheTargetForEvidenceThatIsVerified() {
        found(1_000, false, 100, 0, 101, 1);

        StartDecision.Begin begin = begin();
        assertThat(begin.verified()).isTrue();
        assertThat(begin.first().nextSourceOffset()).isEqualTo(100);
        assertThat(begin.first().target().orElseThrow().floor()).isZero();
        assertThat(begin.evidence().end()).isEqualTo(102);
    }

    /** Rule 9. */
    @Test
    void aFlowMadeAnewOverCopiesThatTheSourceCannotHaveStandsStill() {
        found(1_000, false, 100, 0, 300, 1);

        assertThat(haltReason())
                .contains("the one of offset 300 of orders-3 is no copy")
                .contains("topics.rename")
                .contains("alter the connector's offsets");
    }

    @Test
    void aTopicOfSomebodyElseIsNotWrittenToWithoutBeingTold() {
        found(1_000, false);
        assertThat(haltReason()).contains("Topic copies").contains("existing.topics = adopt");

        adopts = true;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
    }

    @Test
    void aPartitionThatTheFlowsOwnTopicHasGainedIsItsOwnWhoeverWroteToItFirst() {
        found(1_000, false);
        own = true;

        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
    }

    /** A checkpoint that only says why the partition stands still is no beginning. */
    @Test
    void aPartitionThatStandsStillBeforeItBeganComesToTheSameVerdictAgain() {
        found(1_000, false);
        checkpoint = Optional.of(((StartDecision.Halt) policy().decide(situation(), NOW)).standing());

        assertThat(haltReason()).contains("existing.topics");
    }

    /** Rule 12. */
    @Test
    void aTargetThatWasMadeAnewIsAGap() {
        hasCome();
        targetId = OTHER_ID;
        targetLog = new LogOffsets.Range(0, 5_000);

        assertThat(search()).isEmpty();
        assertThat(haltReason()).contains("deleted and created again").contains("target.gap.policy");
    }

    /** Rule 12. */
    @Test
    void aTargetThatEndsBeforeTheFloorIsAGap() {
        hasCome();
        targetLog = new LogOffsets.Range(0, 899);

        assertThat(haltReason()).contains("cut back").contains("900").contains("899");
    }

    /** Rule 12. */
    @Test
    void aTargetWithAnotherRecordThanTheLastCopyIsAGapUnlessATransformTakesHeadersAway() {
        hasCome();
        found(1_000, true);
        assertThat(haltReason()).contains("another record at offset 899");

        headersArrive = false;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(150);
    }

    @Test
    void aTargetGapIsPassedOverOrCopiedAgainAsThePolicySays() {
        hasCome();
        targetId = OTHER_ID;
        onTargetGap = GapPolicy.SKIP;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(150);
        assertThat(begin().losses()).hasSize(1);
        assertThat(begin().tail()).isEqualTo(new Tail.OtherTarget(1_000));

        onTargetGap = GapPolicy.RESTART;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
        assertThat(begin().first().counters().errors()).isEqualTo(1);
    }

    @Test
    void aSourceThatWasMadeAnewIsAGap() {
        hasCome();
        sourceId = OTHER_ID;
        found(1_000, false, 149, 900);
        assertThat(haltReason()).contains("deleted and created again").contains("source.gap.policy");

        onSourceGap = GapPolicy.RESTART;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
        assertThat(begin().first().topicId()).isEqualTo(OTHER_ID);
        assertThat(begin().evidence().isEmpty()).isTrue();
        // Copies of the old topic are none of the new one.
        assertThat(begin().tail()).isEqualTo(new Tail.Copies(List.of(), 0, 1_000));
    }

    @Test
    void aGapDecisionIsNotOutvotedByConnectsOldOffset() {
        hasCome(Standing.RUNNING, true);
        sourceId = OTHER_ID;
        connectOffset = OptionalLong.of(180);
        onSourceGap = GapPolicy.RESTART;
        PartitionCheckpoint decided = begin().first();
        assertThat(decided.nextSourceOffset()).isEqualTo(100);
        assertThat(decided.ignoredConnectOffset()).hasValue(180);

        // Killed before Connect's next flush.
        checkpoint = Optional.of(decided);
        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
    }

    @Test
    void retentionThatOvertookTheFlowIsAGap() {
        hasCome();
        sourceLog = new LogOffsets.Range(170, 200);
        assertThat(haltReason()).contains("20 records were deleted before they were copied");

        onSourceGap = GapPolicy.SKIP;
        assertThat(begin().first().nextSourceOffset()).isEqualTo(170);
    }

    @Test
    void aSourceThatEndsBeforeTheCheckpointIsAGap() {
        hasCome();
        sourceLog = new LogOffsets.Range(0, 120);
        assertThat(haltReason()).contains("cut back");
    }

    @Test
    void anOperatorsOffsetWinsAndNoCopyOnTheTargetCounts() {
        hasCome();
        checkpoint = Optional.of(checkpoint.get().decidedAt(120, OptionalLong.of(119), 4));
        found(1_000, false, 150, 900, 151, 901);

        StartDecision.Begin begin = begin();
        assertThat(begin.first().nextSourceOffset()).isEqualTo(120);
        assertThat(begin.evidence().isEmpty()).isTrue();
        assertThat(begin.first().target().orElseThrow().floor()).isEqualTo(1_000);
        assertThat(begin.first().isDecided()).isFalse();
        // For the offset map they do.
        assertThat(begin.tail()).isEqualTo(new Tail.Copies(List.of(new OffsetRun(150, 900, 2, true)), 900, 1_000));
    }

    @Test
    void anOperatorWhoSaysZeroMeansTheBeginning() {
        checkpoint = Optional.of(PartitionCheckpoint.startingAt(0, 0).decidedAt(0, OptionalLong.empty(), 4));

        assertThat(begin().first().nextSourceOffset()).isEqualTo(100);
    }

    @Test
    void anOperatorsOffsetBehindTheEndIsAGap() {
        checkpoint = Optional.of(PartitionCheckpoint.startingAt(0, 0).decidedAt(900, OptionalLong.empty(), 4));

        assertThat(haltReason()).contains("900").contains("200");
    }

    @Test
    void aFlowThatWritesUnderAnotherNameGoesOnThereWithItsFloorAtTheEnd() {
        hasCome();
        targetName = "renamed";
        targetId = OTHER_ID;

        assertThat(search()).isEmpty();
        assertThat(begin().first().nextSourceOffset()).isEqualTo(150);
        assertThat(begin().first().target().orElseThrow().topic()).isEqualTo("renamed");
        assertThat(begin().first().target().orElseThrow().floor()).isEqualTo(1_000);
        assertThat(begin().tail()).isEqualTo(new Tail.OtherTarget(1_000));
    }

    @Test
    void whenNothingStandsBehindTheFloorItMovesToTheEnd() {
        hasCome();
        found(1_000, false);

        assertThat(begin().first().target().orElseThrow().floor()).isEqualTo(1_000);
        assertThat(begin().tail()).isEqualTo(new Tail.Copies(List.of(), 900, 1_000));
    }
}
