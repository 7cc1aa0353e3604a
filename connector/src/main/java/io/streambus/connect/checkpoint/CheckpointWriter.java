package io.streambus.connect.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the entries of one flow, on a thread of its own: a target that does not take them must not hold up copying. A lasting failure shows in the
 * log when it begins and when it ends, and to the bridge as checkpoints that grow old.
 *
 * <p>Thread-safe.
 */
public final class CheckpointWriter implements EntryWriter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final String flow;
    private final Duration closeTimeout;
    private final ExecutorService thread;
    private final AtomicReference<Exception> failing = new AtomicReference<>();
    private final AtomicLong failures = new AtomicLong();

    /** @param producer closed with this writer */
    public CheckpointWriter(Producer<byte[], byte[]> producer, String flow) {
        this(producer, flow, CLOSE_TIMEOUT);
    }

    CheckpointWriter(Producer<byte[], byte[]> producer, String flow, Duration closeTimeout) {
        this.producer = producer;
        this.flow = flow;
        this.closeTimeout = closeTimeout;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread writer = new Thread(work, "streambus-checkpoints-" + flow);
            writer.setDaemon(true);
            return writer;
        });
    }

    /**
     * Writes a claim and waits until the target has it.
     *
     * @return its offset, which is the generation of what its owner writes
     * @throws ConnectException if the target does not take it within the time-out, with the reason
     */
    public long claim(Claim claim, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                Future<RecordMetadata> answer = producer.send(record(CheckpointEntry.of(flow, claim)));
                RecordMetadata written = answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                // A retry that the broker knew already may come back without its offset: a claim without one is none.
                if (written.hasOffset()) {
                    return written.offset();
                }
            }
            throw new TimeoutException("it was written, and its offset did not come back");
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "Flow " + flow + " could not be claimed in " + CheckpointFormat.TOPIC + " of the target within "
                            + timeout.toSeconds()
                            + " s, and nothing may be copied before it is. Restart the task once the target takes writes: "
                            + cause,
                    cause);
        }
    }

    @Override
    public CompletableFuture<Void> write(List<CheckpointEntry> entries) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                List<CompletableFuture<Void>> answers = new ArrayList<>();
                for (CheckpointEntry entry : entries) {
                    answers.add(send(entry));
                }
                var unused = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .whenComplete((done, error) -> {
                            if (error == null) {
                                all.complete(null);
                            } else {
                                all.completeExceptionally(error);
                            }
                        });
            } catch (KafkaException e) {
                all.completeExceptionally(e);
            }
        });
        return all;
    }

    private CompletableFuture<Void> send(CheckpointEntry entry) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try {
            var unused = producer.send(record(entry), (metadata, error) -> {
                ended(error);
                if (error == null) {
                    answer.complete(null);
                } else {
                    answer.completeExceptionally(error);
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            ended(e);
            throw e;
        }
        return answer;
    }

    private ProducerRecord<byte[], byte[]> record(CheckpointEntry entry) {
        // Cached by the client; it waits only while it does not know the topic yet.
        int partitions = producer.partitionsFor(CheckpointFormat.TOPIC).size();
        return new ProducerRecord<>(
                CheckpointFormat.TOPIC,
                CheckpointFormat.partitionOf(flow, partitions),
                entry.encodedKey(),
                entry.encodedValue());
    }

    private void ended(Exception error) {
        if (error != null) {
            failures.incrementAndGet();
        }
        Exception before = failing.getAndSet(error);
        if (error != null && before == null) {
            LOG.warn("Checkpoints of {} cannot be written to the target for now: {}", flow, error.toString());
        } else if (error == null && before != null) {
            LOG.info("Checkpoints of {} can be written to the target again", flow);
        }
    }

    @Override
    public long failures() {
        return failures.get();
    }

    @Override
    public Optional<Exception> failure() {
        return Optional.ofNullable(failing.get());
    }

    /** Gives what is in flight five seconds to arrive. Idempotent. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(closeTimeout);
    }
}
