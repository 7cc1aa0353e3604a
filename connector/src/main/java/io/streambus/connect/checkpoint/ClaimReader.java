package io.streambus.connect.checkpoint;

import io.streambus.connect.log.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads who has claimed a flow since. Confined to the caller's thread; a consumer is opened for each reading. */
public final class ClaimReader {

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String flow;
    private final Duration timeout;

    /**
     * What was read.
     *
     * @param claims of the flow, in their order
     * @param end the offset to read from the next time
     */
    public record Since(List<Claim> claims, long end) {
        public Since {
            claims = List.copyOf(claims);
        }
    }

    /** @param timeout without any progress */
    public ClaimReader(Supplier<Consumer<byte[], byte[]>> consumers, String flow, Duration timeout) {
        this.consumers = consumers;
        this.flow = flow;
        this.timeout = timeout;
    }

    /**
     * Reads to where the topic ends now.
     *
     * @param from an offset of the flow's part of the topic
     * @throws TimeoutException if the target does not answer for as long as the time-out
     */
    public Since since(long from) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            int partitions =
                    consumer.partitionsFor(CheckpointFormat.TOPIC, timeout).size();
            TopicPartition partition = new TopicPartition(
                    CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, Math.max(1, partitions)));
            List<Claim> claims = new ArrayList<>();
            long end = new LogReader(consumer, partition, timeout)
                    .readFrom(from, entry -> claim(entry).ifPresent(claims::add));
            return new Since(claims, Math.max(from, end));
        }
    }

    private Optional<Claim> claim(ConsumerRecord<byte[], byte[]> entry) {
        try {
            return entry.key() == null || entry.value() == null
                    ? Optional.empty()
                    : CheckpointFormat.decodeKey(entry.key())
                            .filter(key -> key instanceof CheckpointKey.Claiming
                                    && key.flow().equals(flow))
                            .flatMap(key -> CheckpointFormat.decodeClaim(entry.value()));
        } catch (IllegalArgumentException e) {
            // Something else wrote to the topic: no claim.
            return Optional.empty();
        }
    }
}
