package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes checkpoints in the background. One that cannot be written is not fatal, the next one says more; a lasting failure shows in the log when
 * it begins and when it ends, and to the bridge as checkpoints that grow old. Confined to the task's thread but for the producer's callbacks.
 */
public final class CheckpointWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failing = new AtomicReference<>();

    /** @param producer closed with this writer */
    public CheckpointWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @return whether it is on its way; if not, others would not be either for now, and trying takes time */
    public boolean write(CheckpointKey.Partition key, PartitionCheckpoint checkpoint) {
        return send(CheckpointFormat.encode(key), CheckpointFormat.encode(checkpoint));
    }

    /** @return whether it is on its way; if not, others would not be either for now, and trying takes time */
    public boolean write(CheckpointKey.Task key, TaskCheckpoint checkpoint) {
        return send(CheckpointFormat.encode(key), CheckpointFormat.encode(checkpoint));
    }

    /** @return whether it is on its way; if not, others would not be either for now, and trying takes time */
    public boolean write(CheckpointKey.Offsets key, OffsetPage page) {
        return send(CheckpointFormat.encode(key), CheckpointFormat.encode(page));
    }

    /** Why the last write failed; empty if it did not. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failing.get());
    }

    private boolean send(byte[] key, byte[] value) {
        try {
            // The callback tells the outcome.
            var unused = producer.send(
                    new ProducerRecord<>(CheckpointFormat.TOPIC, key, value), (metadata, error) -> ended(error));
            return true;
        } catch (KafkaException e) {
            ended(e);
            return false;
        }
    }

    private void ended(Exception error) {
        Exception before = failing.getAndSet(error);
        if (error != null && before == null) {
            LOG.warn("Checkpoints cannot be written to the target for now; copying goes on: {}", error.toString());
        } else if (error == null && before != null) {
            LOG.info("Checkpoints can be written to the target again");
        }
    }

    /** Gives what is under way five seconds to arrive. Idempotent. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
