package io.streambus.connect.source;

import io.streambus.connect.offset.Copy;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.topic.ClusterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 * <p>Looks at the end first and goes back in growing steps until it meets a copy, stepping over records of other origin. Only committed
 * records count. Confined to the caller's thread.
 */
final class TargetTail {

    private static final Logger LOG = LoggerFactory.getLogger(TargetTail.class);
    private static final Duration POLL = Duration.ofMillis(500);

    /** How many records to look at first, and in all where nothing says how far to go: enough for a flow that was deleted and made anew. */
    static final long FIRST_STEP = 1_000;

    private static final int STEPS_GROW_BY = 8;

    /** How many records to read of one partition at the most: before so many of other origin there is hardly any of ours. */
    static final long MOST_RECORDS = 2_000_000;

    private final Supplier<Consumer<byte[], byte[]>> target;
    private final LogRanges ranges;
    private final String sourceAlias;
    private final String targetAlias;
    private final Duration timeout;

    /**
     * Where to look for the copies of one source partition, and what is known of them.
     *
     * @param partition on the target
     * @param lastKnown where the checkpoint has the newest copy on the target; empty if it has none
     * @param mapKnownTo how far the offset map tells of the target; empty if there is none
     * @param ofNamesake whether there were copies before, but of a topic of that name that was deleted since, and none of the topic as it is now
     * @param unstamped whether copies may stand there that carry no provenance, because another tool made them
     */
    record Place(
            TopicPartition partition,
            OptionalLong lastKnown,
            OptionalLong mapKnownTo,
            boolean ofNamesake,
            boolean unstamped) {

        private long floor(LogRanges.Range log, long readableEnd) {
            long wanted = lastKnown.isPresent() && lastKnown.getAsLong() < log.end()
                    ? lastKnown.getAsLong()
                    : readableEnd - FIRST_STEP;
            if (hasMapOf(log)) {
                wanted = Math.min(wanted, mapKnownTo.getAsLong());
            }
            return Math.max(log.start(), wanted);
        }

        private boolean hasMapOf(LogRanges.Range log) {
            return mapKnownTo.isPresent() && mapKnownTo.getAsLong() <= log.end();
        }
    }

    /**
     * What was found.
     *
     * @param last the last copy
     * @param searchedFrom the target offset from which on {@code last} is the last one, or without it there is none
     * @param log what the target partition has
     * @param readableEnd the last stable offset: what stands behind it belongs to open transactions, or waits for them
     */
    record Found(Place place, Optional<Copy> last, long searchedFrom, LogRanges.Range log, long readableEnd) {

        /** The source offset behind the last copy, if the checkpoint does not know that copy: what it knows it has weighed already. */
        OptionalLong next() {
            return last.filter(copy -> place.lastKnown().isEmpty()
                            || copy.target() > place.lastKnown().getAsLong())
                    .map(copy -> OptionalLong.of(copy.source() + 1))
                    .orElseGet(OptionalLong::empty);
        }

        /** What the offset map is told. It takes nothing for certain that was not seen. */
        Tail tail() {
            if (place.ofNamesake()) {
                return new Tail.Nothing(log.end());
            }
            if (readableEnd < log.end()) {
                return new Tail.Unknown();
            }
            boolean hasMap = place.hasMapOf(log);
            Optional<Copy> unknown = last.filter(
                    copy -> !hasMap || copy.target() >= place.mapKnownTo().getAsLong());
            if (unknown.isPresent()) {
                return new Tail.Last(unknown.get());
            }
            boolean seenAll = searchedFrom
                    <= Math.max(log.start(), hasMap ? place.mapKnownTo().getAsLong() : 0);
            return seenAll && (hasMap || !place.unstamped()) ? new Tail.Nothing(log.end()) : new Tail.Unknown();
        }
    }

    /** What is still to be read of one partition: {@code [from, until)} now, down to {@code floor} if need be. */
    private record Window(TopicPartition source, long from, long until, long floor) {
        static Window last(TopicPartition source, long end, long floor) {
            return new Window(source, Math.max(floor, end - FIRST_STEP), end, floor);
        }

