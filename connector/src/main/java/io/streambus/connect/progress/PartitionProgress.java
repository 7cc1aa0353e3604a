package io.streambus.connect.progress;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.offset.OffsetRecorder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * How far one partition has come. The records in flight are a list in the order in which they were handed over; each says itself what has become of
 * it, so no record costs a lock, whichever thread learns of it.
 *
 * <p>Invariants, which the tests name:
 *
 * <p>(A) Every record before {@link #nextSourceOffset} is on the target or was left out on purpose, in its turn: one that is acknowledged while an
 * earlier one is not moves nothing. An idempotent producer that fails a batch still writes the later ones.
 *
 * <p>(B) Every copy of a record at or behind {@link #nextSourceOffset} stands at the target's floor or behind it, so that whoever reads from there sees
 * all that could be copied twice.
 *
 * <p>(C) Counters tell of what lies before {@link #nextSourceOffset}, and never go back, over restarts neither.
 *
 * <p>All methods belong to the task's thread, but {@link #acknowledged}, which belongs to whichever single thread the worker calls it on.
 */
public final class PartitionProgress {

    private final PartitionCheckpoint start;
    private final TargetPosition target;
    private final long evidenceEnd;
    private final OffsetRecorder offsets;

    private SourceOffset head;
    private SourceOffset tail;
    private long handedOver;
    private long readUpTo;
    private OptionalInt leaderEpoch;
    private OptionalLong caughtUpAtMs;
    private Optional<String> error;

    private long floor;
    private OptionalLong floorSource;
    /** Behind the copies that have been passed; the floor follows once none that was found at the start can lie before it. */
    private long passedTo;

    private long passedSource;
    private long lastPassed = -1;

    private long records;
    private long bytes;
    private long filtered;
    private long loopsDropped;
    private long errors;
    private long reordered;
    private long repeated;
    private boolean rewound;
    private long carried;
    private long echoed;

    // Written by the thread that learns of acknowledgements.
    private final AtomicLong acknowledgedTo;
    private final AtomicLong lastTarget;
    private final AtomicLong lastTimestampMs;
    private volatile boolean targetFellBack;
    private volatile boolean rerouted;

    /**
     * @param start where the partition begins, with its {@link PartitionCheckpoint#target}; what the checkpoints topic has when the first record is
     *     handed over
     * @param evidenceEnd the source offset behind the highest copy that was found on the target; 0 if none was
     * @param offsets is told where each copy stands
     */
    public PartitionProgress(PartitionCheckpoint start, long evidenceEnd, OffsetRecorder offsets) {
        this.start = start;
        this.target = start.target()
                .orElseThrow(() -> new IllegalArgumentException("a partition begins with a position on the target"));
        this.evidenceEnd = evidenceEnd;
        this.offsets = offsets;
        this.readUpTo = start.nextSourceOffset();
        this.leaderEpoch = start.leaderEpoch();
        this.caughtUpAtMs = start.caughtUpAtMs();
        this.error = start.error();
        this.floor = target.floor();
        this.floorSource = target.floorSource();
        this.passedTo = target.floor();
        this.acknowledgedTo = new AtomicLong(Math.max(start.acknowledgedTo(), evidenceEnd));
        this.lastTarget = new AtomicLong(target.lastOffset().orElse(-1));
        this.lastTimestampMs = new AtomicLong(start.lastRecordTimestampMs().orElse(-1));
    }

    /** A record goes to the worker, which will answer with {@link #acknowledged} or {@link #filtered}. */
    public void handedOver(SourceOffset record) {
        append(record);
        handedOver++;
    }

    /** A record is not handed over, because a copy of it stands on the target. */
    public void seen(long offset, int size, long targetOffset) {
        append(new SourceOffset.Seen(offset, size, targetOffset));
    }

    private void append(SourceOffset record) {
        if (head == null) {
            head = record;
        } else {
            tail.next = record;
        }
        tail = record;
        readUpTo = record.offset() + 1;
    }

    public void loopDropped(long offset) {
        loopsDropped++;
        readUpTo = offset + 1;
    }

    /** So many records bore a header that an application has carried over from another topic; they go on as local. */
    public void carried(long count) {
        carried += count;
    }

    /** So many of the loops bore the header of a record before them. */
    public void echoed(long count) {
        echoed += count;
    }

    /**
     * Everything before {@code offset} has been read, also what the consumer never shows: transaction markers, compacted and aborted records.
     *
     * @param epoch of the leader that served it
     */
    public void readUpTo(long offset, Optional<Integer> epoch) {
        readUpTo = Math.max(readUpTo, offset);
        epoch.ifPresent(value -> leaderEpoch = OptionalInt.of(value));
    }

    /** A transform dropped a record. The worker says so on the task's thread. */
    public void filtered(SourceOffset record) {
        record.ended(SourceOffset.FILTERED);
    }

    /**
     * A record is on the target.
     *
     * @param timestampMs the source's, which the target may have replaced; null if it has none
     */
    public void acknowledged(SourceOffset record, Long timestampMs, RecordMetadata metadata) {
        if (record.isDeadLetter()) {
            record.ended(SourceOffset.DEAD_LETTERED);
            return;
        }
        if (timestampMs != null) {
            lastTimestampMs.lazySet(timestampMs);
        }
        if (!metadata.topic().equals(target.topic())) {
            rerouted = true;
            record.ended(SourceOffset.ELSEWHERE);
            return;
        }
        acknowledgedTo.lazySet(Math.max(acknowledgedTo.get(), record.offset() + 1));
        if (!metadata.hasOffset()) {
            offsets.unplaced();
            record.ended(SourceOffset.ELSEWHERE);
            return;
        }
        if (metadata.offset() < lastTarget.get()) {
            targetFellBack = true;
        }
        lastTarget.lazySet(metadata.offset());
        offsets.extend(record.offset(), metadata.offset());
        record.ended(metadata.offset());
    }

    /** The partition stands still, for this reason. */
    public void halted(String reason) {
        errors++;
        error = Optional.of(reason);
    }

    /** Something was lost or refused, and the partition goes on. */
    public void erred() {
        errors++;
    }

    /** From here on everything is copied again, of which so many copies stand on the target: the order is kept, so nothing counts as reordered. */
    public void rewound(long count) {
        repeated += count;
        rewound = true;
    }

    /** Passes what has ended in its turn. Cheap where nothing has. */
    public void advance() {
        while (head != null) {
            long outcome = head.outcome();
            if (outcome == SourceOffset.IN_FLIGHT) {
                break;
            }
            pass(head, outcome);
            SourceOffset next = head.next;
            // Connect keeps some of these for a minute: linked, each would keep all that came after it.
            head.next = null;
            head = next;
        }
        if (head == null) {
            tail = null;
        }
        if (passedTo > floor && next() >= evidenceEnd) {
            floor = passedTo;
            floorSource = OptionalLong.of(passedSource);
        }
    }

    private void pass(SourceOffset record, long outcome) {
        if (outcome == SourceOffset.FILTERED) {
            filtered++;
            return;
        }
        if (outcome == SourceOffset.DEAD_LETTERED) {
            return;
        }
        records++;
        bytes += record.bytes();
        lastPassed = Math.max(lastPassed, outcome);
        if (outcome >= passedTo) {
            passedTo = outcome + 1;
            passedSource = record.offset();
        }
        if (!record.wasSeen() && !rewound && record.offset() < evidenceEnd) {
            reordered++;
        }
    }

    /** Whether a record that was handed over has neither been acknowledged nor filtered. */
    public boolean isInFlight() {
        advance();
        return head != null;
    }

    public long nextSourceOffset() {
        advance();
        return next();
    }

    private long next() {
        return head == null ? readUpTo : head.offset();
    }

    /** The task has seen that the source has no more. */
    public void caughtUp(long nowMs) {
        caughtUpAtMs = OptionalLong.of(nowMs);
    }

    /** How many records have been handed over since the start. */
    public long handedOver() {
        return handedOver;
    }

    /** The target offset behind all that is known to stand there: a target that ends before it has lost records. */
    public long reached() {
        return Math.max(floor, newest() + 1);
    }

    private long newest() {
        return Math.max(lastTarget.get(), lastPassed);
    }

    /**
     * The target ended here while nothing of the partition was in flight: whatever stands before it need not be read at the next start.
     *
     * @param handedOverBefore as {@link #handedOver} was when the target was asked
     */
    public void quietAt(long targetEnd, long handedOverBefore) {
        if (targetEnd > floor && handedOver == handedOverBefore && !isInFlight() && next() >= evidenceEnd) {
            floor = targetEnd;
            floorSource = OptionalLong.empty();
            passedTo = targetEnd;
        }
    }

    /** Whether a copy was put at a lower offset than the one before: the target's log was cut back, or made anew. */
    public boolean targetFellBack() {
        return targetFellBack;
    }

    /** Whether a record was written to another topic than its own, as a transform can make it. */
    public boolean rerouted() {
        return rerouted;
    }

    /** Where the newest copy stands that was acknowledged or seen; empty if none was. */
    public OptionalLong lastTargetOffset() {
        long last = newest();
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** @param standing whether the partition goes on */
    public PartitionCheckpoint checkpoint(long nowMs, Standing standing) {
        advance();
        long next = next();
        long timestamp = lastTimestampMs.get();
        return new PartitionCheckpoint(
                next,
                Math.max(next, acknowledgedTo.get()),
                start.topicId(),
                leaderEpoch,
                Optional.of(
                        new TargetPosition(target.topic(), target.topicId(), floor, floorSource, lastTargetOffset())),
                start.counters()
                        .plus(new Counters(
                                records, bytes, filtered, loopsDropped, errors, reordered, repeated, carried, echoed)),
                timestamp < 0 ? OptionalLong.empty() : OptionalLong.of(timestamp),
                caughtUpAtMs,
                nowMs,
                standing,
                start.transactional(),
                start.ignoredConnectOffset(),
                error);
    }
}
