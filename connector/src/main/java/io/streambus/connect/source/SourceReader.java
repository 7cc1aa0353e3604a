package io.streambus.connect.source;

import io.streambus.connect.fetch.Fetched;
import io.streambus.connect.fetch.Fetcher;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.topic.ClusterException;
import io.streambus.connect.topic.SourceTopic;
import io.streambus.connect.topic.TopicObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task's loop: looks for new partitions now and then, fetches, and hands out what the throttle allows, in the order of each partition.
 * Confined to the task's thread.
 */
final class SourceReader {

    private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);

    /** The worker stops a task only between two polls, so none may take long. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /** Handed to the worker in one go: enough to make what each of its rounds costs small beside the records. */
    private static final int RECORDS_PER_ROUND = 1_000;

    private final String sourceAlias;
    private final Fetcher fetcher;
    private final Ownership ownership;
    private final TopicObserver observer;
    private final RecordConverter converter;
    private final DeadLetters deadLetters;
    private final Throttle throttle;
    private final UnderWay underWay;
    private final long refreshNanos;

    private final Deque<Batch> fetched = new ArrayDeque<>();
    private int fetchedRecords;
    private Halt halt;
    private CompletableFuture<List<SourceTopic>> look;
    private long nextLookNanos;
    private boolean lookFails;

    /** What was fetched of one partition at a time and has not been handed out yet. */
    private record Batch(
            OwnedPartition partition, Iterator<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
        void done() {
            partition.progress().readUpTo(next.offset(), next.leaderEpoch());
        }
    }

    /** A partition whose next records are not there, to be dealt with when those before are handed out. */
    private record Halt(OwnedPartition partition, Fetched.Gone gone) {}

    SourceReader(
            String sourceAlias,
            Fetcher fetcher,
            Ownership ownership,
            TopicObserver observer,
            RecordConverter converter,
            DeadLetters deadLetters,
            Throttle throttle,
            UnderWay underWay,
            Duration refreshInterval) {
        this.sourceAlias = sourceAlias;
        this.fetcher = fetcher;
        this.ownership = ownership;
        this.observer = observer;
        this.converter = converter;
        this.deadLetters = deadLetters;
        this.throttle = throttle;
        this.underWay = underWay;
        this.refreshNanos = refreshInterval.toNanos();
        this.nextLookNanos = System.nanoTime();
    }

    /**
     * Takes the first look at the topics and waits for it, so that a task that cannot reach its clusters fails with the reason.
     *
     * @throws ConnectException if a cluster does not answer in time or refuses
     */
    void start(Duration timeout) throws InterruptedException {
        beginLook();
        try {
            ownership.adopt(look.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The topics of the source and of the target could not be looked at: "
                            + ClusterException.describe(cause),
                    cause);
        } finally {
            look = null;
        }
    }

    /**
     * @return the next records; null if there are none for now
     * @throws ClusterException if a cluster refuses the flow's rights or password
     */
    List<SourceRecord> poll() throws InterruptedException {
        refreshTopics();
        Duration delay = throttle.delay();
        if (!delay.isZero()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(delay.toNanos(), LONGEST_WAIT.toNanos()));
            return null;
        }
        if (!underWay.awaitRoom(LONGEST_WAIT)) {
            return null;
        }
        if (fetched.isEmpty()) {
            fetch();
        }
        return handOut();
    }

    private void refreshTopics() throws InterruptedException {
        if (look == null && System.nanoTime() - nextLookNanos >= 0) {
            beginLook();
        } else if (look != null && look.isDone()) {
            try {
                ownership.adopt(look.join());
                if (lookFails) {
                    LOG.info("The topics of source and target can be looked at again");
                }
                lookFails = false;
            } catch (java.util.concurrent.CompletionException e) {
                failedLook(e.getCause());
            } finally {
                look = null;
            }
        }
    }

    private void beginLook() {
        look = observer.observe();
        nextLookNanos = System.nanoTime() + refreshNanos;
    }

    private void failedLook(Throwable cause) {
        if (cause instanceof ClusterException failure && failure.isRefusal()) {
            throw failure;
        }
        if (!lookFails) {
            LOG.warn(
                    "The topics of source and target cannot be looked at for now; copying goes on with those known: {}",
                    ClusterException.describe(cause));
        }
        lookFails = true;
    }

    private void fetch() throws InterruptedException {
        if (ownership.reading().isEmpty()) {
            awaitPartitions();
            return;
        }
        if (halt != null) {
            Halt due = halt;
            halt = null;
            if (isCurrent(due.partition())) {
                ownership.gone(due.gone());
            }
            return;
        }
        try {
            Duration wait = LONGEST_WAIT;
            fetchedRecords = 0;
            while (halt == null && fetchedRecords < RECORDS_PER_ROUND) {
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
        OwnedPartition partition = ownership.reading(next.partition());
        if (next instanceof Fetched.Gone gone) {
            halt = new Halt(partition, gone);
            return 0;
        }
        Fetched.Records records = (Fetched.Records) next;
        fetched.add(new Batch(partition, records.records().iterator(), records.next()));
        return records.records().size();
    }

    private void awaitPartitions() throws InterruptedException {
        if (look == null) {
            TimeUnit.NANOSECONDS.sleep(
                    Math.max(0, Math.min(LONGEST_WAIT.toNanos(), nextLookNanos - System.nanoTime())));
            return;
        }
        try {
            look.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next poll sees the outcome.
            LOG.trace("No partitions yet", e);
        }
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
            more = handOut(batch, nowMs, records);
            if (!isCurrent(batch.partition())) {
                // A record that the target would refuse has stopped it.
                fetched.remove();
            } else if (!batch.records().hasNext()) {
                batch.done();
                fetched.remove();
            }
        }
        return records.isEmpty() ? null : records;
    }

    /** Only taking a look at the topics, a fetch and a refusal change this: asked once per batch, not per record. */
    private boolean isCurrent(OwnedPartition partition) {
        return ownership.reading(partition.source()) == partition;
    }

    /** Hands out what the throttle allows of the batch, up to a record that stops the partition; answers whether it allows more. */
    private boolean handOut(Batch batch, long nowMs, List<SourceRecord> records) {
        OwnedPartition partition = batch.partition();
        PartitionProgress progress = partition.progress();
        Iterator<ConsumerRecord<byte[], byte[]>> rest = batch.records();
        while (rest.hasNext()) {
            ConsumerRecord<byte[], byte[]> record = rest.next();
            SourceRecord converted = converter.convert(record, partition);
            if (converted == null) {
                progress.loopDropped(record.offset());
                continue;
            }
            String refusal = deadLetters.of(record, partition.limits(), nowMs);
            if (refusal != null) {
                converted = deadLetters.deadLetter(converted, record, refusal);
                if (converted == null) {
                    ownership.refuse(partition, record.offset(), refusal);
                    return true;
                }
                progress.erred();
            }
            progress.handedOver(record.offset());
            underWay.handedOver(converted);
            records.add(converted);
            if (!throttle.take(Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()))) {
                return false;
            }
        }
        return true;
    }
}
