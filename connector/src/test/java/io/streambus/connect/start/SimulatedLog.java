package io.streambus.connect.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.ContentHash;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.evidence.TargetLog;
import io.streambus.connect.provenance.Hop;
import io.streambus.connect.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The log of the one partition of a topic. */
final class SimulatedLog {

    private final String topic;
    private final Random ids;
    private final List<String> everything = new ArrayList<>();
    private List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private long start;
    private Uuid id;

    SimulatedLog(String topic, Random ids) {
        this.topic = topic;
        this.ids = ids;
        recreate();
    }

    void recreate() {
        records = new ArrayList<>();
        start = 0;
        id = new Uuid(ids.nextLong(), 1 + ids.nextInt(1_000));
    }

    Uuid id() {
        return id;
    }

    long start() {
        return start;
    }

    long end() {
        return records.size();
    }

    LogOffsets.Range range() {
        return new LogOffsets.Range(start, end());
    }

    long append(String value, byte[] header) {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add(Provenance.HEADER, header);
        }
        records.add(new ConsumerRecord<>(
                topic,
                0,
                records.size(),
                1_000,
                TimestampType.CREATE_TIME,
                1,
                1,
                null,
                value.getBytes(UTF_8),
                headers,
                Optional.empty()));
        everything.add(value);
        return records.size() - 1L;
    }

    ConsumerRecord<byte[], byte[]> at(long offset) {
        return records.get((int) offset);
    }

    void retain(long from) {
        start = from;
    }

    /** @return what is gone */
    List<String> cutBack(int count) {
        List<String> gone = new ArrayList<>();
        for (int i = 0; i < count && end() > start; i++) {
            gone.add(new String(records.remove(records.size() - 1).value(), UTF_8));
        }
        return gone;
    }

    /** What is there now. */
    List<String> values() {
        return from(start);
    }

    List<String> from(long offset) {
        return records.subList((int) offset, records.size()).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    /** What has ever been appended. */
    List<String> everything() {
        return everything;
    }

    TargetLog.Found search(TargetLog.Search search, SimulatedFlow.Fault fault) {
        Evidence.Builder copies = new Evidence.Builder(
                fault == SimulatedFlow.Fault.A_HEADER_IS_PROOF ? new ContentHash(false, false, false) : search.hash());
        boolean replaced = false;
        if (search.expected().isPresent() && search.from() > start && search.from() <= end()) {
            replaced = !source(search, at(search.from() - 1), fault).equals(search.expected());
        }
        for (long offset = Math.max(start, search.from()); offset < end(); offset++) {
            OptionalLong source = source(search, at(offset), fault);
            if (source.isPresent()) {
                copies.add(source.getAsLong(), at(offset));
            }
        }
        return new TargetLog.Found(
                copies, end(), replaced && fault != SimulatedFlow.Fault.THE_TARGET_LOSES_NOTHING, false);
    }

    private static OptionalLong source(
            TargetLog.Search search, ConsumerRecord<byte[], byte[]> record, SimulatedFlow.Fault fault) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        if (header == null) {
            return OptionalLong.empty();
        }
        if (fault == SimulatedFlow.Fault.A_HEADER_IS_PROOF) {
            Optional<Hop> last = Provenance.parse(header.value()).map(Provenance::last);
            return last.filter(hop -> hop.cluster().equals("west")).isPresent()
                    ? OptionalLong.of(last.get().offset())
                    : OptionalLong.empty();
        }
        return search.copies().sourceOffset(header.value(), record.timestamp());
    }
}
