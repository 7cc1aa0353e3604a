package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.connect.identity.ClusterIdentity;
import io.streambus.connect.identity.ClusterQuestion.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterLooksTest {

    private static final LinkedCluster WEST = cluster("west");
    private static final LinkedCluster EAST = cluster("east");
    private static final Duration LATELY = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Set<String> away = Set.of();
    private final ClusterLooks looks = new ClusterLooks(
            new ClusterConnections(new ClusterClients(Map.of()), (cluster, clientId) -> new FakeClient(cluster)),
            nanos::get);

    @AfterEach
    void close() {
        looks.close();
    }

    @Test
    void a_cluster_is_asked_once_for_as_long_as_its_answer_is_new_enough() {
        assertThat(looks.look(List.of(WEST, EAST), LATELY)).containsOnlyKeys(WEST, EAST);
        assertThat(looks.look(List.of(WEST), LATELY)).containsEntry(WEST, answer("west"));
        assertThat(asked).hasValue(2);

        nanos.addAndGet(LATELY.toNanos());
        looks.look(List.of(WEST), LATELY);

        assertThat(asked).hasValue(3);
        assertThat(looks.last(List.of(WEST, EAST))).containsOnlyKeys(WEST, EAST);
    }

    @Test
    void one_that_does_not_answer_any_more_is_not_taken_for_what_it_was_and_not_asked_again_at_once() {
        looks.look(List.of(WEST, EAST), LATELY);
        away = Set.of("west");
        nanos.addAndGet(LATELY.toNanos());

        assertThat(looks.look(List.of(WEST, EAST), LATELY)).containsOnlyKeys(EAST);
        assertThat(looks.look(List.of(WEST, EAST), LATELY)).containsOnlyKeys(EAST);
        assertThat(asked).hasValue(4);

        away = Set.of();
        nanos.addAndGet(LATELY.toNanos());
        assertThat(looks.look(List.of(WEST), LATELY)).containsOnlyKeys(WEST);
    }

    @Test
    void clusters_that_nobody_has_any_more_are_forgotten() {
        looks.look(List.of(WEST, EAST), LATELY);

        looks.retain(List.of(EAST));

        assertThat(looks.last(List.of(WEST, EAST))).containsOnlyKeys(EAST);
    }

    private final class FakeClient implements ProbeClient {
        private final LinkedCluster cluster;

        FakeClient(LinkedCluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public ClusterProbe probe(Set<TopicPartition> partitions) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Answer introduce() throws ExecutionException {
            asked.incrementAndGet();
            if (away.contains(cluster.clusterId())) {
                throw new ExecutionException(new DisconnectException());
            }
            return answer(cluster.clusterId());
        }

        @Override
        public void close() {}
    }

    private static Answer answer(String id) {
        return new Answer(
                new ClusterIdentity(Optional.of("kafka-" + id), Map.of(), Set.of(id + ":1")), Set.of("orders"));
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id, List.of(id + ":1"), Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Security.NONE);
    }
}
