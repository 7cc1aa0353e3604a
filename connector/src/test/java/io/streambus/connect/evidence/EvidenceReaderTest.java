package io.streambus.connect.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.provenance.OwnCopies;
import io.streambus.connect.provenance.Provenance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EvidenceReaderTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final TopicPartition COPIES = new TopicPartition("copies", 3);
    private static final OwnCopies OWN = new OwnCopies("west", "orders", "copies", 3);
    private static final ContentHash HASH = new ContentHash(true, true, true);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, LogOffsets.Range> logs = new HashMap<>();
    private final EvidenceReader reader =
            new EvidenceReader(isolation -> consumer, partitions -> logs, "east", TIMEOUT);

    private TargetLog.Found search(long from, OptionalLong expected, boolean mayGrow) throws InterruptedException {
        return reader.search(Map.of(ORDERS, wanted(COPIES, from, expected, READ_UNCOMMITTED, mayGrow)))
                .get(ORDERS);
    }

    private static TargetLog.Search wanted(
            TopicPartition target, long from, OptionalLong expected, IsolationLevel isolation, boolean mayGrow) {
        return new TargetLog.Search(target, from, expected, OWN, HASH, isolation, mayGrow);
    }

    private void targetHas(long start, long end) {
        logs.put(COPIES, new LogOffsets.Range(start, end));
        consumer.updateBeginningOffsets(Map.of(COPIES, start));
        consumer.updateEndOffsets(Map.of(COPIES, end));
    }

    private void stands(long offset, String provenance, String value) {
        consumer.schedulePollTask(() -> consumer.addRecord(record(COPIES, offset, provenance, value)));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, String provenance, String value) {
        RecordHeaders headers = new RecordHeaders();
        if (provenance != null) {
            headers.add(Provenance.HEADER, provenance.getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                "k".getBytes(UTF_8),
                value.getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> source(long offset, String value) {
        return record(ORDERS, offset, null, value);
    }

    @Test
    void copiesOfTheFlowAreFoundAndOthersSteppedOver() throws Exception {
        targetHas(0, 5);
        stands(0, "west/orders:copies/3@40", "a");
        stands(1, null, "local");
        stands(2, "west/orders:elsewhere/3@41", "carried here by an application");
        stands(3, "south/orders:copies/3@42", "of another flow");
        stands(4, "west/orders:copies/3@43", "b");

        TargetLog.Found found = search(0, OptionalLong.empty(), false);
        Evidence evidence = found.copies().build(100);

        assertThat(found.end()).isEqualTo(5);
        assertThat(evidence.end()).isEqualTo(44);
        assertThat(found.copies().runs()).containsExactly(new OffsetRun(40, 0, 1, true), new OffsetRun(43, 4, 1, true));
        assertThat(evidence.look(source(40, "a"))).isEqualTo(Evidence.Sighting.SEEN);
        assertThat(evidence.lastTarget()).isZero();
        assertThat(evidence.look(source(41, "x"))).isEqualTo(Evidence.Sighting.UNSEEN);
        assertThat(evidence.look(source(43, "b"))).isEqualTo(Evidence.Sighting.SEEN);
    }

    @Test
    void aHeaderAloneProvesNothing() throws Exception {
        targetHas(0, 1);
        stands(0, "west/orders:copies/3@40", "forged");

        Evidence evidence = search(0, OptionalLong.empty(), false).copies().build(100);

        assertThat(evidence.look(source(40, "a"))).isEqualTo(Evidence.Sighting.OTHER_CONTENT);
    }

    @Test
    void whatSaysItIsACopyOfARecordThatTheSourceDoesNotHaveIsLeftOut() throws Exception {
        targetHas(0, 2);
        stands(0, "west/orders:copies/3@40", "a");
        stands(1, "west/orders:copies/3@4000000000", "forged");

        assertThat(search(0, OptionalLong.empty(), false).copies().build(100).end())
                .isEqualTo(41);
    }

    @Test
    void copiesThatStandInAnotherOrderThanTheSourcesAreFoundToo() throws Exception {
        targetHas(0, 3);
        stands(0, "west/orders:copies/3@41", "b");
        stands(1, "west/orders:copies/3@42", "c");
        stands(2, "west/orders:copies/3@40", "a");

        Evidence evidence = search(0, OptionalLong.empty(), false).copies().build(100);

        assertThat(evidence.look(source(40, "a"))).isEqualTo(Evidence.Sighting.SEEN);
        assertThat(evidence.lastTarget()).isEqualTo(2);
        assertThat(evidence.look(source(41, "b"))).isEqualTo(Evidence.Sighting.SEEN);
        assertThat(evidence.ahead()).isEqualTo(2);
    }

    @Test
    void theRecordBeforeTheFloorIsHeldAgainstTheCopyThatShouldStandThere() throws Exception {
        targetHas(0, 2);
        stands(0, "west/orders:copies/3@39", "before");
        stands(1, "west/orders:copies/3@40", "a");

        TargetLog.Found found = search(1, OptionalLong.of(39), false);

        assertThat(found.replaced()).isFalse();
        assertThat(found.copies().runs()).containsExactly(new OffsetRun(40, 1, 1, true));
    }

    @Test
    void anotherRecordBeforeTheFloorIsToldOf() throws Exception {
        targetHas(0, 2);
        stands(0, null, "written since the topic was cut back");
        stands(1, null, "x");

        assertThat(search(1, OptionalLong.of(39), false).replaced()).isTrue();
    }

    /** The cleaner may have removed it. */
    @Test
    void noRecordBeforeTheFloorIsNoSign() throws Exception {
        targetHas(0, 3);
        stands(2, "west/orders:copies/3@41", "b");

        assertThat(search(1, OptionalLong.of(39), false).replaced()).isFalse();
    }

    @Test
    void aTaskThatWasGivenUpMayStillWrite() throws Exception {
        targetHas(0, 1);
        stands(0, "west/orders:copies/3@40", "a");
        consumer.schedulePollTask(() -> {});
        stands(1, "west/orders:copies/3@41", "late");

        TargetLog.Found found = search(0, OptionalLong.empty(), true);

        assertThat(found.end()).isEqualTo(2);
        assertThat(found.copies().size()).isEqualTo(2);
    }

    /** A partition that was written in transactions and one that was not, as after a change of the worker's settings. */
    @Test
    void eachPartitionIsReadAsItWasWritten() throws Exception {
        TopicPartition payments = new TopicPartition("payments", 0);
        TopicPartition exact = new TopicPartition("exact", 0);
        Map<IsolationLevel, MockConsumer<byte[], byte[]>> opened = new HashMap<>();
        for (IsolationLevel isolation : IsolationLevel.values()) {
            opened.put(isolation, new MockConsumer<>("earliest"));
        }
        Map.of(COPIES, READ_UNCOMMITTED, exact, READ_COMMITTED).forEach((target, isolation) -> {
            logs.put(target, new LogOffsets.Range(0, 1));
            MockConsumer<byte[], byte[]> mine = opened.get(isolation);
            mine.updateBeginningOffsets(Map.of(target, 0L));
            mine.updateEndOffsets(Map.of(target, 1L));
            mine.schedulePollTask(() -> mine.addRecord(record(target, 0, "west/orders:copies/3@7", "v")));
        });

        Map<TopicPartition, TargetLog.Found> found = new EvidenceReader(
                        opened::get, partitions -> logs, "east", TIMEOUT)
                .search(Map.of(
                        ORDERS,
                        wanted(COPIES, 0, OptionalLong.empty(), READ_UNCOMMITTED, false),
                        payments,
                        wanted(exact, 0, OptionalLong.empty(), READ_COMMITTED, false)));

        assertThat(found.get(ORDERS).copies().size()).isEqualTo(1);
        assertThat(found.get(payments).copies().size()).isEqualTo(1);
        assertThat(opened.values()).allMatch(MockConsumer::closed);
    }

    @Test
    void aTargetThatGivesNothingFailsTheSearchInTime() {
        targetHas(0, 1);
        EvidenceReader impatient =
                new EvidenceReader(isolation -> consumer, partitions -> logs, "east", Duration.ofMillis(50));

        assertThatThrownBy(() -> impatient.search(
                        Map.of(ORDERS, wanted(COPIES, 0, OptionalLong.empty(), READ_UNCOMMITTED, false))))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("where the flow should go on cannot be told");
    }

    @Test
    void aPartitionThatIsGoneIsMissing() throws Exception {
        assertThat(reader.search(Map.of(ORDERS, wanted(COPIES, 0, OptionalLong.empty(), READ_UNCOMMITTED, false))))
                .isEmpty();
    }
}
