package io.streambus.connect.source;

import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.partition.PartitionAssignment;
import io.streambus.connect.provenance.OwnCopies;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds transforms that take the provenance away or write records elsewhere, by reading back one fresh copy a minute: such copies cannot be told from
 * local records, so they are copied twice after a crash, and a flow in the other direction would bring them back. Where the flow has transforms of
 * others only. Confined to the task's thread, but for the reading.
 */
final class CopyProbe {

    private static final Logger LOG = LoggerFactory.getLogger(CopyProbe.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private static final String REROUTED =
            "A transform writes records to other topics than their own: after a crash those are copied twice, and a flow in the other"
                    + " direction takes them for local records.";

    private final boolean needed;
    private final boolean flowsBack;
    private final String sourceAlias;
    private final PartitionAssignment assignment;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Executor background;
    private final LongSupplier nanoTime;

    private long nextNanos;
    private int turn;
    private Probe probe;
    private Optional<String> lost = Optional.empty();

    /** Of a copy: whether it bears its provenance; empty if it could not be read. */
    private record Probe(OwnedPartition partition, CompletableFuture<Optional<Boolean>> bears) {}

    /**
     * @param needed whether the flow has transforms that may do so
     * @param flowsBack whether a flow in the other direction is to be expected: then the partition stops
     * @param consumers opens one of the target
     */
    CopyProbe(
            boolean needed,
            boolean flowsBack,
            String sourceAlias,
            PartitionAssignment assignment,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Executor background,
            LongSupplier nanoTime) {
        this.needed = needed;
        this.flowsBack = flowsBack;
        this.sourceAlias = sourceAlias;
        this.assignment = assignment;
        this.consumers = consumers;
        this.background = background;
        this.nanoTime = nanoTime;
        this.nextNanos = nanoTime.getAsLong();
    }

    void probeIfDue() {
        if (!needed) {
            return;
        }
        if (flowsBack) {
            assignment.reading().stream()
                    .filter(owned -> owned.progress().rerouted())
                    .findFirst()
                    .ifPresent(owned -> assignment.halt(
                            owned, REROUTED + " The partition stands still, since a flow back would copy them again."));
        }
        if (probe != null && probe.bears().isDone()) {
            conclude();
            probe = null;
        }
        if (probe == null && nanoTime.getAsLong() - nextNanos >= 0) {
            begin();
        }
    }

    private void begin() {
        List<OwnedPartition> written = assignment.reading().stream()
                .filter(owned -> owned.progress().handedOver() > 0
                        && owned.progress().lastTargetOffset().isPresent())
                .toList();
        if (written.isEmpty()) {
            return;
        }
        nextNanos = nanoTime.getAsLong() + INTERVAL.toNanos();
        OwnedPartition owned = written.get(turn++ % written.size());
        TopicPartition target = owned.target();
        long offset = owned.progress().lastTargetOffset().getAsLong();
        OwnCopies copies = new OwnCopies(sourceAlias, owned.source().topic(), target.topic(), target.partition());
        probe = new Probe(owned, CompletableFuture.supplyAsync(() -> bears(target, offset, copies), background));
    }

    private Optional<Boolean> bears(TopicPartition target, long offset, OwnCopies copies) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(target));
            consumer.seek(target, offset);
            long end = nanoTime.getAsLong() + PATIENCE.toNanos();
            while (nanoTime.getAsLong() - end < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? Optional.of(isCopy(record, copies)) : Optional.empty();
                }
            }
        } catch (KafkaException e) {
            LOG.debug("A copy could not be read back", e);
        }
        return Optional.empty();
    }

    private static boolean isCopy(ConsumerRecord<byte[], byte[]> record, OwnCopies copies) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        OptionalLong source = header == null
                ? OptionalLong.empty()
                : copies.sourceOffset(header.value(), ProvenanceRule.UNKNOWN_TIMESTAMP);
        return source.isPresent();
    }

    private void conclude() {
        Optional<Boolean> bears = probe.bears().isCompletedExceptionally()
                ? Optional.empty()
                : probe.bears().join();
        if (bears.isEmpty() || bears.get()) {
            return;
        }
        String what = "A transform takes the header " + Provenance.HEADER + " away from copies of "
                + probe.partition().source()
                + ": they cannot be told from local records. Take the transform away, or have it leave headers named streambus.* alone.";
        if (lost.isEmpty()) {
            LOG.error("{}", what);
        }
        lost = Optional.of(what);
        if (flowsBack && assignment.reading(probe.partition().source()) == probe.partition()) {
            assignment.halt(
                    probe.partition(), what + " The partition stands still, since a flow back would copy them again.");
        }
    }

    /** In sentences; empty as long as nothing was found. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        lost.ifPresent(findings::add);
        if (assignment.reading().stream().anyMatch(owned -> owned.progress().rerouted())) {
            findings.add(REROUTED);
        }
        return findings;
    }
}
