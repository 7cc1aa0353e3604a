package io.streambus.connect.source;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.provenance.Provenance;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyProbeTest {

    private static final TopicPartition COPIES = AssignmentScene.target(ORDERS);
    private static final long PLACE = 5;

    private final AssignmentScene scene = new AssignmentScene();
    private String header = "west/orders:copies/0@0";
    private KafkaException fails;
    private int opened;
    private long nanos = 1;

    @AfterEach
    void close() {
        scene.close();
    }

    private CopyProbe probe(boolean needed, boolean flowsBack) {
        return new CopyProbe(needed, flowsBack, "west", scene.assignment(), this::consumer, Runnable::run, () -> nanos);
    }

    private MockConsumer<byte[], byte[]> consumer() {
        opened++;
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updateBeginningOffsets(Map.of(COPIES, 0L));
        consumer.updateEndOffsets(Map.of(COPIES, PLACE + 1));
        consumer.schedulePollTask(() -> {
            if (fails != null) {
                throw fails;
            }
            RecordHeaders headers = new RecordHeaders();
            if (header != null) {
                headers.add(Provenance.HEADER, header.getBytes(UTF_8));
            }
            consumer.addRecord(new ConsumerRecord<>(
                    "copies",
                    0,
                    PLACE,
                    1_000,
                    TimestampType.CREATE_TIME,
                    -1,
                    -1,
                    null,
                    new byte[0],
                    headers,
                    Optional.empty()));
        });
        return consumer;
    }

    private OwnedPartition copying() throws InterruptedException {
        OwnedPartition owned = scene.taken(ORDERS);
        scene.acknowledge(owned, scene.handOver(owned), PLACE);
        return owned;
    }

    private static void probeAndConclude(CopyProbe probe) {
        probe.probeIfDue();
        probe.probeIfDue();
    }

    @Test
    void aCopyThatBearsItsProvenanceIsNoFinding() throws Exception {
        CopyProbe probe = probe(true, true);
        OwnedPartition owned = copying();

        probeAndConclude(probe);

        assertThat(opened).isEqualTo(1);
        assertThat(probe.findings()).isEmpty();
        assertThat(scene.assignment().reading(ORDERS)).isSameAs(owned);
    }

    @Test
    void aTransformThatTakesTheProvenanceAwayIsFound() throws Exception {
        header = null;
        CopyProbe probe = probe(true, false);
        OwnedPartition owned = copying();

        probeAndConclude(probe);

        assertThat(probe.findings())
                .singleElement()
                .asString()
                .startsWith("A transform takes the header streambus.provenance away from copies of orders-0");
        assertThat(scene.assignment().reading(ORDERS)).isSameAs(owned);
    }

    @Test
    void aHeaderOfAnotherRecordIsNone() throws Exception {
        header = "west/users:elsewhere/0@0";
        CopyProbe probe = probe(true, false);
        copying();

        probeAndConclude(probe);

        assertThat(probe.findings()).hasSize(1);
    }

    @Test
    void withAFlowBackThePartitionStops() throws Exception {
        header = null;
        CopyProbe probe = probe(true, true);
        copying();

        probeAndConclude(probe);

        assertThat(scene.assignment().reading(ORDERS)).isNull();
        assertThat(scene.assignment()
                        .checkpoints(8, Standing.RUNNING)
                        .get(ORDERS)
                        .error()
                        .orElseThrow())
                .contains("since a flow back would copy them again");
    }

    @Test
    void oneCopyAMinuteIsReadBack() throws Exception {
        CopyProbe probe = probe(true, true);
        copying();
        probeAndConclude(probe);
        nanos += Duration.ofSeconds(59).toNanos();
        probe.probeIfDue();
        assertThat(opened).isEqualTo(1);

        nanos += Duration.ofSeconds(1).toNanos();
        probe.probeIfDue();

        assertThat(opened).isEqualTo(2);
    }

    @Test
    void withoutTransformsOfOthersNothingIsReadBack() throws Exception {
        CopyProbe probe = probe(false, true);
        copying();

        probeAndConclude(probe);

        assertThat(opened).isZero();
    }

    @Test
    void beforeAnythingWasCopiedThereIsNothingToReadBack() throws Exception {
        CopyProbe probe = probe(true, true);
        scene.taken(ORDERS);

        probeAndConclude(probe);

        assertThat(opened).isZero();
    }

    @Test
    void whatCannotBeReadBackIsNoFinding() throws Exception {
        fails = new KafkaException("not now");
        CopyProbe probe = probe(true, true);
        OwnedPartition owned = copying();

        probeAndConclude(probe);

        assertThat(probe.findings()).isEmpty();
        assertThat(scene.assignment().reading(ORDERS)).isSameAs(owned);
    }

    @Test
    void recordsThatWereWrittenElsewhereAreFoundWithoutReading() throws Exception {
        CopyProbe probe = probe(true, true);
        OwnedPartition owned = scene.taken(ORDERS);
        SourceOffset record = scene.handOver(owned);
        owned.progress()
                .acknowledged(
                        record, 1_000L, new RecordMetadata(new TopicPartition("elsewhere", 0), 3, 0, 1_000, 1, 8));

        assertThat(probe.findings())
                .singleElement()
                .asString()
                .startsWith("A transform writes records to other topics than their own");
    }
}
