package io.streambus.connect.start;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final TopicPartition FAR = new TopicPartition("orders", 1);

    private final AssignmentScene scene = new AssignmentScene();
    private final Admission admission = scene.admission();

    @BeforeEach
    void hasOneToSearchFar() {
        scene.has(FAR, 0, 100, 60_000);
        scene.checkpoints.put(ORDERS, scene.checkpoint(50, 0));
        scene.checkpoints.put(FAR, scene.checkpoint(50, 0));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private StartCandidate candidate(TopicPartition partition) {
        return new StartCandidate(
                partition,
                new SourceTopic("orders", scene.sourceId, 2, "copies", scene.targetId, 2),
                scene.limits,
                Optional.ofNullable(scene.checkpoints.get(partition)),
                false,
                Optional.empty());
    }

    private List<Admission.Outcome> outcomes() throws InterruptedException {
        List<Admission.Outcome> all = new ArrayList<>();
        for (Admission.Outcome outcome = admission.poll(0); outcome != null; outcome = admission.poll(0)) {
            all.add(outcome);
        }
        return all;
    }

    @Test
    void whereAPartitionGoesOnIsDecidedOnceTheTargetHasBeenRead() throws Exception {
        StartCandidate orders = candidate(ORDERS);

        admission.decide(List.of(orders));

        Admission.Outcome.Decided decided =
                (Admission.Outcome.Decided) outcomes().get(0);
        assertThat(decided.candidate()).isSameAs(orders);
        assertThat(((StartDecision.Begin) decided.decision()).first().nextSourceOffset())
                .isEqualTo(50);
        assertThat(scene.searched).containsExactly(ORDERS);
    }

    @Test
    void whatConnectKnowsDecidesWhereThereIsNoCheckpoint() throws Exception {
        scene.checkpoints.remove(ORDERS);
        scene.connect.put(ORDERS, 29L);

        admission.decide(List.of(candidate(ORDERS)));

        Admission.Outcome.Decided decided =
                (Admission.Outcome.Decided) outcomes().get(0);
        assertThat(((StartDecision.Begin) decided.decision()).first().nextSourceOffset())
                .isEqualTo(30);
        assertThat(scene.searched).isEmpty();
    }

    @Test
    void aPartitionThatEitherSideNoLongerHasIsGone() throws Exception {
        StartCandidate orders = candidate(ORDERS);
        StartCandidate far = candidate(FAR);
        scene.sourceLogs.remove(ORDERS);
        scene.targetLogs.remove(AssignmentScene.target(FAR));

        admission.decide(List.of(orders, far));

        assertThat(outcomes())
                .containsExactlyInAnyOrder(new Admission.Outcome.Gone(orders), new Admission.Outcome.Gone(far));
    }

    @Test
    void aLongSearchRunsApartFromTheShortOnes() throws Exception {
        scene.inBackground = true;
        StartCandidate orders = candidate(ORDERS);
        StartCandidate far = candidate(FAR);
        admission.decide(List.of(far, orders));

        scene.runBackground();

        assertThat(outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Outcome.Decided.class,
                        decided -> assertThat(decided.candidate()).isSameAs(orders));
        assertThat(scene.waiting()).isEqualTo(1);

        scene.runBackground();

        assertThat(outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Outcome.Decided.class,
                        decided -> assertThat(decided.candidate()).isSameAs(far));
    }

    @Test
    void aFailureIsNoneOfThoseWhoseLongSearchGoesOn() throws Exception {
        scene.inBackground = true;
        StartCandidate orders = candidate(ORDERS);
        StartCandidate far = candidate(FAR);
        admission.decide(List.of(far, orders));
        scene.searchFails = new ClusterException("east", new TimeoutException("nothing came"));

        scene.runBackground();
        assertThat(outcomes()).containsExactly(new Admission.Outcome.Failed(List.of(orders), scene.searchFails));

        scene.searchFails = null;
        scene.runBackground();
        assertThat(outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Outcome.Decided.class,
                        decided -> assertThat(decided.candidate()).isSameAs(far));
    }

    @Test
    void whatCannotBeAskedOfAClusterFailsAll() throws Exception {
        scene.sourceFails = new ClusterException("west", new TimeoutException("nothing came"));
        List<StartCandidate> both = List.of(candidate(ORDERS), candidate(FAR));

        admission.decide(both);

        assertThat(outcomes()).containsExactly(new Admission.Outcome.Failed(both, scene.sourceFails));
        assertThat(Admission.isRefusal(scene.sourceFails)).isFalse();
    }
}
