package io.streambus.connect.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.identity.ClusterIdentity.Kinship;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterIdentityTest {

    private static final String OFFSETS = ClusterIdentity.LASTING_TOPIC;

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of(
                        "one cluster",
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        Kinship.SAME),
                Arguments.of(
                        "over another listener",
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t1"), "a:2"),
                        Kinship.SAME),
                Arguments.of(
                        "before anybody had offsets",
                        of("k1", Map.of("orders", "t5"), "a:1"),
                        of("k1", Map.of("orders", "t5"), "a:2"),
                        Kinship.SAME),
                Arguments.of(
                        "other ids, behind one address",
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        of("k2", Map.of(OFFSETS, "t2"), "a:1"),
                        Kinship.DIFFERENT),
                Arguments.of(
                        "an id from a compose file",
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t2"), "b:1"),
                        Kinship.CLONED),
                Arguments.of(
                        "the same, behind one address",
                        of("k1", Map.of(OFFSETS, "t1"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t2"), "a:1"),
                        Kinship.CLONED),
                Arguments.of(
                        "a topic made anew between two answers",
                        of("k1", Map.of(OFFSETS, "t1", "orders", "t5"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t1", "orders", "t6"), "a:1"),
                        Kinship.SAME),
                Arguments.of(
                        "a topic made anew, no offsets, one address",
                        of("k1", Map.of("orders", "t5"), "a:1"),
                        of("k1", Map.of("orders", "t6"), "a:1"),
                        Kinship.SAME),
                Arguments.of(
                        "no topics, one address",
                        of("k1", Map.of(), "a:1", "b:1"),
                        of("k1", Map.of(), "b:1"),
                        Kinship.SAME),
                Arguments.of(
                        "no topics, no common address",
                        of("k1", Map.of(), "a:1"),
                        of("k1", Map.of(), "b:1"),
                        Kinship.UNKNOWN),
                Arguments.of("no ids, one address", of(null, Map.of(), "a:1"), of(null, Map.of(), "a:1"), Kinship.SAME),
                Arguments.of(
                        "no id on one side",
                        of(null, Map.of(OFFSETS, "t1"), "a:1"),
                        of("k1", Map.of(OFFSETS, "t2"), "b:1"),
                        Kinship.UNKNOWN));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("examples")
    void two_answers_are_of_one_cluster_or_of_two(
            String name, ClusterIdentity one, ClusterIdentity other, Kinship expected) {
        assertThat(one.kinship(other)).isEqualTo(expected);
        assertThat(other.kinship(one)).isEqualTo(expected);
    }

    /** Made up clusters answer over any of their listeners, at any time, to anybody; what is made up tells which is which. */
    @Test
    void whatever_is_seen_of_clusters_none_is_taken_for_another_and_none_that_shows_its_topics_for_two() {
        Random random = new Random(17);
        for (int round = 0; round < 20_000; round++) {
            boolean cloned = random.nextInt(4) == 0;
            MadeUp one = new MadeUp(0, cloned ? 0 : 1);
            MadeUp other = new MadeUp(1, cloned ? 0 : 2);
            ClusterIdentity first = one.answer(random);
            ClusterIdentity again = one.answer(random);
            ClusterIdentity second = other.answer(random);

            assertThat(first.kinship(second))
                    .as("%s | %s", first, second)
                    .isIn(
                            cloned
                                    ? Set.of(Kinship.CLONED, Kinship.UNKNOWN)
                                    : Set.of(Kinship.DIFFERENT, Kinship.UNKNOWN));
            assertThat(first.kinship(again)).as("%s | %s", first, again).isIn(Set.of(Kinship.SAME, Kinship.UNKNOWN));
            if (first.topicIds().containsKey(OFFSETS)
                    && again.topicIds().containsKey(OFFSETS)
                    && first.clusterId().isPresent()
                    && again.clusterId().isPresent()) {
                assertThat(first.kinship(again)).isEqualTo(Kinship.SAME);
            }
            assertThat(first.kinship(again.lasting())).isNotIn(Kinship.DIFFERENT, Kinship.CLONED);
        }
    }

    private record MadeUp(int number, int id) {
        ClusterIdentity answer(Random random) {
            Map<String, String> topics = new HashMap<>();
            if (random.nextBoolean()) {
                topics.put(OFFSETS, "offsets-of-" + number);
            }
            for (int topic = random.nextInt(4); topic > 0; topic--) {
                // Made anew now and then.
                topics.put("topic-" + topic, "topic-of-" + number + '-' + random.nextInt(3));
            }
            Set<String> addresses = new HashSet<>();
            addresses.add("broker-" + number + ':' + random.nextInt(3));
            addresses.add("broker-" + number + ':' + random.nextInt(3));
            return new ClusterIdentity(
                    random.nextInt(5) == 0 ? Optional.empty() : Optional.of("kafka-" + id), topics, addresses);
        }
    }

    @Test
    void a_flow_from_a_cluster_to_itself_is_refused_by_both_names_and_the_settings_to_correct() {
        ClusterIdentity cluster = of("k1", Map.of(OFFSETS, "t1"), "a:1");

        assertThatThrownBy(() -> SourceAndTarget.judge("west", cluster, "occident", cluster))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "Source cluster west and target cluster occident are one and the same cluster",
                        "id k1, __consumer_offsets t1, brokers a:1",
                        "source.cluster.bootstrap.servers");
        assertThatCode(() -> SourceAndTarget.judge("west", cluster, "east", of("k1", Map.of(OFFSETS, "t2"), "b:1")))
                .doesNotThrowAnyException();
    }

    private static ClusterIdentity of(String id, Map<String, String> topicIds, String... addresses) {
        return new ClusterIdentity(Optional.ofNullable(id), topicIds, Set.of(addresses));
    }
}
