package io.streambus.connect.source;

import io.streambus.connect.reference.CommittedPage;
import io.streambus.connect.reference.ReferencePage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceConnectorReferenceTest {

    @Test
    void theCommittedReferencePageIsWhatTheCodeSays() throws IOException {
        var page = new ReferencePage("StreamBusSourceConnector", """
                        `io.streambus.connect.StreamBusSourceConnector` copies topics from a source cluster to the cluster that the worker's producer
                        writes to. Run it near the target. Settings have MirrorMaker 2's names wherever it has the concept, and its stored offsets
                        have MirrorMaker 2's form: a running MirrorSourceConnector is taken over by changing `connector.class`.

                        Set `key.converter`, `value.converter` and `header.converter` to
                        `org.apache.kafka.connect.converters.ByteArrayConverter`: the worker's default header converter reads header bytes as
                        JSON-like text and changes them.""")
                .section("Settings", """
                        Besides these, settings of Kafka's clients pass through under MirrorMaker 2's prefixes: `source.cluster.` and
                        `target.cluster.` for all clients of a cluster; `consumer.` and `source.consumer.` for the consumer of the source;
                        `producer.` and `target.producer.` for the producer of the checkpoints; `admin.`, `source.admin.` and `target.admin.` for
                        the admin clients. The longer prefix wins. The worker's producer, which writes the records, is set with Connect's own
                        `producer.override.`. `consumer.auto.offset.reset = latest` makes partitions that were never read start at their end;
                        what else it says has no effect, for an offset that is gone is a matter of `source.gap.policy`.
                        `consumer.isolation.level` is `read_committed` unless set otherwise: aborted transactions are not copied.""")
                .keys(SourceSettings.DEFINITION, List.of());

        new CommittedPage("docs/reference/source-connector.md").assertEqualTo(page.toString());
    }
}
