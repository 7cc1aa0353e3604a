package io.streambus.connect.convert;

import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.ProvenanceVerdict;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes of a record of the source the record that the worker shall write: the same bytes, headers in the same order, the same timestamp, and the
 * provenance header brought up to date; or nothing, if the record has been at the target. Confined to the task's thread, but for the counters.
 */
public final class RecordConverter {

    private final ProvenanceRule rule;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong endless = new AtomicLong();
    private final AtomicLong echoed = new AtomicLong();
    /** The latest record that bore a header of another one: where it stands, and that header. Kept apart: no object per record. */
    private TopicPartition carriedTo;

    private long carriedOffset;
    private byte[] carriedHeader;
    private TopicPartition echoedIn;
    private long echoedOffset;

    public RecordConverter(ProvenanceRule rule) {
        this.rule = rule;
    }

    /** @return null if the record must not go to the target */
    public CopiedRecord convert(ConsumerRecord<byte[], byte[]> record, OwnedPartition partition) {
        Header last = record.headers().lastHeader(Provenance.HEADER);
        byte[] provenance = last == null ? null : last.value();
        ProvenanceVerdict verdict = rule.judge(partition.stamp(), provenance, givenTimestamp(record));
        if (verdict.drops()) {
            if (verdict == ProvenanceVerdict.DROP_HOP_LIMIT) {
                increment(endless);
            } else if (partition.copies().isRepeat(provenance)) {
                increment(echoed);
                echoedIn = partition.source();
                echoedOffset = record.offset();
            }
            return null;
        }
        int headers = 0;
        int provenanceHeaders = 0;
        for (Header header : record.headers()) {
            headers++;
            if (last != null && header.key().equals(Provenance.HEADER)) {
                provenanceHeaders++;
            }
        }
        if (verdict == ProvenanceVerdict.PASS_MALFORMED || provenanceHeaders > 1) {
            increment(malformed);
        }
        if (verdict == ProvenanceVerdict.PASS_CARRIED) {
            increment(carried);
            carriedTo = partition.source();
            carriedOffset = record.offset();
            carriedHeader = provenance;
        }
        ArrayHeaders copied = new ArrayHeaders(headers - provenanceHeaders + 1);
        int bytes = 0;
        for (Header header : record.headers()) {
            if (provenanceHeaders == 0 || !header.key().equals(Provenance.HEADER)) {
                bytes += add(header.key(), header.value(), copied);
            }
        }
        byte[] stamped = partition.stamp().stamp(verdict, provenance, record.offset(), record.timestamp());
        bytes += add(Provenance.HEADER, stamped, copied);
        return new CopiedRecord(
                partition.key(),
                new SourceOffset(
                        record.offset(),
                        Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize())),
                partition.targetTopic(),
                record.partition(),
                record.key(),
                record.value(),
                record.timestamp(),
                copied,
                bytes);
    }

    /** @return the bytes that the header takes, lengths left out */
    private static int add(String key, byte[] value, ArrayHeaders copied) {
        copied.addBytes(key, value);
        return Utils.utf8Length(key) + (value == null ? 0 : value.length);
    }

    /** The timestamp that whoever wrote the record gave it: a broker that puts its own in the place leaves nothing to compare with. */
    private static long givenTimestamp(ConsumerRecord<byte[], byte[]> record) {
        return record.timestampType() == TimestampType.LOG_APPEND_TIME
                ? ProvenanceRule.UNKNOWN_TIMESTAMP
                : record.timestamp();
    }

    private static void increment(AtomicLong counter) {
        counter.lazySet(counter.get() + 1);
    }

    /** Records whose provenance could not be read, so far. Thread-safe. */
    public long malformedProvenance() {
        return malformed.get();
    }

    /** Records that bore the provenance of another record and count as produced on the source, so far. Thread-safe. */
    public long carried() {
        return carried.get();
    }

    /** Where the latest of them stands and what its header names, as a sentence for warnings; empty if there was none. On the task's thread only. */
    public Optional<String> latestCarried() {
        return Optional.ofNullable(carriedHeader)
                .flatMap(Provenance::parse)
                .map(provenance -> "The latest stands in " + carriedTo + " at offset " + carriedOffset
                        + ", but its provenance header says that it was put into " + provenance.placed() + '.');
    }

    /** Records that were dropped as loops and bore the header of a record before them in their partition, so far. Thread-safe. */
    public long echoed() {
        return echoed.get();
    }

    /** Where the latest of them stands, as in {@code orders-0 at offset 7}; empty if there was none. On the task's thread only. */
    public Optional<String> latestEchoed() {
        return Optional.ofNullable(echoedIn).map(in -> in + " at offset " + echoedOffset);
    }

    /** Records that had been going round for as many hops as a header may hold, so far. Thread-safe. */
    public long endlessLoops() {
        return endless.get();
    }
}
