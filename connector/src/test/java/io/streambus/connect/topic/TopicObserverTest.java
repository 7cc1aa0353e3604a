package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.junit.jupiter.api.Test;

class TopicObserverTest {

    private static final ReplicationPolicy NAMES_KEPT = policy();

    private final Topics west = new Topics();
    private final Topics east = new Topics();

    @Test
    void tellsHowManyPartitionsTheTopicsHaveOnBothSides() {
        west.there.put("orders", 3);
        west.there.put("other", 1);
        east.there.put("orders", 2);

        assertThat(observer(Set.of()).observe().join())
                .extracting(SourceTopic::name, SourceTopic::partitions, SourceTopic::targetPartitions)
                .containsExactly(tuple("orders", 3, 2));
    }

    @Test
    void aTopicThatIsNoLongerListedBecauseItMayNoLongerBeSeenIsARefusal() {
        west.there.put("orders", 3);
        TopicObserver observer = observer(Set.of());
        assertThat(observer.observe().join()).hasSize(1);

        west.hidden.add("orders");

        assertRefused(observer, "Cluster west refuses the flow: ", "[orders]. Grant");
    }

    @Test
    void aTopicThatWasCopiedBeforeTheStartAndMayNotBeSeenIsARefusalToo() {
        west.there.put("orders", 3);
        west.hidden.add("orders");

        assertRefused(observer(Set.of("orders")), "Cluster west refuses the flow: ", "[orders]. Grant");
        assertThat(observer(Set.of()).observe().join()).as("nobody knows of it").isEmpty();
    }

    @Test
    void aTopicThatWasDeletedIsGoneAndNotAskedForAgain() {
        west.there.put("orders", 3);
        TopicObserver observer = observer(Set.of("orders", "orders-of-old", "other"));
        assertThat(observer.observe().join()).hasSize(1);
        assertThat(west.asked).as("those that are selected").containsExactly("orders", "orders-of-old");

        west.there.clear();

        assertThat(observer.observe().join()).isEmpty();
        assertThat(west.asked).containsExactly("orders");
        west.asked.clear();
        assertThat(observer.observe().join()).isEmpty();
        assertThat(west.asked).isEmpty();
    }

    /** Issue 14: of a thousand topics ten tasks would ask the target for ten thousand. */
    @Test
    void eachTaskAsksTheTargetForTopicsOfItsOwnOnly() {
        for (int i = 0; i < 10; i++) {
            west.there.put("orders-" + i, 1);
        }
        Set<String> seen = new TreeSet<>();

        for (int task = 0; task < 5; task++) {
            east.asked.clear();
            List<String> own = observer(Set.of(), new Shard(task, 5)).observe().join().stream()
                    .map(SourceTopic::name)
                    .toList();
            assertThat(east.asked).hasSize(2).containsExactlyElementsOf(own);
            seen.addAll(own);
        }

        assertThat(seen).hasSize(10);
    }

    @Test
    void aRefusalOfTheTargetNamesTheTarget() {
        west.there.put("orders", 3);
        east.there.put("orders", 3);
        east.hidden.add("orders");

        assertRefused(observer(Set.of()), "Cluster east refuses the flow: ", "orders");
    }

    @Test
    void aWrongPasswordIsARefusalOfTheClusterThatDoesNotTakeIt() {
        west.failure = new SaslAuthenticationException("Authentication failed");

        assertRefused(observer(Set.of()), "Cluster west refuses the flow: ", "Authentication failed");
    }

    private static ReplicationPolicy policy() {
        IdentityReplicationPolicy policy = new IdentityReplicationPolicy();
        policy.configure(Map.of());
        return policy;
    }

    private static void assertRefused(TopicObserver observer, String... parts) {
        assertThatThrownBy(() -> observer.observe().join())
                .cause()
                .isInstanceOfSatisfying(
                        ClusterException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessageContainingAll(parts);
    }

    private TopicObserver observer(Collection<String> known) {
        return observer(known, new Shard(0, 1));
    }

    private TopicObserver observer(Collection<String> known, Shard shard) {
        Duration timeout = Duration.ofSeconds(5);
        return new TopicObserver(
                new ClusterAdmin("west", west.admin(), timeout),
                new ClusterAdmin("east", east.admin(), timeout),
                new TopicSelection(List.of("orders.*"), List.of(), NAMES_KEPT, "east"),
                new TopicNaming("west", "", List.of(), NAMES_KEPT),
                known,
                shard);
    }

    /** What a broker answers: it lists only topics that may be seen, and refuses those that may not if they are asked for by name. */
    private static final class Topics {

        private final Map<String, Integer> there = new HashMap<>();
        private final Set<String> hidden = new HashSet<>();
        private final Set<String> asked = new TreeSet<>();
        private RuntimeException failure;

        Admin admin() {
            Admin admin = mock(Admin.class);
            when(admin.listTopics(any(ListTopicsOptions.class))).thenAnswer(call -> {
                ListTopicsResult result = mock(ListTopicsResult.class);
                Set<String> visible = new HashSet<>(there.keySet());
                visible.removeAll(hidden);
                when(result.names())
                        .thenReturn(failure == null ? KafkaFuture.completedFuture(visible) : failed(failure));
                return result;
            });
            when(admin.describeTopics(anyCollection(), any(DescribeTopicsOptions.class)))
                    .thenAnswer(call -> {
                        Collection<String> topics = call.getArgument(0);
                        asked.clear();
                        asked.addAll(topics);
                        Map<String, KafkaFuture<TopicDescription>> answers = new HashMap<>();
                        topics.forEach(topic -> answers.put(topic, describe(topic)));
                        DescribeTopicsResult result = mock(DescribeTopicsResult.class);
                        when(result.topicNameValues()).thenReturn(answers);
                        return result;
                    });
            return admin;
        }

        private KafkaFuture<TopicDescription> describe(String topic) {
            if (hidden.contains(topic)) {
                return failed(new TopicAuthorizationException("Topic authorization failed."));
            }
            if (!there.containsKey(topic)) {
                return failed(new UnknownTopicOrPartitionException("none"));
            }
            List<TopicPartitionInfo> partitions = IntStream.range(0, there.get(topic))
                    .mapToObj(i -> new TopicPartitionInfo(i, Node.noNode(), List.of(), List.of()))
                    .toList();
            return KafkaFuture.completedFuture(
                    new TopicDescription(topic, false, partitions, Set.of(), Uuid.randomUuid()));
        }

        private static <T> KafkaFuture<T> failed(RuntimeException failure) {
            KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
            future.completeExceptionally(failure);
            return future;
        }
    }
}
