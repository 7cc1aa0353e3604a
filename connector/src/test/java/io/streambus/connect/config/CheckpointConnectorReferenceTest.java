package io.streambus.connect.config;

import io.streambus.connect.reference.CommittedPage;
import io.streambus.connect.reference.ReferencePage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointConnectorReferenceTest {

    @Test
    void theCommittedReferencePageIsWhatTheCodeSays() throws IOException {
        var page = new ReferencePage("StreamBusCheckpointConnector", """
            `io.streambus.connect.StreamBusCheckpointConnector` lets consumer groups go on at the target where they stand at the source: it
            translates their offsets by the checkpoints of the flow that copies the topics, and commits them on the target. Run one beside each
            `StreamBusSourceConnector`, at the same workers, with the same settings for clusters and topics, and with `flow.name` set to the
            other's name. It copies nothing and hands no record to the worker.

            A position is exact: no record that the group has not read lies before it, and no copy of a record that it has read lies behind
            it, but what was itself copied twice. That holds for filtered, renamed, compacted and transactional topics, however far behind the
            group is: the offset map of the flow answers, and where it is coarse, the provenance of the copies on the target does. What retention
            has taken from the target is stood behind.

            Groups of consumers, classic and of the newer protocol (KIP-848), of Kafka Streams (KIP-1071) and share groups (KIP-932) are
            translated; groups of other things, such as Connect's workers, are not. Of a share group only the start offset moves: records
            behind it that its members had acknowledged come again. Applications of Kafka Streams need their changelog and repartition topics at the
            target too.

            | outcome | |
            |---|---|
            | `in_sync` | The group would go on at the target exactly where it stands at the source. |
            | `pending` | It will become exact by itself. A group that is ahead of the flow stands behind all copies until the flow has come to it: that skips nothing. |
            | `active` | The group is used at the target: it has members there, or its offset there was committed by somebody else and is higher. It is left alone. |
            | `not_translatable` | There is no position that is known to skip nothing, or the name stands for a group of another kind there. Somebody has to do something; the reason says what. |

            What this connector has committed follows the source, also back: a group that an operator rewinds at the source is rewound at the target.
            What somebody else has committed at the target is raised and never lowered. Where nothing has changed nothing is committed, until a
            quarter of the target's `offsets.retention.minutes` has passed: an offset expires by the time of its commit, and groups without
            members at the target would lose theirs.

            Positions, outcomes and reasons are entries of `streambus.checkpoints`, which `io.streambus.connect.CheckpointFormatter` prints. They
            are written in MirrorMaker 2's form too, to its checkpoints topic (`<source>.checkpoints.internal`), so that `RemoteClusterUtils` and
            scripts go on working.

            The user at the source needs `DESCRIBE` of the groups and topics; the one at the target `READ` of the groups and of the topics, for
            commits, besides what the flow's user needs there.\
            """)
                .section("Settings", """
                    Settings of Kafka's clients pass through as in [StreamBusSourceConnector](source-connector.md): `source.cluster.`,
                    `target.cluster.`, `admin.`, `source.admin.`, `target.admin.`, `producer.`, `target.producer.` and `target.consumer.`.
                    `header.converter` and `producer.override.` are of no use here.\
                    """)
                .keys(GroupSettings.DEFINITION, List.of())
                .section("Settings of MirrorMaker 2", """
                    Names and meaning are MirrorCheckpointConnector's. `sync.group.offsets.enabled` is `false` by default as it is there. Groups are looked
                    for every 10 s instead of every 600, and replicas are left to the target's brokers instead of 3. Offset syncs are not read:
                    `offset-syncs.topic.location` and `offset.lag.max` have no effect, nor have `group.filter.class` and `topic.filter.class`.\
                    """);

        new CommittedPage("docs/reference/checkpoint-connector.md").assertEqualTo(page.toString());
    }
}
