package io.streambus.connect.source;

import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.Verdict;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Makes of a record of the source the record that the worker shall write: the same bytes, headers in the same order, the same timestamp, and the
 * provenance header brought up to date; or nothing, if the record has been at the target. Confined to the task's thread, but for
 * {@link #malformedProvenance}.
 */
final class RecordConverter {

    private final ProvenanceRule rule;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong endless = new AtomicLong();

    RecordConverter(ProvenanceRule rule) {
        this.rule = rule;
    }

    /** @return null if the record must not go to the target */
    SourceRecord convert(ConsumerRecord<byte[], byte[]> record, OwnedPartition partition) {
        Header last = record.headers().lastHeader(Provenance.HEADER);
        byte[] provenance = last == null ? null : last.value();
        Verdict verdict = rule.judge(provenance);
        if (verdict.drops()) {
            if (verdict == Verdict.DROP_HOP_LIMIT) {
                endless.lazySet(endless.get() + 1);
            }
            return null;
        }
        ConnectHeaders copied = new ConnectHeaders();
        int provenanceHeaders = 0;
        for (Header header : record.headers()) {
            if (last != null && header.key().equals(Provenance.HEADER)) {
                provenanceHeaders++;
            } else {
                copied.addBytes(header.key(), header.value());
            }
        }
        if (verdict == Verdict.PASS_MALFORMED || provenanceHeaders > 1) {
            malformed.lazySet(malformed.get() + 1);
        }
        copied.addBytes(Provenance.HEADER, partition.stamp().stamp(verdict, provenance, record.offset()));
        return new SourceRecord(
                partition.key(),
                new SourceOffset(record.offset()),
                partition.targetTopic(),
                record.partition(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                record.key(),
                Schema.OPTIONAL_BYTES_SCHEMA,
                record.value(),
                // Records of before Kafka 0.10 have none (-1); a producer refuses to send that.
                record.timestamp() < 0 ? null : (Long) record.timestamp(),
                copied);
    }

    /** Records whose provenance could not be read, so far. Thread-safe. */
    long malformedProvenance() {
        return malformed.get();
    }

    /** Records that had been going round for as many hops as a header may hold, so far. Thread-safe. */
    long endlessLoops() {
        return endless.get();
    }
}
