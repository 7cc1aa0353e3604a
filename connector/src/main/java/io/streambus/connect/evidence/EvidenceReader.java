package io.streambus.connect.evidence;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/**
 * Reads the target. Where our copies are no part of any transaction it sees what is not committed, for an open transaction of somebody else must not hide
 * them. Where they are, it sees what is, and waits for the end of the transactions that are open.
 *
 * <p>Confined to one thread at a time; the consumer is opened for each search.
 */
public final class EvidenceReader implements TargetLog {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A request of a task that was given up may still arrive. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** Of all partitions of one search: some 100 MB. Checkpoints are written often enough that no life of a task leaves more. */
    private static final int MOST_COPIES = 4_000_000;

    private final Function<IsolationLevel, Consumer<byte[], byte[]>> consumers;
    private final LogOffsets offsets;
    private final String targetAlias;
    private final Duration timeout;

    /**
     * @param consumers opens one
     * @param offsets of the target
     * @param timeout without any progress
     */
    public EvidenceReader(
            Function<IsolationLevel, Consumer<byte[], byte[]>> consumers,
            LogOffsets offsets,
            String targetAlias,
            Duration timeout) {
        this.consumers = consumers;
        this.offsets = offsets;
        this.targetAlias = targetAlias;
        this.timeout = timeout;
    }

    @Override
    public Map<TopicPartition, Found> search(Map<TopicPartition, Search> searches) throws InterruptedException {
        Map<TopicPartition, TopicPartition> sources = new HashMap<>();
        searches.forEach((source, search) -> sources.put(search.partition(), source));
        Map<TopicPartition, LogOffsets.Range> logs = offsets.of(sources.keySet());
        Map<TopicPartition, Reading> readings = new HashMap<>();
        logs.forEach((target, log) -> readings.put(target, new Reading(searches.get(sources.get(target)), log)));
        for (IsolationLevel isolation : IsolationLevel.values()) {
            Map<TopicPartition, Reading> some = new HashMap<>(readings);
            some.values().removeIf(reading -> reading.search.isolation() != isolation);
            search(isolation, some);
        }
        Map<TopicPartition, Found> found = new HashMap<>();
        readings.forEach((target, reading) -> found.put(sources.get(target), reading.found()));
        return found;
    }

    private void search(IsolationLevel isolation, Map<TopicPartition, Reading> readings) {
        boolean anything = readings.values().stream().anyMatch(reading -> !reading.isDone() || reading.mayGrow());
        if (!anything) {
            return;
        }
        try (Consumer<byte[], byte[]> consumer = consumers.apply(isolation)) {
            consumer.assign(readings.keySet());
            readings.forEach((target, reading) -> consumer.seek(target, reading.position));
            read(consumer, readings);
            awaitQuiet(consumer, readings);
        } catch (AuthenticationException | AuthorizationException | TimeoutException e) {
            throw new ClusterException(targetAlias, e);
        }
    }

    private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Reading> readings) {
        Set<TopicPartition> unread = new HashSet<>();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            unread.clear();
            readings.forEach((target, reading) -> {
                if (!reading.isDone()) {
                    unread.add(target);
                }
            });
            if (unread.isEmpty()) {
                return;
            }
            Set<TopicPartition> done = new HashSet<>(readings.keySet());
            done.removeAll(unread);
            consumer.pause(done);
            boolean progress = poll(consumer, readings) > 0;
            for (TopicPartition target : unread) {
                // Ends with records that no consumer shows, transaction markers, are passed too.
                progress |= readings.get(target).reached(consumer.position(target, timeout));
            }
            if (progress) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("The target gave nothing of " + unread + " for " + timeout.toSeconds()
                        + " s, though it has more: where the flow should go on cannot be told");
            }
        }
    }

    private void awaitQuiet(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Reading> readings) {
        Set<TopicPartition> growing = new HashSet<>();
        readings.forEach((target, reading) -> {
            if (reading.mayGrow()) {
                growing.add(target);
            }
        });
        if (growing.isEmpty()) {
            return;
        }
        Set<TopicPartition> rest = new HashSet<>(readings.keySet());
        rest.removeAll(growing);
        consumer.pause(rest);
        consumer.resume(growing);
        long deadline = System.nanoTime() + timeout.toNanos();
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < QUIET.toNanos()) {
            long before = copies(readings);
            poll(consumer, readings);
            growing.forEach(target -> readings.get(target).reached(consumer.position(target, timeout)));
            if (copies(readings) > before) {
                quietSince = System.nanoTime();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(
                        "Copies of this flow have kept arriving at " + growing + " for " + timeout.toSeconds()
                                + " s: somebody else writes them. Find the other connector or task of this name");
            }
        }
    }

    private static long copies(Map<TopicPartition, Reading> readings) {
        return readings.values().stream()
                .mapToLong(reading -> reading.copies.size())
                .sum();
    }

    private int poll(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Reading> readings) {
        var records = consumer.poll(POLL);
        long room = MOST_COPIES - copies(readings);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Reading reading = readings.get(new TopicPartition(record.topic(), record.partition()));
            if (reading.take(record, room > 0)) {
                room--;
            }
        }
        return records.count();
    }

    /** The reading of one partition. Confined to the reader's thread. */
    private static final class Reading {
        private final Search search;
        private final Evidence.Builder copies;
        private final long until;
        private long position;
        private boolean replaced;
        private boolean tooMany;

        Reading(Search search, LogOffsets.Range log) {
            this.search = search;
            this.copies = new Evidence.Builder(search.hash());
            this.until = log.end();
            long wanted = search.expected().isPresent() ? search.from() - 1 : search.from();
            this.position = Math.min(Math.max(wanted, log.start()), log.end());
        }

        boolean isDone() {
            return position >= until || tooMany;
        }

        boolean mayGrow() {
            return search.mayGrow() && !tooMany;
        }

        boolean reached(long next) {
            boolean advanced = next > position;
            position = Math.max(position, next);
            return advanced;
        }

        /** @return whether it is a copy */
        boolean take(ConsumerRecord<byte[], byte[]> record, boolean room) {
            Header header = record.headers().lastHeader(Provenance.HEADER);
            OptionalLong source = header == null
                    ? OptionalLong.empty()
                    : search.copies()
                            .sourceOffset(
                                    header.value(),
                                    record.timestampType() == TimestampType.LOG_APPEND_TIME
                                            ? ProvenanceRule.UNKNOWN_TIMESTAMP
                                            : record.timestamp());
            if (record.offset() < search.from()) {
                replaced = !source.equals(search.expected());
                return false;
            }
            if (source.isEmpty()) {
                return false;
            }
            if (!room) {
                tooMany = true;
                return false;
            }
            copies.add(source.getAsLong(), record);
            return true;
        }

        Found found() {
            return new Found(copies, Math.max(position, until), replaced, tooMany);
        }
    }
}
