package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.throttle.Demand;
import io.streambus.connect.throttle.RateShares;
import io.streambus.connect.topic.Shard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task may use of its flow's rate: it follows the life signs of all tasks, its own among them, so that all of them, on whatever worker, go by
 * the same demands. While it cannot, or a task is silent, an even share is what it counts with.
 *
 * <p>Thread-safe; all but the share is confined to its thread.
 */
final class RateShare implements DoubleSupplier, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RateShare.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** A task that has not told anything for so many checkpoint intervals may need all that there is. */
    private static final int SILENT_INTERVALS = 3;

    private final String flow;
    private final Shard shard;
    private final double rate;
    private final long silentNanos;
    private final Map<Integer, Told> told = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile double share;

    private record Told(long generation, Optional<Demand> demand, long nanos) {}

    private RateShare(
            String flow,
            Shard shard,
            double rate,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Duration checkpointInterval) {
        this.flow = flow;
        this.shard = shard;
        this.rate = rate;
        this.silentNanos = checkpointInterval.multipliedBy(SILENT_INTERVALS).toNanos();
        this.share = rate / shard.count();
        this.thread = new Thread(() -> run(consumers), Thread.currentThread().getName() + "-rate-share");
        thread.setDaemon(true);
    }

    /**
     * @param rate of the flow, in bytes per second, more than 0
     * @param consumers of the target, each of them closed here
     * @param checkpointInterval at which each task tells what it needs
     */
    static RateShare open(
            String flow,
            Shard shard,
            double rate,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Duration checkpointInterval) {
        RateShare opened = new RateShare(flow, shard, rate, consumers, checkpointInterval);
        opened.thread.start();
        return opened;
    }

    /** In bytes per second, more than 0. */
    @Override
    public double getAsDouble() {
        return share;
    }

    private void run(Supplier<Consumer<byte[], byte[]>> consumers) {
        boolean fails = false;
        while (closing.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                seekToEnd(consumer);
                fails = false;
                while (closing.getCount() > 0) {
                    consumer.poll(POLL).forEach(this::take);
                    divide();
                }
            } catch (RuntimeException e) {
                // Whatever it is: a thread that had ended would leave a task with the little that it needed last, for
                // ever.
                if (!fails) {
                    LOG.warn(
                            "What the tasks of {} need of its rate cannot be read at the moment; this one takes an even share: {}",
                            flow,
                            e.toString());
                }
                fails = true;
                told.clear();
                divide();
                pause();
            }
        }
    }

    private void seekToEnd(Consumer<byte[], byte[]> consumer) {
        int partitions = consumer.partitionsFor(CheckpointFormat.TOPIC).size();
        TopicPartition partition =
                new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, Math.max(1, partitions)));
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
    }

    private void take(ConsumerRecord<byte[], byte[]> entry) {
        try {
            if (entry.key() != null && entry.value() != null) {
                CheckpointFormat.decodeKey(entry.key())
                        .filter(key ->
                                key instanceof CheckpointKey.Task && key.flow().equals(flow))
                        .map(CheckpointKey.Task.class::cast)
                        .ifPresent(key ->
                                CheckpointFormat.decodeTask(entry.value()).ifPresent(sign -> take(key, sign)));
            }
        } catch (IllegalArgumentException e) {
            // Something else wrote to the topic: no life sign.
        }
    }

    private void take(CheckpointKey.Task key, TaskCheckpoint sign) {
        Told before = told.get(key.task());
        if (before == null || before.generation() <= key.generation()) {
            told.put(key.task(), new Told(key.generation(), sign.demand(), System.nanoTime()));
        }
    }

    private void divide() {
        long now = System.nanoTime();
        List<Optional<Demand>> demands = IntStream.range(0, shard.count())
                .mapToObj(task -> Optional.ofNullable(told.get(task))
                        .filter(sign -> now - sign.nanos() < silentNanos)
                        .flatMap(Told::demand))
                .toList();
        share = RateShares.of(rate, demands)[shard.index()];
    }

    private void pause() {
        try {
            var unused = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(CLOSE_TIMEOUT.toMillis());
    }
}
