package io.streambus.connect.evidence;

import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;

/** What is read of one target partition, and the copies found in it. Confined to the reader's thread. */
final class PartitionReading {
    private final TargetLog.Search search;
    private final Evidence.Builder copies;
    private final long until;
    private long position;
    private boolean replaced;
    private boolean tooMany;

    PartitionReading(TargetLog.Search search, LogOffsets.Range log) {
        this.search = search;
        this.copies = new Evidence.Builder(search.hash());
        this.until = log.end();
        long wanted = search.expected().isPresent() ? search.from() - 1 : search.from();
        this.position = Math.min(Math.max(wanted, log.start()), log.end());
    }

    /** Which records may count. */
    IsolationLevel isolation() {
        return search.isolation();
    }

    /** The offset to be read next. */
    long position() {
        return position;
    }

    /** How many have been found. */
    int copies() {
        return copies.size();
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

    TargetLog.Found found() {
        return new TargetLog.Found(copies, Math.max(position, until), replaced, tooMany);
    }
}
