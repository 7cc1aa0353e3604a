package io.streambus.connect.source;

import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.topic.ClusterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what really stands on the target. Connect's offsets and the checkpoints are written every so often; after a kill they are behind, and
 * what was copied since would be copied twice. The copies themselves say where they came from: their last hop. The producer keeps the order of a
 * partition, so everything up to the last copy is there.
 *
 * <p>Reads forward from the last copy that a checkpoint knows of, which takes a checkpoint interval's worth of records, and steps over records of
 * other origin. Only committed records count. Confined to the caller's thread.
 */
final class TargetTail {

    private static final Logger LOG = LoggerFactory.getLogger(TargetTail.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** How far back to look where no checkpoint says from where: enough for a flow that was deleted and made anew, and soon read. */
    static final long WITHOUT_CHECKPOINT = 1_000;

    /** How many records to read of one partition at the most: behind so many of other origin there are hardly any of ours. */
    static final long MOST_RECORDS = 2_000_000;

    private final Supplier<Consumer<byte[], byte[]>> target;
    private final String sourceAlias;
    private final String targetAlias;
    private final Duration timeout;

    /**
     * Where to look for the copies of one source partition.
     *
     * @param partition on the target
     * @param from the first target offset that no checkpoint vouches for; null if there is no checkpoint
     */
    record Place(TopicPartition partition, Long from) {}

    /**
     * @param target opens a consumer of the target that reads committed records only; closed after each search
     * @param timeout without any progress
     */
    TargetTail(Supplier<Consumer<byte[], byte[]>> target, String sourceAlias, String targetAlias, Duration timeout) {
        this.target = target;
        this.sourceAlias = sourceAlias;
        this.targetAlias = targetAlias;
        this.timeout = timeout;
    }

    /**
     * @param places by source partition
     * @return the source offset behind the last copy, by source partition; those without any copy where it was looked are missing
     * @throws ClusterException if the target refuses, or does not answer for as long as the time-out
     */
    Map<TopicPartition, Long> next(Map<TopicPartition, Place> places) {
        Map<TopicPartition, TopicPartition> sources = new HashMap<>();
        places.forEach((source, place) -> sources.put(place.partition(), source));
        Map<TopicPartition, Long> found = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = target.get()) {
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(sources.keySet(), timeout);
            Map<TopicPartition, Long> ends = consumer.endOffsets(sources.keySet(), timeout);
            Map<TopicPartition, Long> limits = new HashMap<>();
            Map<TopicPartition, Long> froms = new HashMap<>();
            places.forEach((source, place) -> {
                long end = ends.get(place.partition());
                long wanted = place.from() == null ? end - WITHOUT_CHECKPOINT : place.from();
                long from = Math.max(starts.get(place.partition()), wanted);
                if (from < end) {
                    froms.put(place.partition(), from);
                    limits.put(place.partition(), Math.min(end, from + MOST_RECORDS));
                }
                if (end - from > MOST_RECORDS) {
                    LOG.warn(
                            "{} on the target has {} records since the last checkpoint, most of other origin; looking at the first {} for copies",
                            place.partition(),
                            end - from,
                            MOST_RECORDS);
                }
            });
            consumer.assign(froms.keySet());
            froms.forEach(consumer::seek);
            read(consumer, limits, sources, found);
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(targetAlias, e);
        }
        return found;
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> limits,
            Map<TopicPartition, TopicPartition> sources,
            Map<TopicPartition, Long> found) {
        Set<TopicPartition> unread = new HashSet<>(limits.keySet());
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!unread.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                TopicPartition source = sources.get(partition);
                if (record.offset() < limits.get(partition)) {
                    take(record, source, found);
                }
            }
            boolean advanced =
                    unread.removeIf(partition -> consumer.position(partition, timeout) >= limits.get(partition));
            if (advanced || !records.isEmpty()) {
                deadline = System.nanoTime() + timeout.toNanos();
                consumer.pause(consumer.assignment().stream()
                        .filter(partition -> !unread.contains(partition))
                        .toList());
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("The target gave nothing of " + unread + " for " + timeout.toSeconds()
                        + " s, though it has more: where the flow should go on cannot be told");
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TopicPartition source, Map<TopicPartition, Long> found) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        if (header == null) {
            return;
        }
        Provenance.parse(header.value())
                .map(Provenance::last)
                .filter(hop -> hop.cluster().equals(sourceAlias) && hop.partition() == source.partition())
                // The last one, not the highest: after a rewind the copies begin again from a lower offset.
                .ifPresent(hop -> found.put(source, hop.offset() + 1));
    }
}
