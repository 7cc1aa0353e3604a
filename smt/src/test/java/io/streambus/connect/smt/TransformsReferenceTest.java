package io.streambus.connect.smt;

import io.streambus.connect.reference.CommittedPage;
import io.streambus.connect.reference.ReferencePage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TransformsReferenceTest {

    private static final Map<String, String> FILTER = Map.of(
            "type", FilterRecords.class.getName(),
            "include.pattern.1", ".*important.*",
            "exclude.pattern.1", "\"env\":\"(test|debug)\"",
            "headers.priority", "high",
            "min.timestamp", "2024-01-01T00:00:00Z");

    private static final Map<String, String> REWRITE = Map.of(
            "type", RewriteHeaders.class.getName(),
            "remove", "internal-id,debug-info",
            "transform.region", "us-west-1 -> us-east-1",
            "add.copied", "from ${source_cluster}, ${topic}-${partition}@${offset}, at ${now}",
            "source.cluster.alias", "us-west-1");

    private static final Map<String, String> LOOPS = Map.of(
            "type", PreventLoops.class.getName(),
            "source.cluster.alias", "us-west-1",
            "target.cluster.alias", "us-east-1",
            "forward", "local");

    @Test
    void theCommittedReferencePageIsWhatTheCodeSays() throws IOException {
        FilterRecords<SourceRecord> filter = new FilterRecords<>();
        RewriteHeaders<SourceRecord> rewriter = new RewriteHeaders<>();
        PreventLoops<SourceRecord> loops = new PreventLoops<>();
        // An example that could not be configured must not reach the page.
        filter.configure(FILTER);
        rewriter.configure(REWRITE);
        loops.configure(LOOPS);

        var page = new ReferencePage("Transforms", """
                        Three transforms (Connect's SMTs) for records that are copied between clusters. They work in any source or sink connector,
                        MirrorMaker 2's included, and combine with Connect's predicates.

                        A faulty configuration is refused with all its faults at once. A key that a transform does not know is a fault too: a
                        mistyped filter rule must not become a filter that lets everything pass.

                        Connectors that copy between clusters should have `header.converter` set to
                        `org.apache.kafka.connect.converters.ByteArrayConverter`: the worker's default, SimpleHeaderConverter, reads header
                        bytes as JSON-like text and changes them.

                        The metrics of each transform are attributes of the MBean
                        `kafka.connect:type=plugins,connector=…,task=…,transformation=…` and count records since the task started.""")
                .section("FilterRecords", """
                        Lets only those records pass that satisfy every rule: they lie within the timestamps, have all required headers, some
                        include pattern is found in them (if there are any) and no exclude pattern is. Records that pass are not touched.

                        Patterns have [RE2 syntax](https://github.com/google/re2/wiki/Syntax) and take time that grows linearly with the record,
                        whatever the pattern. `.` does not match a line break; `(?s)` lets it, `(?i)` ignores case. A pattern has at most 2000
                        characters, and its counted repetitions (`{n,m}`) may multiply to about 10000 steps.""")
                .example("transforms.filter.", FILTER)
                .keys(FilterRecordsConfig.DEFINITION, FilterRecordsConfig.FAMILIES)
                .metrics(filter)
                .section("RewriteHeaders", """
                        Changes headers: first removes some, then replaces values, then adds headers. Everything else of a record stays as it is:
                        other headers keep their order, their bytes and their repetitions; added headers come last. Headers whose names begin
                        with `streambus.` are reserved, and rules that touch them are refused.""")
                .example("transforms.rewrite.", REWRITE)
                .keys(RewriteHeadersConfig.DEFINITION, RewriteHeadersConfig.FAMILIES)
                .metrics(rewriter)
                .section("PreventLoops", """
                        Drops records that have been at the target cluster, and stamps the others with where they come from, so that clusters can
                        copy from each other, in both directions and under the same topic names, and each record still reaches each cluster
                        once. StreamBus's own connectors do this by themselves; the transform is for all others that copy between Kafka
                        clusters. Behind a StreamBus source connector it leaves records as they are stamped.

                        It must be the last transform: the stamp names the topic that the record is put into, so that another topic, partition or
                        timestamp given to the record afterwards would make a stamp that does not speak for it.

                        The stamp is the header `streambus.provenance`, see [Provenance](provenance.md):
                        `us-west-1/3@48213>hub/orders:all.orders/3@50100` was produced in us-west-1, and carried on from orders in hub into
                        all.orders. An unreadable header never stops a record, nor does one that an application has copied from another topic or
                        partition, as Kafka Streams does: the record counts as produced at the source and gets a header that says so. If a record
                        has the header several times, the last one counts. A record with 64 hops is dropped: it goes round because flows call one
                        cluster by several names.""")
                .example("transforms.loops.", LOOPS)
                .keys(PreventLoopsConfig.DEFINITION, List.of())
                .metrics(loops);

        new CommittedPage("docs/reference/transforms.md").assertEqualTo(page.toString());
    }
}
