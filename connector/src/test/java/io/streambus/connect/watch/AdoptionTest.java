package io.streambus.connect.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.SourceTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AdoptionTest {

    private static final SourceTopic ORDERS = topic("orders", 2);
    private static final SourceTopic USERS = topic("users", 1);

    private final Traces traces = new Traces();
    private final Adoption adoption = new Adoption(() -> traces);

    @Test
    void aTopicThatHoldsRecordsAndNoTraceOfTheFlowIsSomebodyElses() {
        traces.filled.addAll(Set.of("orders", "users"));
        traces.copies.add("users");

        assertThat(adoption.foreignAmong(List.of(ORDERS, USERS))).containsExactly(ORDERS);
        assertThat(traces.open).isZero();
    }

    @Test
    void anOffsetInConnectACheckpointOrACopyIsATraceEach() {
        SourceTopic third = topic("third", 1);
        traces.filled.addAll(Set.of("orders", "users", "third"));
        traces.stored.add("orders");
        traces.checkpoints.add("users");
        traces.copies.add("third");

        assertThat(adoption.foreignAmong(List.of(ORDERS, USERS, third))).isEmpty();
    }

    @Test
    void whereConnectHasOffsetsOfEveryTopicNothingIsAskedOfTheTarget() {
        traces.stored.addAll(Set.of("orders", "users"));
        traces.filled.addAll(Set.of("orders", "users"));

        assertThat(adoption.foreignAmong(List.of(ORDERS, USERS))).isEmpty();
        assertThat(traces.asked).containsExactly("offsets");
    }

    @Test
    void anEmptyTopicIsTakenAndStaysTakenWhoeverFillsItThen() {
        assertThat(adoption.foreignAmong(List.of(ORDERS))).isEmpty();
        traces.filled.add("orders");

        assertThat(adoption.foreignAmong(List.of(ORDERS))).isEmpty();
    }

    @Test
    void aTopicThatTheFlowHasCreatedIsItsOwn() {
        assertThat(adoption.foreignAmong(List.of(topic("orders", 0)))).isEmpty();
        adoption.own("orders");
        traces.filled.add("orders");

        assertThat(adoption.foreignAmong(List.of(ORDERS))).isEmpty();
        assertThat(traces.asked).isEmpty();
    }

    @Test
    void aTopicThatWasOwnIsJudgedAnewOnceItWasGone() {
        adoption.own("orders");
        adoption.foreignAmong(List.of(topic("orders", 0)));
        traces.filled.add("orders");

        assertThat(adoption.foreignAmong(List.of(ORDERS))).containsExactly(ORDERS);
    }

    @Test
    void aForeignTopicIsReadOnlyOnceAndNoLongerForeignOnceItIsEmptyOrGone() {
        traces.filled.add("orders");
        adoption.foreignAmong(List.of(ORDERS));
        traces.asked.clear();

        assertThat(adoption.foreignAmong(List.of(ORDERS))).containsExactly(ORDERS);
        assertThat(traces.asked).containsExactly("offsets", "records");

        traces.filled.clear();
        assertThat(adoption.foreignAmong(List.of(ORDERS))).isEmpty();
    }

    @Test
    void aLookThatFailsJudgesNothingAndTheNextOneDoes() {
        traces.filled.add("orders");
        traces.failure = Optional.of(new ClusterException("east", new TimeoutException()));
        assertThatThrownBy(() -> adoption.foreignAmong(List.of(ORDERS))).isInstanceOf(ClusterException.class);
        assertThat(traces.open).isZero();

        traces.failure = Optional.empty();
        assertThat(adoption.foreignAmong(List.of(ORDERS))).containsExactly(ORDERS);
    }

    @Test
    void theRefusalNamesEveryTopicTheRuleAndTheWaysOut() {
        SourceConfig config = new SourceConfig(Map.of(
                "name", "link",
                "source.cluster.alias", "west",
                "target.cluster.alias", "east",
                "source.cluster.bootstrap.servers", "127.0.0.1:1",
                "target.cluster.bootstrap.servers", "127.0.0.1:2"));

        assertThat(AdoptionText.refusal(
                        config,
                        List.of(
                                ORDERS,
                                new SourceTopic("users", Optional.empty(), 1, "west.users", Optional.empty(), 1))))
                .contains(
                        "Cluster east",
                        "'link'",
                        "orders, west.users (for users)",
                        "topics.rename",
                        "replication.policy.class",
                        "existing.topics = adopt");
    }

    private static SourceTopic topic(String name, int onTarget) {
        return new SourceTopic(name, Optional.empty(), 2, name, Optional.empty(), onTarget);
    }

    /** What a flow has left behind; each look opens and closes it. */
    private static final class Traces implements Adoption.Evidence {

        private final Set<String> stored = new HashSet<>();
        private final Set<String> filled = new HashSet<>();
        private final Set<String> checkpoints = new HashSet<>();
        private final Set<String> copies = new HashSet<>();
        private final List<String> asked = new ArrayList<>();
        private Optional<ClusterException> failure = Optional.empty();
        private int open;

        @Override
        public Collection<SourceTopic> withStoredOffsets(Collection<SourceTopic> topics) {
            open++;
            asked.add("offsets");
            return topics.stream()
                    .filter(topic -> stored.contains(topic.name()))
                    .toList();
        }

        @Override
        public Collection<SourceTopic> holdingRecords(Collection<SourceTopic> topics) {
            asked.add("records");
            failure.ifPresent(e -> {
                throw e;
            });
            return topics.stream()
                    .filter(topic -> filled.contains(topic.targetName()))
                    .toList();
        }

        @Override
        public Set<String> topicsWithCheckpoints() {
            asked.add("checkpoints");
            return checkpoints;
        }

        @Override
        public boolean holdsCopies(SourceTopic topic) {
            asked.add("copies");
            return copies.contains(topic.name());
        }

        @Override
        public void close() {
            open--;
        }
    }
}
