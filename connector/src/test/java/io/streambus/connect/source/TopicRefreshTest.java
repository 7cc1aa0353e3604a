package io.streambus.connect.source;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.limits.DeadLetters;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.limits.TransformPreview;
import io.streambus.connect.limits.WorkerProducer;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TopicRefreshTest {

    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final AssignmentScene scene = new AssignmentScene();
    private final List<CompletableFuture<List<SourceTopic>>> asked = new ArrayList<>();
    private final List<Collection<String>> limitsAsked = new ArrayList<>();
    private final List<Collection<TopicPartition>> endsAsked = new ArrayList<>();
    private final DeadLetters letters = new DeadLetters(
            WorkerProducer.of(Map.of()),
            new TransformPreview(Map.of()),
            Optional.of("letters"),
            offset -> Map.of(),
            () -> 7);
    private RuntimeException endsFail;
    private long nanos = 1;
    private final TopicRefresh refresh = new TopicRefresh(
            () -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            topics -> {
                limitsAsked.add(topics);
                Map<String, TopicLimits> limits = new HashMap<>();
                topics.forEach(topic -> limits.put(topic, scene.limits));
                return CompletableFuture.completedFuture(limits);
            },
            letters,
            this::ends,
            scene.assignment(),
            Runnable::run,
            REFRESH,
            () -> nanos);

    @AfterEach
    void close() {
        scene.close();
    }

    private Map<TopicPartition, LogOffsets.Range> ends(Collection<TopicPartition> partitions) {
        endsAsked.add(partitions);
        if (endsFail != null) {
            throw endsFail;
        }
        return scene.targetLogs;
    }

    private void answer() {
        asked.get(asked.size() - 1).complete(scene.snapshot().topics());
    }

    private void passes(Duration time) {
        nanos += time.toNanos();
    }

    private OwnedPartition reading() throws InterruptedException {
        scene.assignment().proceed(0);
        return scene.assignment().reading(ORDERS);
    }

    @Test
    void whatIsSeenIsTakenIntoAccountOnceItIsThereAndNobodyWaits() throws Exception {
        refresh.refreshIfDue();
        refresh.refreshIfDue();
        assertThat(asked).hasSize(1);
        assertThat(reading()).isNull();

        answer();
        refresh.refreshIfDue();

        assertThat(reading()).isNotNull();
    }

    @Test
    void limitsAreReadOfTheTopicsThatAreThereAndOfTheDeadLetters() {
        scene.limits = new TopicLimits(5_000, false, Long.MAX_VALUE, Long.MAX_VALUE, false, "producer");
        refresh.refreshIfDue();
        answer();
        refresh.refreshIfDue();

        assertThat(limitsAsked).containsExactly(List.of("copies", "letters"));
    }

    @Test
    void theNextSnapshotIsTakenAfterTheIntervalOrWhenAPartitionWaitsForOne() throws Exception {
        refresh.refreshIfDue();
        answer();
        refresh.refreshIfDue();
        passes(REFRESH.minusMillis(1));
        refresh.refreshIfDue();
        assertThat(asked).hasSize(1);

        passes(Duration.ofMillis(1));
        refresh.refreshIfDue();
        assertThat(asked).hasSize(2);
        answer();

        OwnedPartition owned = reading();
        Map<OwnedPartition, Long> quiet = scene.assignment().quiet();
        owned.progress().quietAt(50, 0);
        scene.assignment().quietAt(quiet, scene.targetLogs);
        refresh.refreshIfDue();
        assertThat(asked).hasSize(3);
    }

    @Test
    void aSnapshotThatFailsIsTriedAgainAndCopyingGoesOn() throws Exception {
        refresh.refreshIfDue();
        answer();
        refresh.refreshIfDue();
        OwnedPartition owned = reading();
        passes(REFRESH);
        refresh.refreshIfDue();

        asked.get(1).completeExceptionally(new ClusterException("east", new TimeoutException("nothing came")));
        refresh.refreshIfDue();

        assertThat(reading()).isSameAs(owned);
        passes(REFRESH);
        refresh.refreshIfDue();
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatAClusterRefusesIsThrown() {
        refresh.refreshIfDue();
        ClusterException refusal = new ClusterException("west", new TopicAuthorizationException(Set.of("orders")));
        asked.get(0).completeExceptionally(refusal);

        assertThatThrownBy(refresh::refreshIfDue).isSameAs(refusal);
    }

    @Test
    void theFirstSnapshotIsWaitedForAndItsFailureEndsTheStart() {
        assertThatThrownBy(() -> refresh.first(Duration.ofMillis(1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("could not be looked at");
    }

    @Test
    void theEndsOfQuietPartitionsAreAskedForEveryHalfMinute() throws Exception {
        refresh.refreshIfDue();
        answer();
        refresh.refreshIfDue();
        assertThat(reading()).isNotNull();
        assertThat(endsAsked).isEmpty();
        scene.targetLogs.put(AssignmentScene.target(ORDERS), new LogOffsets.Range(0, 70));

        passes(Duration.ofSeconds(30));
        refresh.refreshIfDue();
        refresh.refreshIfDue();

        assertThat(endsAsked).containsExactly(List.of(AssignmentScene.target(ORDERS)));
        assertThat(floor()).isEqualTo(70);
        passes(Duration.ofSeconds(29));
        refresh.refreshIfDue();
        assertThat(endsAsked).hasSize(1);
    }

    @Test
    void endsThatAreNotToldMoveNothing() throws Exception {
        refresh.refreshIfDue();
        answer();
        refresh.refreshIfDue();
        assertThat(reading()).isNotNull();
        endsFail = new ClusterException("east", new TimeoutException("nothing came"));

        passes(Duration.ofSeconds(30));
        refresh.refreshIfDue();
        refresh.refreshIfDue();

        assertThat(floor()).isZero();
        passes(Duration.ofSeconds(30));
        refresh.refreshIfDue();
        assertThat(endsAsked).hasSize(2);
    }

    private long floor() {
        return scene.assignment()
                .checkpoints(8, Standing.RUNNING)
                .get(ORDERS)
                .target()
                .orElseThrow()
                .floor();
    }
}
