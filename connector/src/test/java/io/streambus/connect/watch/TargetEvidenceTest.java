package io.streambus.connect.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.provenance.Hop;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.topic.SourceTopic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

class TargetEvidenceTest {

    private static final SourceTopic ORDERS =
            new SourceTopic("orders", Optional.empty(), 2, "west.orders", Optional.empty(), 2);
    private static final SourceTopic USERS =
            new SourceTopic("users", Optional.empty(), 1, "west.users", Optional.empty(), 1);
    private static final TopicPartition FIRST = new TopicPartition("west.orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("west.orders", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final OffsetStorageReader offsets = mock(OffsetStorageReader.class);
    private final TargetEvidence evidence = new TargetEvidence(
            new SourceConfig(Map.of(
                    "name", "link",
                    "source.cluster.alias", "west",
                    "target.cluster.alias", "east",
                    "source.cluster.bootstrap.servers", "127.0.0.1:1",
                    "target.cluster.bootstrap.servers", "127.0.0.1:2")),
            offsets,
            () -> consumer);

    @Test
    void oneStoredOffsetOfAnyPartitionIsEnough() {
        Map<String, Object> second = Map.of("cluster", "west", "topic", "orders", "partition", 1);
        when(offsets.offsets(anyCollection())).thenAnswer(call -> {
            Collection<Map<String, Object>> asked = call.getArgument(0);
            return asked.stream().filter(second::equals).collect(Collectors.toMap(p -> p, p -> Map.of("offset", 7L)));
        });

        assertThat(evidence.withStoredOffsets(List.of(ORDERS, USERS))).containsExactly(ORDERS);
    }

    @Test
    void aTopicWhoseRecordsHaveAllBeenDeletedHoldsNone() {
        log(FIRST, 5, 5);
        log(SECOND, 9, 9);
        log(new TopicPartition("west.users", 0), 5, 6);

        assertThat(evidence.holdingRecords(List.of(ORDERS, USERS))).containsExactly(USERS);
    }

    @Test
    void aCopyIsARecordWhoseLastHopNamesTheSource() {
        log(FIRST, 0, 2);
        log(SECOND, 0, 0);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(FIRST, 0));
            consumer.addRecord(record(FIRST, 1, new Hop("north", 0, 7), new Hop("west", 0, 8)));
        });

        assertThat(evidence.holdsCopies(ORDERS)).isTrue();
    }

    @Test
    void recordsOfOthersAndThoseThatOnlyCameByTheSourceAreNone() {
        log(FIRST, 0, 2);
        log(SECOND, 0, 1);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(FIRST, 0, new Hop("west", 0, 7), new Hop("north", 0, 8)));
            consumer.addRecord(record(FIRST, 1));
            ConsumerRecord<byte[], byte[]> garbled = record(SECOND, 0);
            garbled.headers().add(Provenance.HEADER, "d2VzdC8wQDc=".getBytes(US_ASCII));
            consumer.addRecord(garbled);
        });

        assertThat(evidence.holdsCopies(ORDERS)).isFalse();
    }

    @Test
    void noMoreIsReadThanTheLastRecordsOfEachPartition() {
        log(FIRST, 100, 50_000);
        log(SECOND, 100, 100);
        consumer.schedulePollTask(() -> {
            assertThat(consumer.position(FIRST)).isEqualTo(49_000);
            consumer.addRecord(record(FIRST, 49_999));
        });

        assertThat(evidence.holdsCopies(ORDERS)).isFalse();
    }

    @Test
    void aTargetThatRefusesIsNamed() {
        log(FIRST, 0, 2);
        log(SECOND, 0, 0);
        consumer.setPollException(new TopicAuthorizationException("west.orders"));

        assertThatThrownBy(() -> evidence.holdsCopies(ORDERS))
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessageContaining("Cluster east refuses the flow");
    }

    @Test
    void theConsumerIsOpenedOnlyForWhatNeedsItAndClosedThen() {
        new TargetEvidence(
                        new SourceConfig(Map.of(
                                "source.cluster.bootstrap.servers", "127.0.0.1:1",
                                "target.cluster.bootstrap.servers", "127.0.0.1:2")),
                        offsets,
                        () -> {
                            throw new IllegalStateException("opened");
                        })
                .close();
        assertThat(evidence.topicsWithCheckpoints()).isEmpty();

        evidence.close();

        assertThat(consumer.closed()).isTrue();
    }

    private void log(TopicPartition partition, long start, long end) {
        consumer.updateBeginningOffsets(Map.of(partition, start));
        consumer.updateEndOffsets(Map.of(partition, end));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, Hop... hops) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {1});
        if (hops.length > 0) {
            record.headers()
                    .add(
                            Provenance.HEADER,
                            new Provenance(List.of(hops), "orders", partition.topic(), OptionalLong.empty()).bytes());
        }
        return record;
    }
}