        boolean isEmpty() {
            return from >= until;
        }

        Window before() {
            return new Window(source, Math.max(floor, from - (until - from) * STEPS_GROW_BY), from, floor);
        }
    }

    /**
     * @param target opens a consumer of the target that reads committed records only; closed after each search
     * @param ranges of the target
     * @param timeout without any progress
     */
    TargetTail(
            Supplier<Consumer<byte[], byte[]>> target,
            LogRanges ranges,
            String sourceAlias,
            String targetAlias,
            Duration timeout) {
        this.target = target;
        this.ranges = ranges;
        this.sourceAlias = sourceAlias;
        this.targetAlias = targetAlias;
        this.timeout = timeout;
    }

    /**
     * @param places by source partition
     * @return by source partition; those that the target does not have any more are missing
     * @throws ClusterException if the target refuses, or does not answer for as long as the time-out
     */
    Map<TopicPartition, Found> find(Map<TopicPartition, Place> places) throws InterruptedException {
        Map<TopicPartition, TopicPartition> sources = new HashMap<>();
        places.forEach((source, place) -> sources.put(place.partition(), source));
        // Before the ends that can be read: what is taken for the log's end must not lie before them.
        Map<TopicPartition, LogRanges.Range> logs = ranges.of(sources.keySet());
        sources.keySet().retainAll(logs.keySet());
        Map<TopicPartition, Copy> copies = new HashMap<>();
        Map<TopicPartition, Found> found = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = target.get()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(sources.keySet(), timeout);
            Map<TopicPartition, Window> windows = new HashMap<>();
            sources.forEach((partition, source) -> {
                long end = ends.get(partition);
                windows.put(partition, Window.last(source, end, floor(places.get(source), logs.get(partition), end)));
            });
            Map<TopicPartition, Window> last = new HashMap<>(windows);
            windows.values().removeIf(Window::isEmpty);
            while (!windows.isEmpty()) {
                read(consumer, windows, copies);
                last.putAll(windows);
                windows.keySet().removeAll(copies.keySet());
                windows.replaceAll((partition, window) -> window.before());
                windows.values().removeIf(Window::isEmpty);
            }
            last.forEach((partition, window) -> found.put(
                    window.source(),
                    new Found(
                            places.get(window.source()),
                            Optional.ofNullable(copies.get(partition)),
                            window.from(),
                            logs.get(partition),
                            ends.get(partition))));
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(targetAlias, e);
        }
        return found;
    }

    private static long floor(Place place, LogRanges.Range log, long end) {
        long floor = place.floor(log, end);
        if (end - floor > MOST_RECORDS) {
            LOG.warn(
                    "{} on the target has {} records since the last checkpoint, most of other origin; looking at the last {} for copies",
                    place.partition(),
                    end - floor,
                    MOST_RECORDS);
        }
        return Math.max(floor, end - MOST_RECORDS);
    }

    private void read(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Window> windows, Map<TopicPartition, Copy> found) {
        consumer.assign(windows.keySet());
        consumer.resume(windows.keySet());
        windows.forEach((partition, window) -> consumer.seek(partition, window.from()));
        Set<TopicPartition> unread = new HashSet<>(windows.keySet());
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!unread.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Window window = windows.get(partition);
                if (record.offset() < window.until()) {
                    take(record, partition, window.source(), found);
                }
            }
            boolean advanced = unread.removeIf(partition -> consumer.position(partition, timeout)
                    >= windows.get(partition).until());
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

    private void take(
            ConsumerRecord<byte[], byte[]> record,
            TopicPartition partition,
            TopicPartition source,
            Map<TopicPartition, Copy> found) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        if (header == null) {
            return;
        }
        Provenance.parse(header.value())
                .map(Provenance::last)
                .filter(hop -> hop.cluster().equals(sourceAlias) && hop.partition() == source.partition())
                // The last one, not the highest: after a rewind the copies begin again from a lower offset.
                .ifPresent(hop -> found.put(partition, new Copy(hop.offset(), record.offset())));
    }
}
