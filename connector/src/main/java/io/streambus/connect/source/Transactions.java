package io.streambus.connect.source;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * Decides where transactions end under exactly-once (KIP-618, {@code transaction.boundary=connector}): after so many records, bytes or ms,
 * whichever comes first. Every commit costs some round trips, during which nothing is copied: Connect's own choices, one per poll or one per
 * minute, are too many across a WAN and too few for those who wait. Confined to the task's thread.
 */
final class Transactions {

    private final TransactionContext context;
    private final long maxRecords;
    private final long maxBytes;
    private final long maxNanos;
    private final LongSupplier nanoTime;

    private long records;
    private long bytes;
    private long startedNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    Transactions(
            TransactionContext context, long maxRecords, long maxBytes, Duration maxDuration, LongSupplier nanoTime) {
        this.context = context;
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.maxNanos = maxDuration.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Counts what the task is about to hand to the worker, and has the worker commit within it or behind it where it is time.
     *
     * @param polled null if there is nothing for now
     * @return the same; an empty list instead of null if the worker is to commit, for it does nothing at all on null
     */
    List<SourceRecord> bound(List<SourceRecord> polled) {
        if (polled != null) {
            for (SourceRecord record : polled) {
                count(record);
            }
        }
        if (records == 0 || nanoTime.getAsLong() - startedNanos < maxNanos) {
            return polled;
        }
        context.commitTransaction();
        records = 0;
        bytes = 0;
        return polled == null ? List.of() : polled;
    }

    private void count(SourceRecord record) {
        if (records == 0) {
            startedNanos = nanoTime.getAsLong();
        }
        records++;
        bytes += length(record.key()) + length(record.value());
        if (records >= maxRecords || bytes >= maxBytes) {
            context.commitTransaction(record);
            records = 0;
            bytes = 0;
        }
    }

    private static long length(Object bytes) {
        return bytes == null ? 0 : ((byte[]) bytes).length;
    }
}
