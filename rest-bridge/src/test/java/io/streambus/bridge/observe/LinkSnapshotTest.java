package io.streambus.bridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.checkpoint.FlowCheckpointSnapshot;
import io.streambus.bridge.cluster.ClusterProbe;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.health.HealthRules;
import io.streambus.bridge.health.LinkFacts;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.metrics.LinkMeter;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.transaction.OpenTransaction;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LinkSnapshotTest {

    private static final Instant NOW = Instant.ofEpochSecond(100_000);

    private final ReplicationLink link = link();
    private final Flow flow = Flow.of(link).get(0);

    @Test
    void a_topic_that_the_link_does_not_carry_any_more_counts_in_totals_only() {
        LinkSnapshot scene = scene(Map.of(
                partition("orders"),
                checkpoint(100, Optional.empty()),
                partition("users"),
                checkpoint(20, Optional.of("the record is too large"))));
        ClusterProbe source = new ClusterProbe.Reachable(
                "k", Map.of(new TopicPartition("orders", 0), 100L, new TopicPartition("users", 0), 5_000L), Map.of());

        LinkMetrics metrics = metrics(scene, source);

        assertThat(metrics.replicationLagMs()).isZero();
        assertThat(metrics.partitions()).extracting(LinkMetrics.Partition::name).containsExactly("orders-0");
        assertThat(metrics.totalMessages()).isEqualTo(120);
        assertThat(scene.wanted().get(flow.source())).containsExactly(new TopicPartition("orders", 0));
        assertThat(scene.facts(NOW, Optional.of(metrics), Map.of()).standstills())
                .isEmpty();
        assertThat(scene.partitions()).hasSize(2);
    }

    @Test
    void a_topic_that_is_gone_from_the_source_and_from_the_tasks_counts_in_totals_only() {
        ClusterProbe source = new ClusterProbe.Reachable("k", Map.of(new TopicPartition("other", 0), 5L), Map.of());
        ClusterProbe away = new ClusterProbe.Unreachable("no answer within 5 s");
        PartitionCheckpoint recent = checkpoint(100, Optional.empty());
        PartitionCheckpoint old = checkpoint(100, NOW.minusSeconds(3_600), Optional.empty());

        assertThat(partitions(recent, source)).hasSize(1);
        assertThat(partitions(old, away)).hasSize(1);
        assertThat(partitions(old, source)).isEmpty();
        assertThat(metrics(scene(Map.of(partition("orders"), old)), source).totalMessages())
                .isEqualTo(100);
    }

    /** The task reads committed records, and is caught up with these. */
    @Test
    void an_open_transaction_is_lag_of_its_partition_and_told_to_health_with_its_cluster() {
        OpenTransaction open =
                new OpenTransaction(100, 17, NOW.minusSeconds(90), List.of(), Optional.of("not authorized"));
        LinkSnapshot scene = scene(Map.of(partition("orders"), checkpoint(100, Optional.empty())));
        ClusterProbe source = new ClusterProbe.Reachable(
                "k", Map.of(new TopicPartition("orders", 0), 117L), Map.of(new TopicPartition("orders", 0), open));

        LinkMetrics metrics = metrics(scene, source);

        assertThat(metrics.partitions().get(0).lag()).isEqualTo(17);
        assertThat(metrics.replicationLagMs()).isEqualTo(90_000);
        assertThat(scene.facts(NOW, Optional.of(metrics), Map.of(flow.source(), source))
                        .openTransactions())
                .containsExactly(new LinkFacts.OpenFact("us-west-1", "orders", 0, open));
    }

    @Test
    void what_a_task_warns_of_is_a_warning_of_the_links_health_and_no_issue() {
        String carried = "3 records bore the provenance header of another record.";
        LinkSnapshot scene = scene(Map.of(partition("orders"), checkpoint(100, Optional.empty())), List.of(carried));
        ClusterProbe source = new ClusterProbe.Reachable("k", Map.of(new TopicPartition("orders", 0), 100L), Map.of());

        LinkHealth health =
                HealthRules.judge(scene.facts(NOW, Optional.of(metrics(scene, source)), Map.of(flow.source(), source)));

        assertThat(health.warnings()).containsExactly(carried);
        assertThat(health.issues()).isEmpty();
        assertThat(health.status()).isEqualTo(LinkHealth.Status.HEALTHY);
    }

    private List<LinkMetrics.Partition> partitions(PartitionCheckpoint checkpoint, ClusterProbe source) {
        return metrics(scene(Map.of(partition("orders"), checkpoint)), source).partitions();
    }

    private LinkMetrics metrics(LinkSnapshot scene, ClusterProbe source) {
        return new LinkMeter(Duration.ofSeconds(5)).add(scene.observation(NOW, Map.of(flow.source(), source)));
    }

    private LinkSnapshot scene(Map<TopicPartition, PartitionCheckpoint> partitions) {
        return scene(partitions, List.of());
    }

    private LinkSnapshot scene(Map<TopicPartition, PartitionCheckpoint> partitions, List<String> warnings) {
        LinkView view = new LinkView(
                link,
                new LinkStatus.Active(NOW.minusSeconds(3_600)),
                /* deleting= */ false,
                Map.of(flow, DesiredState.RUNNING),
                true,
                1,
                NOW.minusSeconds(3_600),
                Optional.of(NOW.minusSeconds(3_600)),
                0,
                0,
                Map.of(),
                Optional.empty());
        TaskCheckpoint lives = new TaskCheckpoint(
                0, NOW.toEpochMilli(), 1, warnings, OptionalLong.empty(), Optional.empty(), Optional.empty());
        return new LinkSnapshot(
                view,
                Map.of(
                        flow,
                        new FlowCheckpointSnapshot(
                                partitions, Map.of(0, lives), Optional.of(NOW), Optional.of(NOW), Map.of())),
                true,
                new FlowTopics().of(view));
    }

    private static TopicPartition partition(String topic) {
        return new TopicPartition(topic, 0);
    }

    private static PartitionCheckpoint checkpoint(long records, Optional<String> error) {
        return checkpoint(records, NOW, error);
    }

    private static PartitionCheckpoint checkpoint(long records, Instant writtenAt, Optional<String> error) {
        return new PartitionCheckpoint(
                records,
                records,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                new Counters(records, records * 100, 0, 0, 0, 0, 0, 0, 0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                writtenAt.toEpochMilli(),
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                error);
    }

    private static ReplicationLink link() {
        byte[] document = """
                {"id": "l", "name": "Link", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["127.0.0.1:1"]},
                 "target_cluster": {"cluster_id": "us-east-1", "brokers": ["127.0.0.1:2"]},
                 "topics": ["orders"]}""".getBytes(StandardCharsets.UTF_8);
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(document)).value();
        return ((Read.Valid<ReplicationLink>) new LinkReader(() -> "l").read(tree)).value();
    }
}
