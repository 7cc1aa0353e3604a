package io.streambus.connect.checkpoint;

import io.streambus.connect.log.LogReader;
import io.streambus.connect.offset.OffsetPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a flow had written to the checkpoints topic before. Confined to the caller's thread; the consumer belongs to the caller. */
public final class CheckpointReader {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;

    /** @param timeout without any progress; a long topic may take longer as a whole */
    public CheckpointReader(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /**
     * Reads the flow's part of the topic from its beginning to where it ends now.
     *
     * @return the newest checkpoint of each partition of the flow; empty if the topic does not exist
     * @throws TimeoutException if the target does not answer for as long as the time-out
     */
    public Map<TopicPartition, PartitionCheckpoint> read(String flow) {
        return readAll(flow, partition -> false).partitions();
    }

    /**
     * Reads the flow's part of the topic from its beginning to where it ends now.
     *
     * @return the newest entry of each key of the flow; empty if the topic does not exist
     * @throws TimeoutException if the target does not answer for as long as the time-out
     */
    public FlowCheckpoints readAll(String flow) {
        return readAll(flow, partition -> true);
    }

    /**
     * Reads the flow's part of the topic from its beginning to where it ends now.
     *
     * @param withPages the source partitions whose offset maps are wanted: those of a large flow take much memory
     * @return the newest entry of each key of the flow; empty if the topic does not exist
     * @throws TimeoutException if the target does not answer for as long as the time-out
     */
    public FlowCheckpoints readAll(String flow, Predicate<TopicPartition> withPages) {
        return new Following(flow, withPages).readOn();
    }

    /** Reads the flow's part of the topic now and then, with everything the first time, and what has been added each time after that. */
    public Following follow(String flow) {
        return new Following(flow, partition -> true);
    }

    /** One flow's part of the topic, as it grows. Confined to the reader's thread. */
    public final class Following {

        private final String flow;
        private final Predicate<TopicPartition> withPages;
        private Newest newest;
        private long next;

        private Following(String flow, Predicate<TopicPartition> withPages) {
            this.flow = flow;
            this.withPages = withPages;
            this.newest = new Newest(flow, withPages);
        }

        /**
         * Reads to where the topic ends now.
         *
         * @return the newest entry of each key of the flow; empty if the topic does not exist
         * @throws TimeoutException if the target does not answer for as long as the time-out
         */
        public FlowCheckpoints readOn() {
            List<PartitionInfo> found = consumer.partitionsFor(CheckpointFormat.TOPIC, timeout);
            if (found == null || found.isEmpty()) {
                return startOver().asCheckpoints();
            }
            TopicPartition partition =
                    new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, found.size()));
            LogReader log = new LogReader(consumer, partition, timeout);
            if (next > 0) {
                long end = log.readFrom(next, newest::take);
                if (end >= next) {
                    next = end;
                    return newest.asCheckpoints();
                }
                // The topic is another one, or was cut back: what was read of it says nothing.
            }
            next = log.readAll(startOver()::take);
            return newest.asCheckpoints();
        }

        private Newest startOver() {
            next = 0;
            newest = new Newest(flow, withPages);
            return newest;
        }
    }

    /** What stands so far: the topic is compacted, but not at once. Confined to the reader's thread. */
    private static final class Newest {

        private final String flow;
        private final Predicate<TopicPartition> withPages;
        private final FlowEntries entries = new FlowEntries();
        private final Map<TopicPartition, Map<Integer, OffsetPage>> pages = new HashMap<>();

        Newest(String flow, Predicate<TopicPartition> withPages) {
            this.flow = flow;
            this.withPages = withPages;
        }

        void take(ConsumerRecord<byte[], byte[]> entry) {
            try {
                Optional<CheckpointKey> key =
                        entry.key() == null ? Optional.empty() : CheckpointFormat.decodeKey(entry.key());
                if (key.isPresent() && key.get().flow().equals(flow)) {
                    entries.take(key.get(), entry.value(), entry.offset());
                    if (key.get() instanceof CheckpointKey.Offsets page) {
                        take(page, Optional.ofNullable(entry.value()));
                    }
                }
            } catch (IllegalArgumentException e) {
                LOG.warn(
                        "Passed over offset {} of {}-{}: {}. Something else wrote to this topic.",
                        entry.offset(),
                        entry.topic(),
                        entry.partition(),
                        e.getMessage());
            }
        }

        private void take(CheckpointKey.Offsets of, Optional<byte[]> value) {
            TopicPartition partition = new TopicPartition(of.topic(), of.partition());
            if (withPages.test(partition)) {
                Map<Integer, OffsetPage> ofPartition = pages.computeIfAbsent(partition, p -> new HashMap<>());
                value.ifPresentOrElse(
                        bytes -> CheckpointFormat.decodeOffsets(bytes)
                                .ifPresent(page -> ofPartition.put(of.page(), page)),
                        () -> ofPartition.remove(of.page()));
            }
        }

        FlowCheckpoints asCheckpoints() {
            Map<TopicPartition, PartitionCheckpoint> partitions = entries.partitions();
            Map<TopicPartition, Set<Long>> generations = new HashMap<>();
            partitions.keySet().forEach(partition -> generations.put(partition, entries.generations(partition)));
            return new FlowCheckpoints(partitions, generations, entries.taskGenerations(), pages, entries.tasks());
        }
    }
}
