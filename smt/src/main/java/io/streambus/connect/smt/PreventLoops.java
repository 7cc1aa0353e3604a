package io.streambus.connect.smt;

import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.plugin.RecordCounter;
import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.ProvenanceVerdict;
import io.streambus.connect.record.HeaderForm;
import io.streambus.connect.record.HeaderText;
import io.streambus.connect.record.SourcePosition;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records from going round in circles between clusters: drops those that have been at the target, and stamps the others with where they come
 * from, in the {@code streambus.provenance} header. StreamBus's own connectors do this by themselves; the transform offers it to every other
 * connector that copies between Kafka clusters, MirrorMaker 2's too. Behind a StreamBus source connector it finds the record stamped already and
 * leaves it as it is.
 *
 * <p>It must be the last transform: the stamp names the topic that the record is put into, and a transform behind it that gave the record another
 * topic, partition or timestamp would make the stamp one that does not speak for the record.
 *
 * <p>An unreadable header never stops a record, nor does one that an application has carried here from another topic or partition: the record counts as
 * produced at the source, and gets a header that says so. If a record has the header several times, the last one counts and the record goes on with one.
 *
 * <p>The keys are in {@code docs/reference/transforms.md}.
 *
 * <p>Thread-safe once configured, as Connect asks of transforms.
 *
 * @param <R> the records of a source or of a sink connector
 */
public class PreventLoops<R extends ConnectRecord<R>> implements Transformation<R>, Monitorable {

    private static final Logger log = LoggerFactory.getLogger(PreventLoops.class);

    private final RecordCounter passed = TransformMetrics.passed();
    private final RecordCounter dropped = TransformMetrics.dropped();
    private final RecordCounter malformed = TransformMetrics.malformed();
    private final RecordCounter carried = TransformMetrics.carried();
    private final RecordCounter hopLimit = TransformMetrics.hopLimit();
    private ProvenanceRule rule;
    private HeaderForm form;
    private PartitionStamps stamps;

    @Override
    public void configure(Map<String, ?> config) {
        PreventLoopsConfig read = PreventLoopsConfig.read(config);
        rule = read.rule();
        form = read.form();
        stamps = new PartitionStamps(rule);
    }

    @Override
    public R apply(R record) {
        long offset = SourcePosition.offset(record);
        PartitionStamp stamp =
                stamps.of(SourcePosition.topic(record), record.topic(), SourcePosition.partition(record));
        Header last = null;
        boolean repeated = false;
        for (Header header : record.headers()) {
            if (header.key().equals(Provenance.HEADER)) {
                repeated = last != null;
                last = header;
            }
        }
        byte[] before = last == null ? null : HeaderText.bytesOf(last);
        ProvenanceVerdict verdict = rule.judgeUnder(stamp, before, offset, sourceTimestamp(record));

        if (repeated || verdict == ProvenanceVerdict.PASS_MALFORMED) {
            reportMalformed(record);
        }
        if (verdict == ProvenanceVerdict.PASS_CARRIED) {
            reportCarried(record, before);
        }
        if (verdict.drops()) {
            dropped.increment();
            if (verdict == ProvenanceVerdict.DROP_HOP_LIMIT) {
                reportHopLimit(record);
            }
            return null;
        }
        passed.increment();
        long timestamp = record.timestamp() == null ? ProvenanceRule.UNKNOWN_TIMESTAMP : record.timestamp();
        boolean stamped = verdict == ProvenanceVerdict.PASS && stamp.isOn(before, offset, timestamp);
        if (stamped && !repeated) {
            return record;
        }
        return withProvenance(record, stamped ? before : stamp.stamp(verdict, before, offset, timestamp));
    }

    /** To compare with what a header is bound to. Only in front of a sink connector a record tells whether its producer gave it the timestamp. */
    private static long sourceTimestamp(ConnectRecord<?> record) {
        return record instanceof SinkRecord sink
                        && sink.timestampType() == TimestampType.CREATE_TIME
                        && sink.timestamp() != null
                ? sink.timestamp()
                : ProvenanceRule.UNKNOWN_TIMESTAMP;
    }

    private R withProvenance(R record, byte[] provenance) {
        Headers headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            if (!header.key().equals(Provenance.HEADER)) {
                headers.add(header);
            }
        }
        headers.add(Provenance.HEADER, form.value(provenance));
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }

    private void reportMalformed(R record) {
        malformed.increment();
        if (isWorthALine(malformed.count())) {
            log.warn(
                    "{} records so far had a {} header that is unreadable or there more than once, the last one from {}-{} at"
                            + " offset {}; they go on, but loops through other clusters may not be recognised. Find what writes"
                            + " that header: only StreamBus should",
                    malformed.count(),
                    Provenance.HEADER,
                    SourcePosition.topic(record),
                    SourcePosition.partition(record),
                    SourcePosition.offset(record));
        }
    }

    private void reportCarried(R record, byte[] header) {
        carried.increment();
        if (isWorthALine(carried.count())) {
            log.warn(
                    "{} records so far had a {} header that speaks for another record, the last one in {}-{} at offset {}: its header says"
                            + " that it was put into {}. They go on as produced here, which is right if an application copies the headers"
                            + " of what it reads; a transform behind this one that renames topics does the same harm, so this one must be"
                            + " the last",
                    carried.count(),
                    Provenance.HEADER,
                    SourcePosition.topic(record),
                    SourcePosition.partition(record),
                    SourcePosition.offset(record),
                    Provenance.parse(header).map(Provenance::placed).orElse("no place"));
        }
    }

    private void reportHopLimit(R record) {
        hopLimit.increment();
        if (isWorthALine(hopLimit.count())) {
            log.error(
                    "{} records so far were dropped after {} hops, the last one from {}-{} at offset {}: records go round. Give"
                            + " each cluster one name and use it in source.cluster.alias and target.cluster.alias of all flows",
                    hopLimit.count(),
                    Provenance.MAX_HOPS,
                    SourcePosition.topic(record),
                    SourcePosition.partition(record),
                    SourcePosition.offset(record));
        }
    }

    /** The 1st, 2nd, 4th, 8th … : seen at once, and no flood however many come. */
    private static boolean isWorthALine(long count) {
        return Long.bitCount(count) == 1;
    }

    @Override
    public void withPluginMetrics(PluginMetrics metrics) {
        passed.register(metrics);
        dropped.register(metrics);
        malformed.register(metrics);
        carried.register(metrics);
        hopLimit.register(metrics);
    }

    @Override
    public ConfigDef config() {
        return PreventLoopsConfig.DEFINITION;
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {}
}
