package io.streambus.connect.source;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.convert.CopiedRecord;
import io.streambus.connect.convert.RecordConverter;
import io.streambus.connect.fetch.Fetched;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TransformPreview;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.partition.PartitionAssignment;
import io.streambus.connect.progress.InFlightLimit;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.TaskFence;
import io.streambus.connect.standstill.SkipOffset;
import io.streambus.connect.start.HolePolicy;
import io.streambus.connect.throttle.Throttle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The task's loop: takes up new partitions now and then, fetches, and hands out what the throttle allows, in the order of each partition.
 * Confined to the task's thread.
 */
final class SourceReader {

    /** The worker stops a task only between two polls, so none may take long. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /** Handed to the worker in one go: enough to make what each of its rounds costs small beside the records. */
    private static final int RECORDS_PER_ROUND = 1_000;

    private final String sourceAlias;
    private final Fetcher fetcher;
    private final PartitionAssignment assignment;
    private final TopicRefresh refresh;
    private final TaskFence fence;
    private final RecordConverter converter;
    private final DeadLetters deadLetters;
    private final TransformPreview transforms;
    private final HolePolicy holePolicy;
    private final Throttle throttle;
    private final InFlightLimit inFlight;

    private final Deque<Batch> fetched = new ArrayDeque<>();
    private int fetchedRecords;
    private Gap gap;

    /** What was fetched of one partition at a time and has not been handed out yet. */
    private record Batch(
            OwnedPartition partition, Iterator<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
        void done() {
            partition.progress().readUpTo(next.offset(), next.leaderEpoch());
        }
    }

    /** A partition whose next records are not there, to be dealt with when those before are handed out. */
    private record Gap(OwnedPartition partition, Fetched.Gone gone) {}

    SourceReader(
            String sourceAlias,
            Fetcher fetcher,
            PartitionAssignment assignment,
            TopicRefresh refresh,
            TaskFence fence,
            RecordConverter converter,
            DeadLetters deadLetters,
            TransformPreview transforms,
            HolePolicy holePolicy,
            Throttle throttle,
            InFlightLimit inFlight) {
        this.sourceAlias = sourceAlias;
        this.fetcher = fetcher;
        this.assignment = assignment;
        this.refresh = refresh;
        this.fence = fence;
        this.converter = converter;
        this.deadLetters = deadLetters;
        this.transforms = transforms;
        this.holePolicy = holePolicy;
        this.throttle = throttle;
        this.inFlight = inFlight;
    }

