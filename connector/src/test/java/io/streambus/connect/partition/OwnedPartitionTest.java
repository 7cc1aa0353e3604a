package io.streambus.connect.partition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.progress.CheckpointFixtures;
import io.streambus.connect.progress.OffsetMaps;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.start.HolePolicy;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The source has a0, a1, …, and goes on at 10. */
class OwnedPartitionTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final ContentHash HASH = new ContentHash(true, true, true);

    private final Evidence.Builder copies = new Evidence.Builder(HASH);
    private boolean compacted;
    private boolean verified;
    private OwnedPartition owned;

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        return new ConsumerRecord<>("orders", 0, offset, null, value.getBytes(UTF_8));
    }

    private void stands(long target, long source) {
        stands(target, source, "a" + source);
    }

    private void stands(long target, long source, String value) {
        copies.add(source, record(target, value));
    }

    private void open() {
        Evidence evidence = copies.build(Long.MAX_VALUE);
        owned = new OwnedPartition(
                ORDERS,
                "copies",
                new TopicLimits(5_000, compacted, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer"),
                AssignmentScene.RULE.stampFor("orders", "copies", 0),
                new SourcePartition(
                        "west",
                        ORDERS,
                        new PartitionProgress(
                                CheckpointFixtures.startingAt(10, 500), evidence.end(), OffsetMaps.closed())),
                evidence,
                verified);
    }

    private boolean isSeen(long offset, HolePolicy holes) {
        return owned.hasEvidence() && owned.isSeen(record(offset, "a" + offset), 8, holes);
    }

    private Counters counters() {
        return owned.progress().checkpoint(1, Standing.RUNNING).counters();
    }

    @Test
    void aRecordWhoseCopyStandsOnTheTargetIsPassedOverAndCounts() {
        stands(500, 10);
        stands(501, 11);
        open();

        assertThat(isSeen(10, HolePolicy.AUTO)).isTrue();
        assertThat(isSeen(11, HolePolicy.AUTO)).isTrue();
        assertThat(isSeen(12, HolePolicy.AUTO)).isFalse();

        assertThat(owned.hasEvidence()).isFalse();
        assertThat(owned.progress().nextSourceOffset()).isEqualTo(12);
        assertThat(counters().records()).isEqualTo(2);
    }

    @Test
    void aHeaderAloneProvesNothing() {
        stands(500, 10, "forged");
        stands(501, 11);
        open();

        assertThat(isSeen(10, HolePolicy.FILL)).isFalse();
        assertThat(owned.missing(10, HolePolicy.FILL)).isEmpty();
        assertThat(isSeen(11, HolePolicy.FILL)).isTrue();
    }

    @Test
    void whereNothingSpeaksOfLaterRecordsNoneIsMissing() {
        open();

        assertThat(owned.hasEvidence()).isFalse();
        assertThat(owned.missing(10, HolePolicy.FAIL)).isEmpty();
    }

    @Test
    void aHoleIsFilledAndWhatStandsBehindItNotCopiedAgain() {
        stands(500, 10);
        stands(501, 12);
        open();
        isSeen(10, HolePolicy.AUTO);

        assertThat(isSeen(11, HolePolicy.AUTO)).isFalse();
        assertThat(owned.missing(11, HolePolicy.AUTO)).isEmpty();

        assertThat(isSeen(12, HolePolicy.AUTO)).isTrue();
        assertThat(counters().repeated()).isZero();
    }

    @Test
    void onACompactedTopicEverythingFromTheHoleOnIsCopiedAgain() {
        compacted = true;
        stands(500, 10);
        stands(501, 12);
        stands(502, 13);
        open();
        isSeen(10, HolePolicy.AUTO);

        assertThat(isSeen(11, HolePolicy.AUTO)).isFalse();
        assertThat(owned.missing(11, HolePolicy.AUTO)).isEmpty();

        assertThat(isSeen(12, HolePolicy.AUTO)).isFalse();
        assertThat(counters().repeated()).isEqualTo(2);
    }

    @Test
    void theSettingCountsMoreThanTheTopicsCleanup() {
        compacted = true;
        stands(500, 10);
        stands(501, 12);
        open();
        isSeen(10, HolePolicy.FILL);
        isSeen(11, HolePolicy.FILL);

        assertThat(owned.missing(11, HolePolicy.FILL)).isEmpty();
        assertThat(isSeen(12, HolePolicy.FILL)).isTrue();
    }

    @Test
    void aHoleStopsThePartitionWhereItIsToFail() {
        stands(500, 10);
        stands(501, 12);
        open();
        isSeen(10, HolePolicy.FAIL);
        isSeen(11, HolePolicy.FAIL);

        Optional<String> why = owned.missing(11, HolePolicy.FAIL);

        assertThat(why.orElseThrow())
                .startsWith("Record at offset 11 of orders-0 is missing on the target")
                .contains("source.hole.policy");
    }

    /** 12 was missing; it and 13 were copied again, then the task was killed. */
    @Test
    void copyingAgainThatWasBrokenOffIsTakenUpWhereItEnded() {
        compacted = true;
        stands(500, 11);
        stands(501, 13);
        stands(502, 14);
        stands(503, 12);
        stands(504, 13);
        open();
        assertThat(isSeen(11, HolePolicy.AUTO)).isTrue();
        assertThat(isSeen(12, HolePolicy.AUTO)).isTrue();
        assertThat(isSeen(13, HolePolicy.AUTO)).isTrue();

        assertThat(isSeen(14, HolePolicy.AUTO)).isFalse();
        assertThat(owned.missing(14, HolePolicy.AUTO)).isEmpty();

        assertThat(counters().repeated()).isEqualTo(1);
        assertThat(owned.hasEvidence()).isFalse();
    }

    /** The checkpoint was past what had been copied again. */
    @Test
    void whatACheckpointHasPassedTellsOfTheOrderToo() {
        compacted = true;
        stands(500, 10);
        stands(501, 9);
        open();

        assertThat(isSeen(10, HolePolicy.AUTO)).isFalse();
    }

    @Test
    void whereTheOrderDoesNotCountAnyCopyDoes() {
        stands(500, 11);
        stands(501, 10);
        open();

        assertThat(isSeen(10, HolePolicy.AUTO)).isTrue();
        assertThat(isSeen(11, HolePolicy.AUTO)).isTrue();
    }

    @Test
    void copiesOfAnEarlierTopicOfThatNameStopAFlowThatNeverBegan() {
        verified = true;
        stands(500, 10, "of the earlier topic");
        open();
        isSeen(10, HolePolicy.FILL);

        assertThat(owned.missing(10, HolePolicy.FILL).orElseThrow())
                .contains("is no copy of what stands there on the source now")
                .contains("topics.rename");
    }
}
