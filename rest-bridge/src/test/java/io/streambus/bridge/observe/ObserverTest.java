package io.streambus.bridge.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.checkpoint.CheckpointSnapshots;
import io.streambus.bridge.checkpoint.FlowCheckpointSnapshot;
import io.streambus.bridge.cluster.ClusterProbe;
import io.streambus.bridge.cluster.ClusterProbes;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserverTest {

    private static final Instant NOW = Instant.ofEpochSecond(100_000);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private final FakeProbes probes = new FakeProbes();
    private volatile Set<String> topics = Set.of("orders");
    private final List<LinkView> links = new CopyOnWriteArrayList<>();
    /** The first round is at once, the second after the test: every other is one that somebody has asked for. */
    private final Observer observer = Observer.start(
            () -> List.copyOf(links),
            checkpoints,
            probes,
            link -> List.of(),
            cluster -> topics,
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofHours(1));

    @AfterEach
    void close() {
        observer.close();
    }

    @Test
    void a_link_that_nobody_has_looked_at_yet_is_looked_at_when_it_is_asked_for() {
        checkpoints.copied(flow(), 90);
        probes.ends.put(ORDERS, 100L);
        LinkView view = added("l", "us-east-1");

        LinkReport report = observer.reportWithMetrics(view).join().orElseThrow();

        assertThat(report.metrics().orElseThrow().totalMessages()).isEqualTo(90);
        assertThat(report.metrics().orElseThrow().partitions().get(0).lag()).isEqualTo(10);
        assertThat(observer.latest(view)).contains(report);
        assertThat(observer.samples()).containsOnlyKeys("l");
    }

    @Test
    void a_link_whose_topics_match_nothing_says_so_with_the_filter_and_what_the_source_has() {
        topics = Set.of("ordres", "users");
        LinkView view = added("l", "us-east-1");

        await().atMost(PATIENCE).untilAsserted(() -> {
            links.remove(view);
            LinkView again = added("l", "us-east-1");
            observer.report(again).join();
            LinkHealth health = observer.report(view(link("none", "us-east-1")))
                    .thenApply(none -> observer.latest(again).orElseThrow().health())
                    .join();
            assertThat(health.issues())
                    .contains(
                            "No topic of cluster us-west-1 matches topics [orders], so that nothing is copied from it. It has"
                                    + " 2 topics; nearest: ordres. Create the topic, or pause the link and change what it selects.");
            assertThat(health.status()).isEqualTo(LinkHealth.Status.UNHEALTHY);
        });
    }

    @Test
    void a_partition_that_stands_still_makes_the_link_unhealthy_and_names_the_calls() {
        checkpoints.stopped(
                flow(),
                "Record at offset 41 would be refused. Skipping goes on at offset 42, restarting at the beginning.");
        LinkView view = added("l", "us-east-1");

        LinkHealth health = observer.report(view).join().orElseThrow().health();

        assertThat(health.status()).isEqualTo(LinkHealth.Status.UNHEALTHY);
        assertThat(health.issues())
                .anySatisfy(issue -> assertThat(issue)
                        .startsWith(
                                "Partition orders-0 of cluster us-west-1 stands still since 1970-01-02T03:46:40Z: Record at"
                                        + " offset 41")
                        .endsWith(
                                "POST …/links/l/stop, then …/partitions/orders-0/skip or …/partitions/orders-0/restart, then"
                                        + " …/start."));
    }

    @Test
    void end_offsets_are_asked_for_of_all_partitions_that_are_copied_and_of_every_cluster_whether_it_answers() {
        checkpoints.copied(flow(), 90);
        LinkView view = added("l", "us-east-1");

        observer.report(view).join();

        assertThat(probes.wanted)
                .containsEntry(view.link().topology().clusters().get(0), Set.of(ORDERS))
                .containsEntry(view.link().topology().clusters().get(1), Set.of());
        assertThat(checkpoints.retained)
                .containsExactly(view.link().topology().clusters().get(1));
    }

    @Test
    void a_target_that_is_away_is_told_without_waiting_for_its_checkpoints() {
        checkpoints.known = false;
        probes.away.add("us-east-1");
        LinkView view = added("l", "us-east-1");

        LinkReport report = observer.reportWithMetrics(view).join().orElseThrow();

        assertThat(report.metrics()).isEmpty();
        assertThat(report.health().targetClusterReachable()).isFalse();
        assertThat(report.health().status()).isNotEqualTo(LinkHealth.Status.HEALTHY);
    }

    @Test
    void metrics_are_waited_for_while_the_checkpoints_are_being_read() {
        checkpoints.known = false;
        LinkView view = added("l", "us-east-1");
        assertThat(observer.report(view).join().orElseThrow().metrics()).isEmpty();
        CompletableFuture<Optional<LinkReport>> waiting = observer.reportWithMetrics(view);

        assertThat(waiting).isNotDone();
        checkpoints.known = true;

        assertThat(waiting)
                .succeedsWithin(PATIENCE)
                .satisfies(report -> assertThat(report.orElseThrow().metrics()).isPresent());
    }

    @Test
    void a_cluster_that_has_not_answered_yet_keeps_no_other_link_waiting() {
        probes.pending.add("us-slow-1");
        LinkView slow = added("slow", "us-slow-1");
        LinkView quick = added("quick", "us-east-1");

        assertThat(observer.report(quick).join()).isPresent();
        CompletableFuture<Optional<LinkReport>> waiting = observer.report(slow);
        assertThat(waiting).isNotDone();
        probes.pending.clear();

        assertThat(waiting)
                .succeedsWithin(PATIENCE)
                .satisfies(report -> assertThat(report).isPresent());
    }

    @Test
    void a_link_that_is_gone_is_not_waited_for_and_leaves_no_report() {
        LinkView view = added("l", "us-east-1");
        observer.report(view).join();
        links.clear();

        LinkView other = view(link("other", "us-east-1"));
        assertThat(observer.report(other).join()).isEmpty();
        // Whoever asks is told of a link that is gone without a round, which follows.
        await().atMost(PATIENCE).until(() -> observer.latest(view).isEmpty());
        assertThat(observer.samples()).isEmpty();
    }

    @Test
    void a_defect_in_one_round_does_not_end_observing() {
        probes.defects = 1;
        LinkView view = added("l", "us-east-1");

        assertThat(observer.report(view))
                .succeedsWithin(PATIENCE)
                .satisfies(report -> assertThat(report).isPresent());
        assertThat(probes.defects).isZero();
    }

    @Test
    void whoever_waits_when_it_ends_gets_an_answer() {
        probes.pending.add("us-east-1");
        LinkView view = added("l", "us-east-1");
        CompletableFuture<Optional<LinkReport>> waiting = observer.report(view);
        observer.close();

        assertThat(waiting).isCompletedWithValue(Optional.empty());
        assertThat(observer.report(view)).isCompletedWithValue(Optional.empty());
        await().atMost(PATIENCE).until(() -> probes.closed);
    }

    private static Flow flow() {
        return Flow.of(link("l", "us-east-1")).get(0);
    }

    /** What the test has set up before shows in the first round already. */
    private LinkView added(String id, String target) {
        LinkView view = view(link(id, target));
        links.add(view);
        return view;
    }

    private static LinkView view(ReplicationLink link) {
        return new LinkView(
                link,
                new LinkStatus.Active(NOW.minusSeconds(3_600)),
                /* deleting= */ false,
                Map.of(Flow.of(link).get(0), DesiredState.RUNNING),
                true,
                1,
                NOW.minusSeconds(3_600),
                Optional.of(NOW.minusSeconds(3_600)),
                0,
                0,
                Map.of(),
                Optional.empty());
    }

    private static ReplicationLink link(String id, String target) {
        byte[] document = """
                {"id": "%s", "name": "Link", "type": "active-passive",
                 "source_cluster": {"cluster_id": "us-west-1", "brokers": ["127.0.0.1:1"]},
                 "target_cluster": {"cluster_id": "%s", "brokers": ["127.0.0.1:2"]},
                 "topics": ["orders"]}""".formatted(id, target).getBytes(StandardCharsets.UTF_8);
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(document)).value();
        return ((Read.Valid<ReplicationLink>) new LinkReader(() -> id).read(tree)).value();
    }

    /** Thread-safe. */
    private static final class FakeCheckpoints implements CheckpointSnapshots {
        private final Map<String, FlowCheckpointSnapshot> flows = new ConcurrentHashMap<>();
        volatile boolean known = true;
        volatile Set<LinkedCluster> retained = Set.of();

        void copied(Flow flow, long records) {
            copied(flow, records, Optional.empty());
        }

        void stopped(Flow flow, String error) {
            copied(flow, 41, Optional.of(error));
        }

        private void copied(Flow flow, long records, Optional<String> error) {
            PartitionCheckpoint checkpoint = new PartitionCheckpoint(
                    records,
                    records,
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    new Counters(records, records, 0, 0, 0, 0, 0, 0, 0),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    NOW.toEpochMilli(),
                    Standing.RUNNING,
                    false,
                    OptionalLong.empty(),
                    error);
            flows.put(
                    flow.name(),
                    new FlowCheckpointSnapshot(
                            Map.of(ORDERS, checkpoint), Map.of(), Optional.of(NOW), Optional.of(NOW), Map.of()));
        }

        @Override
        public FlowCheckpointSnapshot of(Flow flow) {
            return flows.getOrDefault(
                    flow.name(),
                    new FlowCheckpointSnapshot(Map.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of()));
        }

        @Override
        public boolean known(Flow flow) {
            return known;
        }

        @Override
        public void retain(Set<LinkedCluster> targets) {
            retained = targets;
        }
    }

    /** Thread-safe. */
    private static final class FakeProbes implements ClusterProbes {
        final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
        final Set<String> away = ConcurrentHashMap.newKeySet();
        final Set<String> pending = ConcurrentHashMap.newKeySet();
        volatile Map<LinkedCluster, Set<TopicPartition>> wanted = Map.of();
        volatile int defects;
        volatile boolean closed;

        @Override
        public synchronized Map<LinkedCluster, ClusterProbe> probe(Map<LinkedCluster, Set<TopicPartition>> asked) {
            if (defects > 0 && !asked.isEmpty()) {
                defects--;
                throw new IllegalStateException("made by the test");
            }
            wanted = asked;
            Map<LinkedCluster, ClusterProbe> seen = new HashMap<>();
            asked.keySet().stream()
                    .filter(cluster -> !pending.contains(cluster.clusterId()))
                    .forEach(cluster -> seen.put(
                            cluster,
                            away.contains(cluster.clusterId())
                                    ? new ClusterProbe.Unreachable("no answer within 5 s")
                                    : new ClusterProbe.Reachable("kafka", Map.copyOf(ends), Map.of())));
            return seen;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