    /**
     * @param cutOff whether the target has not answered for long
     * @return the next records; null if there are none for now
     * @throws ClusterException if a cluster refuses the flow's rights or password
     */
    List<SourceRecord> poll(boolean cutOff) throws InterruptedException {
        if (!fence.pass(cutOff)) {
            return waited();
        }
        refresh.refreshIfDue();
        assignment.advance();
        assignment.proceed(assignment.reading().isEmpty() ? LONGEST_WAIT.toMillis() : 0);
        Duration delay = throttle.delay();
        if (!delay.isZero()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(delay.toNanos(), LONGEST_WAIT.toNanos()));
            return null;
        }
        if (!inFlight.awaitRoom(LONGEST_WAIT)) {
            return null;
        }
        if (fetched.isEmpty()) {
            fetch();
        }
        // Once more: the task may have stood still while it waited for the source.
        return fence.pass(cutOff) ? handOut() : waited();
    }

    /** For as long as nothing may be handed over. */
    List<SourceRecord> rest() throws InterruptedException {
        assignment.advance();
        return waited();
    }

    private static List<SourceRecord> waited() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(LONGEST_WAIT.toNanos());
        return null;
    }

    private void fetch() throws InterruptedException {
        if (gap != null) {
            Gap due = gap;
            gap = null;
            if (isCurrent(due.partition())) {
                assignment.gone(due.gone());
            }
            return;
        }
        if (assignment.reading().isEmpty()) {
            refresh.await(LONGEST_WAIT);
            return;
        }
        try {
            Duration wait = LONGEST_WAIT;
            fetchedRecords = 0;
            while (gap == null && fetchedRecords < RECORDS_PER_ROUND) {
                Fetched next = fetcher.poll(wait);
                if (next == null) {
                    return;
                }
                fetchedRecords += take(next);
                wait = Duration.ZERO;
            }
        } catch (AuthenticationException | AuthorizationException e) {
            throw new ClusterException(sourceAlias, e);
        }
    }

    private int take(Fetched next) {
        OwnedPartition partition = assignment.reading(next.partition());
        if (next instanceof Fetched.Gone gone) {
            gap = new Gap(partition, gone);
            return 0;
        }
        Fetched.Records records = (Fetched.Records) next;
        fetched.add(new Batch(partition, records.records().iterator(), records.next()));
        return records.records().size();
    }

    private List<SourceRecord> handOut() {
        List<SourceRecord> records = new ArrayList<>(fetchedRecords);
        long nowMs = System.currentTimeMillis();
        boolean more = true;
        while (more && !fetched.isEmpty()) {
            Batch batch = fetched.peek();
            if (!isCurrent(batch.partition())) {
                // Its topic went away; or it was opened anew, and reads this again.
                fetched.remove();
                continue;
            }
            long carried = converter.carried();
            long echoed = converter.echoed();
            try {
                more = handOut(batch, nowMs, records);
            } catch (BrokenRecord e) {
                assignment.halt(batch.partition(), e.getMessage());
            }
            batch.partition().progress().carried(converter.carried() - carried);
            batch.partition().progress().echoed(converter.echoed() - echoed);
            if (!isCurrent(batch.partition())) {
                // A record has stopped it.
                fetched.remove();
            } else if (!batch.records().hasNext()) {
                batch.done();
                fetched.remove();
            }
        }
        return records.isEmpty() ? null : records;
    }

    /** Only a snapshot of the topics, a fetch and a record that stops it change this: asked once per batch, not per record. */
    private boolean isCurrent(OwnedPartition partition) {
        return assignment.reading(partition.source()) == partition;
    }

    /** Hands out what the throttle allows of the batch, up to a record that stops the partition; answers whether it allows more. */
    private boolean handOut(Batch batch, long nowMs, List<SourceRecord> records) {
        OwnedPartition partition = batch.partition();
        PartitionProgress progress = partition.progress();
        Iterator<ConsumerRecord<byte[], byte[]>> rest = batch.records();
        while (rest.hasNext()) {
            ConsumerRecord<byte[], byte[]> record = rest.next();
            CopiedRecord copied = converted(record, partition);
            if (copied == null) {
                progress.loopDropped(record.offset());
                continue;
            }
            if (partition.hasEvidence() && partition.isSeen(record, size(record), holePolicy)) {
                continue;
            }
            SourceRecord converted = copied;
            String refusal = refusal(record, copied, partition, nowMs);
            if (refusal == null && partition.hasEvidence() && isMissing(partition, record, copied)) {
                return true;
            }
            if (refusal != null) {
                converted = deadLetters.deadLetter(copied, record, refusal);
                if (converted == null) {
                    assignment.refuse(partition, record.offset(), deadLetters.stopReason(copied, record, refusal));
                    return true;
                }
                progress.erred();
            }
            progress.handedOver((SourceOffset) converted.sourceOffset());
            inFlight.handedOver(converted);
            records.add(converted);
            if (!throttle.take(size(record))) {
                return false;
            }
        }
        return true;
    }

    private CopiedRecord converted(ConsumerRecord<byte[], byte[]> record, OwnedPartition partition) {
        try {
            return converter.convert(record, partition);
        } catch (RuntimeException e) {
            throw new BrokenRecord(record, e);
        }
    }

    private String refusal(
            ConsumerRecord<byte[], byte[]> record, CopiedRecord copied, OwnedPartition partition, long nowMs) {
        try {
            return deadLetters.refusal(copied, copied.headerBytes(), partition.limits(), nowMs);
        } catch (RuntimeException e) {
            throw new BrokenRecord(record, e);
        }
    }

    /** A record that cannot be converted or judged, now or later: its partition stops before it, and the others go on. */
    private static final class BrokenRecord extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenRecord(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {
            super(
                    "Record at offset " + record.offset() + " of " + record.topic() + '-' + record.partition()
                            + " cannot be converted or transformed: " + cause
                            + ". The partition stands still before it. Stop the link and skip the partition to pass"
                            + " over the record. "
                            + SkipOffset.sentence(record.offset() + 1) + '.',
                    cause);
        }
    }

    /** Of a record of which no copy was found among later ones: answers whether that stops the partition. */
    private boolean isMissing(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, SourceRecord copied) {
        if (transforms.apply(copied) == null) {
            // Our own filter has dropped it, and will again.
            return false;
        }
        Optional<String> reason = partition.missing(record.offset(), holePolicy);
        reason.ifPresent(why -> assignment.halt(partition, why));
        return reason.isPresent();
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
