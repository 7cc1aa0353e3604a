package io.streambus.connect.config;

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
                        have MirrorMaker 2's form: a running MirrorSourceConnector is taken over by changing `connector.class` and adding
                        `header.converter`.

                        The connector's own configuration must hold
                        `header.converter = org.apache.kafka.connect.converters.ByteArrayConverter`: the worker's default,
                        SimpleHeaderConverter, turns the bytes of headers into base64 text, and a connector cannot see which one the worker has
                        (`header.converter.check = none` for those who have seen to it in the worker's properties). `key.converter` and
                        `value.converter`, where they are set, must be the same class; where they are not, the worker's must be.

                        Refused are further: `errors.tolerance = all`; `producer.override.max.in.flight.requests.per.connection` above 1 without
                        `producer.override.enable.idempotence = true` (or `exactly.once.support = required`), for a request that is sent again
                        may be overtaken then; `producer.override.acks` below `all`, and `producer.override.` before `delivery.timeout.ms`,
                        `partitioner.class`, `partitioner.ignore.keys`, `interceptor.classes` and `transactional.id`, for what a flow promises
                        rests on them; and transforms that stand behind `PreventLoops` in `transforms`.

                        Patterns are RE2's: names and regular expressions without lookaround and backreferences, which must match a whole
                        name.""")
                .section("Settings", """
                        Besides these, settings of Kafka's clients pass through under MirrorMaker 2's prefixes: `source.cluster.` and
                        `target.cluster.` for all clients of a cluster; `consumer.` and `source.consumer.` for the consumer of the source;
                        `producer.` and `target.producer.` for the producer of the checkpoints; `admin.`, `source.admin.` and `target.admin.` for
                        the admin clients. The longer prefix wins. The worker's producer, which writes the records, is set with Connect's own
                        `producer.override.`. `consumer.auto.offset.reset = latest` makes partitions that were never read start at their end;
                        what else it says has no effect, for an offset that is gone is a matter of `source.gap.policy`.
                        `consumer.isolation.level` is `read_committed` unless set otherwise: aborted transactions are not copied.
                        No client of the connector creates a topic by asking for it, whatever `allow.auto.create.topics` says; groups,
                        interceptors, partitioners, `acks` and idempotence of its own clients are not to be set either.

                        While a cluster is gone, its clients try again after 1 to 10 s (`reconnect.backoff.ms`, `reconnect.backoff.max.ms`,
                        unless one of them is set), and what is in a worker of a flow shares one admin client per cluster. They do not start over
                        with `bootstrap.servers` (`metadata.recovery.strategy` is `none` unless set): where all brokers may come back under other
                        names, set `source.cluster.metadata.recovery.strategy = rebootstrap`, and the same for `target.cluster.`. The connector's log
                        tells an outage when it begins, with the brokers and what their ports do, and when it ends, with its duration. Kafka's
                        clients log each attempt all the same; a worker that sets the loggers `org.apache.kafka.clients.NetworkClient` to ERROR,
                        and `org.apache.kafka.clients.Metadata` and `org.apache.kafka.clients.admin.internals.AdminMetadataManager` to WARN,
                        loses nothing by it.""")
                .keys(SourceSettings.DEFINITION, List.of())
                .section("Settings of MirrorMaker 2", """
                        Those of MirrorSourceConnector 4.3.1 that are not listed above are not supported. One that asks for something else than
                        is done anyway is refused by name. Some defaults differ from MirrorMaker 2's: topics are looked for every 10 s instead of
                        every 600, replicas are left to the target's brokers instead of 2, and rights are taken over on demand only
                        (`sync.topic.acls.enabled`).

                        """ + MirrorMakerSettings.asTable());

        new CommittedPage("docs/reference/source-connector.md").assertEqualTo(page.toString());
    }
}
