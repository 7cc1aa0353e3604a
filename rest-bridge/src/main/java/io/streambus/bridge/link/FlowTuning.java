package io.streambus.bridge.link;

import java.time.Duration;
import java.util.Objects;

/**
 * The document's {@code config}: how a flow copies.
 *
 * @param maxBytes of one fetch
 * @param maxMessages of one poll
 * @param batchSize records of one producer batch
 * @param concurrentPartitions how many tasks share the partitions
 * @param compression whether batches are compressed
 * @param compressionType the codec; stands ready while compression is off
 * @param throttleBytesPerSecond for the whole flow; 0 is no bound
 * @param checkpointInterval how often progress is written
 */
public record FlowTuning(
        int maxBytes,
        int maxMessages,
        int batchSize,
        int concurrentPartitions,
        boolean compression,
        Compression compressionType,
        long throttleBytesPerSecond,
        Duration checkpointInterval,
        boolean exactlyOnce,
        boolean idempotence) {

    public static final FlowTuning DEFAULT = new FlowTuning(
            10_485_760, 10_000, 1_000, 10, true, Compression.SNAPPY, 0, Duration.ofSeconds(5), false, true);

    public FlowTuning {
        requirePositive("max_bytes", maxBytes);
        requirePositive("max_messages", maxMessages);
        requirePositive("batch_size", batchSize);
        requirePositive("concurrent_partitions", concurrentPartitions);
        requirePositive("checkpoint_interval_ms", checkpointInterval.toMillis());
        Objects.requireNonNull(compressionType, "compressionType");
        if (throttleBytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "throttle_rate_bytes_per_sec must be 0 or more, found " + throttleBytesPerSecond);
        }
        if (exactlyOnce && !idempotence) {
            throw new IllegalArgumentException("enable_exactly_once needs enable_idempotence");
        }
    }

    public Compression codec() {
        return compression ? compressionType : Compression.NONE;
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be 1 or more, found " + value);
        }
    }
}
