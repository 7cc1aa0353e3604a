package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.link.Security;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterProberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ClusterProbe ANSWER = new ClusterProbe.Reachable(Map.of());

    private final LinkedCluster good = cluster("good");
    private final Map<LinkedCluster, Map<IsolationLevel, Set<TopicPartition>>> wanted = new LinkedHashMap<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final AtomicBoolean hanging = new AtomicBoolean(true);
    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger looksAtGood = new AtomicInteger();
    private final ClusterProber prober = new ClusterProber(new Clusters(), nanoTime::get);

    /** More than there are threads come before the one that answers. */
    ClusterProberTest() {
        for (int i = 0; i < ClusterProber.PARALLEL + 4; i++) {
            wanted.put(cluster("silent-" + i), Map.of());
        }
        wanted.put(good, Map.of());
    }

    @AfterEach
    void close() {
        silence.countDown();
        prober.close();
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

    /** All but the good one hang, or say that they are away. */
    private final class Clusters implements ClusterProber.Looks {
        @Override
        public ClusterProbe at(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions, boolean away)
                throws InterruptedException {
            if (cluster.equals(good)) {
                looksAtGood.incrementAndGet();
                return ANSWER;
            }
            if (hanging.get()) {
                silence.await();
            }
            return new ClusterProbe.Unreachable("hung up");
        }

        @Override
        public void close() {
            silence.countDown();
        }
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id, List.of(id + ":9092"), Duration.ofSeconds(1), Duration.ofSeconds(1), 0, Security.NONE);
    }
}
