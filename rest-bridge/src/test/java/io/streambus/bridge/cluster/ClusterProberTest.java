package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.connect.identity.ClusterQuestion;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterProberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ClusterProbe ANSWER = new ClusterProbe.Reachable("k", Map.of(), Map.of());

    private final LinkedCluster good = cluster("good");
    private final Map<LinkedCluster, Set<TopicPartition>> wanted = new LinkedHashMap<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final AtomicBoolean hanging = new AtomicBoolean(true);
    private volatile ClusterProbe answerOfOthers = new ClusterProbe.Unreachable("hung up");
    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger looksAtGood = new AtomicInteger();
    private volatile Set<TopicPartition> wantedOfGood = Set.of();
    private final ClusterConnections connections = new ClusterConnections(
            new ClusterClients(Map.of()),
            (cluster, clientId) -> new FakeClient(cluster.clusterId().equals("good")));
    private final ClusterProber prober = new ClusterProber(connections, nanoTime::get);

    /** More than there are threads come before the one that answers. */
    ClusterProberTest() {
        for (int i = 0; i < ClusterProber.PARALLEL + 4; i++) {
            wanted.put(cluster("silent-" + i), Set.of());
        }
        wanted.put(good, Set.of());
    }

    @AfterEach
    void close() {
        silence.countDown();
        prober.close();
        connections.close();
    }

    @Test
    void a_cluster_that_has_to_wait_for_its_turn_is_not_taken_for_unreachable() throws InterruptedException {
        prober.probe(wanted);
        nanoTime.addAndGet(Duration.ofSeconds(7).toNanos());

        assertThat(prober.probe(wanted))
                .doesNotContainKey(good)
                .containsValue(new ClusterProbe.Unreachable("no answer within 5 s"));

        silence.countDown();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prober.probe(wanted)).containsEntry(good, ANSWER));
    }

    @Test
    void clusters_that_were_away_do_not_keep_the_others_waiting() {
        hanging.set(false);
        await().atMost(PATIENCE).until(() -> prober.probe(wanted).size() == wanted.size());
        hanging.set(true);
        int before = looksAtGood.get();

        await().atMost(PATIENCE).until(() -> {
            prober.probe(wanted);
            return looksAtGood.get() >= before + 2;
        });
    }

    @Test
    void links_on_one_cluster_cost_one_look_that_asks_for_all_that_they_want() throws InterruptedException {
        Map<LinkedCluster, Set<TopicPartition>> ofTen = new LinkedHashMap<>();
        Set<TopicPartition> all = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            TopicPartition partition = new TopicPartition("orders-" + i, 0);
            all.add(partition);
            ofTen.put(
                    new LinkedCluster(
                            "good",
                            List.of("good:9092"),
                            Duration.ofSeconds(1 + i),
                            Duration.ofSeconds(1),
                            i,
                            Security.NONE),
                    Set.of(partition));
        }

        Map<LinkedCluster, ClusterProbe> seen = prober.probe(ofTen);

        assertThat(seen.keySet()).isEqualTo(ofTen.keySet());
        assertThat(seen.values()).containsOnly(ANSWER);
        assertThat(looksAtGood).hasValue(1);
        assertThat(wantedOfGood).isEqualTo(all);
    }

    @Test
    void what_a_look_was_not_asked_for_is_not_taken_for_gone() throws Exception {
        LinkedCluster slow = cluster("slow");
        TopicPartition orders = new TopicPartition("orders", 0);
        hanging.set(false);
        answerOfOthers = ANSWER;
        assertThat(prober.probe(Map.of(slow, Set.of()))).containsEntry(slow, ANSWER);
        hanging.set(true);

        assertThat(prober.probe(Map.of(slow, Set.of(orders)))).doesNotContainKey(slow);
        assertThat(prober.probe(Map.of(slow, Set.of()))).containsEntry(slow, ANSWER);

        silence.countDown();
        await().atMost(PATIENCE)
                .until(() -> prober.probe(Map.of(slow, Set.of(orders))).containsKey(slow));
    }

    /** All but the good one hang, or say that they are away. */
    private final class FakeClient implements ProbeClient {
        private final boolean isGood;

        FakeClient(boolean isGood) {
            this.isGood = isGood;
        }

        @Override
        public ClusterProbe probe(Set<TopicPartition> partitions) throws InterruptedException {
            if (isGood) {
                looksAtGood.incrementAndGet();
                wantedOfGood = partitions;
                return ANSWER;
            }
            if (hanging.get()) {
                silence.await();
            }
            return answerOfOthers;
        }

        @Override
        public ClusterQuestion.Answer introduce() {
            throw new AssertionError("not asked for");
        }

        @Override
        public void close() {}
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id, List.of(id + ":9092"), Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Security.NONE);
    }
}
