package io.streambus.demo.sample;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes sample records to a cluster from a thread of its own, until it has written enough or is closed.
 * Thread-safe: counters and the failure are atomics; the producer belongs to the writing thread.
 */
public final class SampleWriter implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private final OptionalLong limit;
    private final Optional<Pace> pace;
    private final SampleRecords records;
    private final Clock clock;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private SampleWriter(
            String bootstrapServers, OptionalLong limit, OptionalInt recordsPerSecond, long seed, Clock clock) {
        this.bootstrapServers = bootstrapServers;
        this.limit = limit;
        this.pace = recordsPerSecond.isPresent()
                ? Optional.of(new Pace(recordsPerSecond.getAsInt(), System.nanoTime()))
                : Optional.empty();
        this.records = new SampleRecords(seed);
        this.clock = clock;
        this.thread = new Thread(this::run, "sample-writer");
    }

    /**
     * Begins to write at once. The topics must exist.
     *
     * @param limit how many records to write; empty: until closed
     * @param recordsPerSecond empty: as fast as the cluster takes them
     * @param seed of what is made up; the same one gives the same records
     */
    public static SampleWriter start(
            String bootstrapServers, OptionalLong limit, OptionalInt recordsPerSecond, long seed, Clock clock) {
        SampleWriter writer = new SampleWriter(bootstrapServers, limit, recordsPerSecond, seed, clock);
        writer.thread.start();
        return writer;
    }

    /** Records that the cluster has acknowledged so far. */
    public long written() {
        return acknowledged.get();
    }

    /** Why writing has ended early; empty while all is well. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Ends writing and waits for the last answers, 10 s at most. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LAST_ANSWERS.toMillis() + 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        // Not try-with-resources: its close() would wait without end for a cluster that has gone.
        Producer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "streambus-sample-writer",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        128 * 1024,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        30_000),
                new StringSerializer(),
                new StringSerializer());
        try {
            write(producer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        } finally {
            producer.close(LAST_ANSWERS);
        }
    }

    // The callback sees every outcome.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(Producer<String, String> producer) throws InterruptedException {
        long sent = 0;
        while (closing.getCount() > 0 && failure.get() == null && sent < limit.orElse(Long.MAX_VALUE)) {
            long due = pace.isPresent() ? pace.get().due(System.nanoTime()) : Long.MAX_VALUE;
            if (sent >= due) {
                closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
                continue;
            }
            producer.send(toProducerRecord(records.next(clock.instant())), (metadata, e) -> {
                if (e == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, e);
                }
            });
            sent++;
        }
    }

    private static ProducerRecord<String, String> toProducerRecord(SampleRecord sample) {
        return new ProducerRecord<>(
                sample.topic().topicName(),
                null,
                sample.timestampMs(),
                sample.key().orElse(null),
                sample.value().orElse(null),
                List.of(header("region", sample.region()), header("priority", sample.priority())));
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
