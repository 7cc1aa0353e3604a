package io.streambus.connect.checkpoint;

import io.streambus.connect.offset.OffsetPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
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
    private final AtomicLong failures = new AtomicLong();

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

    /**
     * Writes pages and waits until the target has them.
     *
     * @throws ConnectException if it does not have them within the time-out, with the reason
     */
    public void writeAndAwait(Map<CheckpointKey.Offsets, OffsetPage> pages, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            List<Future<RecordMetadata>> answers = new ArrayList<>();
            pages.forEach(
                    (key, page) -> answers.add(begin(CheckpointFormat.encode(key), CheckpointFormat.encode(page))));
            for (Future<RecordMetadata> answer : answers) {
                answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The offset maps of " + pages.keySet() + " could not be written to " + CheckpointFormat.TOPIC
                            + " within " + timeout.toSeconds()
                            + " s, and nothing may be copied before they are. Restart the task once the target takes writes: "
                            + cause,
                    cause);
        }
    }

    /** How many writes have failed so far, also those that were followed by others that did not. */
    public long failures() {
        return failures.get();
    }

    /** Why the last write failed; empty if it did not. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failing.get());
    }

    private boolean send(byte[] key, byte[] value) {
        try {
            // The callback tells the outcome. Without metadata the client does not throw: it answers at once, and late.
            return !begin(key, value).isDone() || failure().isEmpty();
        } catch (KafkaException e) {
            return false;
        }
    }

    private Future<RecordMetadata> begin(byte[] key, byte[] value) {
        try {
            return producer.send(
                    new ProducerRecord<>(CheckpointFormat.TOPIC, key, value), (metadata, error) -> ended(error));
        } catch (KafkaException e) {
            ended(e);
            throw e;
        }
    }

    private void ended(Exception error) {
        if (error != null) {
            failures.incrementAndGet();
        }
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
