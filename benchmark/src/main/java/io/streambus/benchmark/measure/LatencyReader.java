package io.streambus.benchmark.measure;

import io.streambus.benchmark.load.SteadyLoad;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of the target while it grows, and notes how long each record took from when it was due. The thread is its own; {@link #finish} ends it. */
public final class LatencyReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> settings = new HashMap<>();
    private final List<TopicPartition> partitions;
    private final long ignoreDueBefore;
    private final Thread thread = new Thread(this::read, "latency-reader");
    private volatile boolean ended;
    private final AtomicLong seen = new AtomicLong();
    private int[] micros = new int[1 << 16];
    private int measured;
    private RuntimeException failure;

    private LatencyReader(String bootstrapServers, String topic, int partitions, long ignoreDueBefore) {
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        this.ignoreDueBefore = ignoreDueBefore;
    }

    /**
     * Begins to read.
     *
     * @param topic exists
     * @param ignoreDueBefore on the scale of {@link System#nanoTime}: records due before are warm-up
     */
    public static LatencyReader start(String bootstrapServers, String topic, int partitions, long ignoreDueBefore) {
        LatencyReader reader = new LatencyReader(bootstrapServers, topic, partitions, ignoreDueBefore);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            while (!ended) {
                var records = consumer.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    note(SteadyLoad.dueAt(record.value()), now);
                }
                seen.addAndGet(records.count());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void note(long due, long now) {
        if (due - ignoreDueBefore < 0) {
            return;
        }
        if (measured == micros.length) {
            micros = Arrays.copyOf(micros, 2 * measured);
        }
        micros[measured++] = (int) Math.min(Integer.MAX_VALUE, (now - due) / 1_000);
    }

    /** Records read so far, those of the warm-up too. */
    public long seen() {
        return seen.get();
    }

    /** Ends reading. @return what was measured */
    public Latencies finish() throws InterruptedException {
        ended = true;
        thread.join();
        if (failure != null) {
            throw failure;
        }
        return Latencies.of(Arrays.copyOf(micros, measured));
    }
}
