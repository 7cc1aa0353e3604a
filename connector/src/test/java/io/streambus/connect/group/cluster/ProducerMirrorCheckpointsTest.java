package io.streambus.connect.group.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.group.MirrorCheckpoints.MirrorCheckpoint;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.mirror.Checkpoint;
import org.junit.jupiter.api.Test;

class ProducerMirrorCheckpointsTest {

    private static final TopicPartition TARGET = new TopicPartition("west.orders", 3);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProducerMirrorCheckpoints checkpoints =
            new ProducerMirrorCheckpoints(producer, "west.checkpoints.internal");

    /** By Kafka's own decoder, which RemoteClusterUtils reads with. */
    @Test
    void mirrorMakersOwnReaderReadsThem() {
        checkpoints.write(List.of(new MirrorCheckpoint("billing", TARGET, 48213, 48000, "meta")));

        ProducerRecord<byte[], byte[]> written = producer.history().get(0);
        assertThat(written.topic()).isEqualTo("west.checkpoints.internal");
        assertThat(written.partition()).isZero();
        assertThat(Checkpoint.deserializeRecord(
                        new ConsumerRecord<>(written.topic(), 0, 0, written.key(), written.value())))
                .isEqualTo(new Checkpoint("billing", TARGET, 48213, 48000, "meta"));
    }

    @Test
    void onlyWhatHasChangedIsWritten() {
        MirrorCheckpoint first = new MirrorCheckpoint("billing", TARGET, 1, 2, "");
        MirrorCheckpoint second = new MirrorCheckpoint("audit", TARGET, 1, 2, "");
        checkpoints.write(List.of(first, second));

        checkpoints.write(List.of(first, new MirrorCheckpoint("audit", TARGET, 2, 3, "")));

        assertThat(producer.history()).hasSize(3);
    }

    @Test
    void whatTheTargetDidNotTakeIsWrittenAgain() {
        MirrorCheckpoint checkpoint = new MirrorCheckpoint("billing", TARGET, 1, 2, "");
        checkpoints.write(List.of(checkpoint));
        producer.errorNext(new TimeoutException("no"));

        checkpoints.write(List.of(checkpoint));

        assertThat(producer.history()).hasSize(2);
    }
}
