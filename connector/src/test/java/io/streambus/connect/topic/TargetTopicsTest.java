package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TargetTopicsTest {

    private final FakeTopicAdmin west = new FakeTopicAdmin("west");
    private final FakeTopicAdmin east = new FakeTopicAdmin("east");
    private final List<SourceTopic> topics = new ArrayList<>();
    private final TargetTopics target =
            new TargetTopics(west, east, (short) -1, new SettingsInStep(List.of("min\\..*"), false, Map.of()));

    /** The source has the topic, and the target so many of its partitions. */
    private void has(String name, int partitions, int onTarget, Map<String, String> settings) {
        west.has(name, partitions, settings);
        if (onTarget > 0) {
            east.has("west." + name, onTarget, Map.of());
        }
        topics.add(new SourceTopic(name, Optional.empty(), partitions, "west." + name, Optional.empty(), onTarget));
    }

    @Test
    void topicsThatTheTargetLacksAreCreatedAsTheSourceHasThem() throws Exception {
        has("orders", 3, 0, Map.of("cleanup.policy", "compact", "min.insync.replicas", "2"));
        has("users", 1, 1, Map.of());

        TargetTopics.Outcome outcome = target.reconcile(topics);

        assertThat(outcome.created()).containsExactly("orders");
        assertThat(outcome.failures()).isEmpty();
        assertThat(east.topics()).isEqualTo(Map.of("west.orders", 3, "west.users", 1));
        assertThat(east.ownSettings("west.orders")).isEqualTo(Map.of("cleanup.policy", "compact"));
        assertThat(east.changes()).containsExactly("created west.orders");
    }

    @Test
    void topicsThatHaveFewerPartitionsGrowAndThoseThatHaveMoreStayAsTheyAre() throws Exception {
        has("orders", 3, 1, Map.of());
        has("users", 1, 4, Map.of());

        TargetTopics.Outcome outcome = target.reconcile(topics);

        assertThat(outcome).isEqualTo(new TargetTopics.Outcome(Set.of(), Map.of()));
        assertThat(east.topics()).isEqualTo(Map.of("west.orders", 3, "west.users", 4));
    }

    @Test
    void whatTheTargetRefusesOfATopicIsToldAndTheOthersAreDone() throws Exception {
        has("orders", 3, 0, Map.of());
        has("users", 3, 1, Map.of());
        has("items", 3, 0, Map.of());
        PolicyViolationException why = new PolicyViolationException("no");
        east.refuses("west.orders", why);
        east.refuses("west.users", why);

        TargetTopics.Outcome outcome = target.reconcile(topics);

        assertThat(outcome.failures()).isEqualTo(Map.of("orders", why, "users", why));
        assertThat(outcome.created()).containsExactly("items");
    }

    @Test
    void whoeverIsFasterHasCreatedTheTopicAndThatIsNoFailure() throws Exception {
        has("orders", 3, 0, Map.of());
        east.has("west.orders", 2, Map.of());

        TargetTopics.Outcome outcome = target.reconcile(topics);

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.created()).as("it is not known to be the flow's own").isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerFailsTheRound() {
        has("orders", 3, 0, Map.of());
        west.fails(Optional.of(new TimeoutException("too late")));

        assertThatThrownBy(() -> target.reconcile(topics))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Cluster west did not answer");
        assertThat(east.changes()).isEmpty();
    }

    @Test
    void settingsThatDifferAreMendedOnTopicsThatAreThere() throws Exception {
        has("orders", 1, 1, Map.of("retention.ms", "1000"));
        has("users", 1, 1, Map.of());
        east.has("west.users", 1, Map.of("retention.ms", "5"));
        has("items", 1, 0, Map.of("retention.ms", "1000"));
        has("same", 1, 1, Map.of());

        assertThat(target.reconcileSettings(topics)).isEmpty();

        assertThat(east.ownSettings("west.orders")).isEqualTo(Map.of("retention.ms", "1000"));
        assertThat(east.ownSettings("west.users")).isEmpty();
        assertThat(east.changes()).containsExactlyInAnyOrder("altered west.orders", "altered west.users");
    }

    @Test
    void settingsThatTheTargetRefusesAreToldByTheSourcesName() throws Exception {
        has("orders", 1, 1, Map.of("retention.ms", "1000"));
        PolicyViolationException why = new PolicyViolationException("no");
        east.refuses("west.orders", why);

        assertThat(target.reconcileSettings(topics)).isEqualTo(Map.of("orders", why));
    }

    @Test
    void whereTheTargetHasNoTopicsNobodyIsAskedForSettings() throws Exception {
        has("items", 1, 0, Map.of());
        west.fails(Optional.of(new TimeoutException("asked")));

        assertThat(target.reconcileSettings(topics)).isEmpty();
    }
}
