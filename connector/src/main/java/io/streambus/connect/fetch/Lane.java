package io.streambus.connect.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A consumer, and so a connection to each broker. Reads the stretches that it is given, and ranges that it takes itself while it has none.
 *
 * <p>With a thread of its own it reads ahead, no more than its buffer; then it waits, and its connections with it, until something is given out.
 * Without, it reads when the task's thread tells it to ({@link #readHere}), and everything is the task's thread's.
 *
 * <p>Thread-safe: what says so is the lane's own thread's, the rest is the task's thread's.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long PROBE_NANOS = Duration.ofMillis(250).toNanos();
    private static final long IDLE_PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Function<FetchSize, Consumer<byte[], byte[]>> consumers;
    private final FetchSizer pace;
    private final Supplier<Optional<OffsetRange>> ranges;
    private final Inbox inbox;
    private final long bufferBytes;
    private final Optional<Thread> thread;

    private final Queue<OffsetRange> given = new ConcurrentLinkedQueue<>();
    private final AtomicLong ahead = new AtomicLong();
    private volatile boolean changed;
    private volatile boolean closed;
    private volatile boolean waitsForRoom;
    private volatile LagSnapshot lagSnapshot = LagSnapshot.NOTHING;
    private volatile Consumer<byte[], byte[]> consumer;

    // The reading thread's.
    private final Map<TopicPartition, OffsetRange> reading = new LinkedHashMap<>();
    private long nextProbeNanos = System.nanoTime();
    private boolean paused;

    /**
     * @param threadName of its thread, which {@link #start} starts; empty if it shall have none
     * @param consumer the first one; null lets the lane's thread open it
     * @param ranges what to take when there is nothing else to read
     */
    Lane(
            Optional<String> threadName,
            Consumer<byte[], byte[]> consumer,
            Function<FetchSize, Consumer<byte[], byte[]>> consumers,
            FetchSizer pace,
            Supplier<Optional<OffsetRange>> ranges,
            Inbox inbox,
            long bufferBytes) {
        this.consumer = consumer;
        this.consumers = consumers;
        this.pace = pace;
        this.ranges = ranges;
        this.inbox = inbox;
        this.bufferBytes = bufferBytes;
        this.thread = threadName.map(this::newThread);
    }

    private Thread newThread(String name) {
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        Thread fresh = new Thread(
                () -> {
                    if (logContext != null) {
                        MDC.setContextMap(logContext);
                    }
                    run();
                },
                name);
        fresh.setDaemon(true);
        return fresh;
    }

    void start() {
        thread.ifPresent(Thread::start);
    }

    /**
     * Reads once, on the caller's thread: for a lane without a thread.
     *
     * @param timeout how long to wait if there is nothing
     * @throws RuntimeException that the consumer has thrown; nothing can be read afterwards
     */
    void readHere(Duration timeout) throws InterruptedException {
        try {
            step(timeout);
        } catch (InterruptException e) {
            // It has set the flag again, which the exception stands for from here on.
            Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        }
    }

    /** Reads these besides what it reads already. */
    void read(List<OffsetRange> stretches) {
        given.addAll(stretches);
        lookUp();
    }

    /** Something about the stretches has changed. */
    void lookUp() {
        changed = true;
        wake();
    }

    /** What the lane has read of this is given out, and no longer takes room. */
    void givenOut(FetchedChunk chunk) {
        if (ahead.addAndGet(-chunk.bytes()) < bufferBytes / 2 && waitsForRoom) {
            waitsForRoom = false;
            wake();
        }
    }

    LagSnapshot lagSnapshot() {
        return lagSnapshot;
    }

    /** There may be ranges to take. */
    void nudge() {
        thread.ifPresent(LockSupport::unpark);
    }

    /** Ends the lane; {@link #awaitEnd} waits for it. */
    void close() {
        closed = true;
        wake();
    }

    void awaitEnd(Duration timeout) throws InterruptedException {
        if (thread.isPresent()) {
            thread.get().join(timeout.toMillis());
        } else {
            closeConsumer();
        }
    }

    private void wake() {
        if (thread.isEmpty()) {
            return;
        }
        Consumer<byte[], byte[]> now = consumer;
        if (now != null) {
            now.wakeup();
        }
        LockSupport.unpark(thread.get());
    }

    private void run() {
        try {
            if (consumer == null) {
                consumer = consumers.apply(pace.size());
            }
            while (!closed) {
                try {
                    step(LONGEST_WAIT);
                } catch (WakeupException e) {
                    LOG.trace("Something has changed", e);
                }
            }
        } catch (RuntimeException e) {
            inbox.fail(e);
        } catch (Error e) {
            inbox.fail(new KafkaException("A lane has ended: " + e, e));
            throw e;
        } finally {
            closeConsumer();
        }
    }

    private void closeConsumer() {
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            } catch (RuntimeException e) {
                LOG.debug("A consumer did not close in peace", e);
            }
        }
    }

    private void step(Duration timeout) {
        if (changed) {
            changed = false;
            takeChanges();
        }
        if (reading.isEmpty() && !takeRange()) {
            LockSupport.parkNanos(timeout.toNanos());
            return;
        }
        keepWithinBuffer();
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(timeout);
        } catch (OffsetOutOfRangeException e) {
            gone(e);
            return;
        }
        handOn(records);
        long now = System.nanoTime();
        if (now - nextProbeNanos >= 0) {
            nextProbeNanos = now + (records.isEmpty() ? IDLE_PROBE_NANOS : PROBE_NANOS);
            probe(now);
        }
    }

    private void takeChanges() {
        List<FetchedChunk> ended = new ArrayList<>();
        reading.values().removeIf(stretch -> {
            if (!stretch.of().dropped() && stretch.finished()) {
                ended.add(stretch.accept(this, List.of(), new OffsetAndMetadata(stretch.position())));
            }
            return stretch.of().dropped() || stretch.finished();
        });
        List<OffsetRange> fresh = new ArrayList<>();
        for (OffsetRange stretch = given.poll(); stretch != null; stretch = given.poll()) {
            if (!stretch.of().dropped()) {
                reading.put(stretch.partition(), stretch);
                fresh.add(stretch);
            }
        }
        assign(fresh);
        inbox.put(ended);
    }

    private boolean takeRange() {
        ranges.get().ifPresent(range -> {
            reading.put(range.partition(), range);
            assign(List.of(range));
        });
        return !reading.isEmpty();
    }

    private void assign(List<OffsetRange> fresh) {
        // Positions of partitions that stay are kept.
        consumer.assign(List.copyOf(reading.keySet()));
        fresh.forEach(stretch -> consumer.seek(stretch.partition(), stretch.from()));
        if (paused) {
            consumer.pause(reading.keySet());
        }
    }

    /** A lane that has read enough ahead goes on polling, with everything paused: answers in flight are taken in, and nothing times out. */
    private void keepWithinBuffer() {
        if (!paused && ahead.get() >= bufferBytes) {
            paused = true;
            consumer.pause(consumer.assignment());
            waitsForRoom = true;
        }
        // Behind the flag: what is given out from now on wakes the lane.
        if (paused && ahead.get() < bufferBytes / 2) {
            waitsForRoom = false;
            paused = false;
            consumer.resume(consumer.assignment());
        }
    }

    private void handOn(ConsumerRecords<byte[], byte[]> records) {
        // Also partitions of which there were only transaction markers, or only compacted records, have gone on.
        Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
        if (next.isEmpty()) {
            return;
        }
        List<FetchedChunk> chunks = new ArrayList<>(next.size());
        List<TopicPartition> finished = new ArrayList<>();
        next.forEach((partition, position) -> {
            OffsetRange stretch = reading.get(partition);
            if (stretch != null && !stretch.of().dropped()) {
                FetchedChunk chunk = stretch.accept(this, records.records(partition), position);
                ahead.addAndGet(chunk.bytes());
                chunks.add(chunk);
                if (chunk.last()) {
                    finished.add(partition);
                }
            }
        });
        inbox.put(chunks);
        for (TopicPartition partition : finished) {
            OffsetRange stretch = reading.remove(partition);
            lag(partition)
                    .ifPresent(
                            behind -> stretch.of().reaches(next.get(partition).offset() + behind));
        }
        if (!finished.isEmpty() && !reading.isEmpty()) {
            assign(List.of());
        }
    }

    private void gone(OffsetOutOfRangeException e) {
        List<FetchedChunk> ends = new ArrayList<>();
        e.offsetOutOfRangePartitions().forEach((partition, offset) -> {
            OffsetRange stretch = reading.remove(partition);
            if (stretch != null) {
                ends.add(new FetchedChunk(this, stretch, List.of(), new OffsetAndMetadata(offset), true, e));
            }
        });
        assign(List.of());
        inbox.put(ends);
    }

    private void probe(long nowNanos) {
        FetchSizer.Finding finding = pace.judge(consumer.metrics(), nowNanos);
        if (finding.answered()) {
            Map<TopicPartition, LagSnapshot.At> partitions = new HashMap<>();
            reading.forEach((partition, stretch) -> lag(partition)
                    .ifPresent(behind -> partitions.put(partition, new LagSnapshot.At(stretch.position(), behind))));
            lagSnapshot = new LagSnapshot(System.currentTimeMillis(), partitions);
        }
        if (finding.resized()) {
            reopen();
        }
    }

    /** Sizes are given to a consumer once and for all. */
    private void reopen() {
        LOG.info(
                "Answers of the source come at another pace: going on with up to {} bytes per answer",
                pace.size().totalBytes());
        Consumer<byte[], byte[]> fresh = consumers.apply(pace.size());
        closeConsumer();
        consumer = fresh;
        paused = false;
        consumer.assign(List.copyOf(reading.keySet()));
        reading.values().forEach(stretch -> consumer.seek(stretch.partition(), stretch.here()));
    }

    private OptionalLong lag(TopicPartition partition) {
        try {
            return consumer.currentLag(partition);
        } catch (KafkaException | IllegalStateException e) {
            return OptionalLong.empty();
        }
    }
}
