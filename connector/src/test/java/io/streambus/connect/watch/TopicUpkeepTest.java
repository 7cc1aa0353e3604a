package io.streambus.connect.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.FakeTopicAdmin;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class TopicUpkeepTest {

    private final FakeTopicAdmin west = new FakeTopicAdmin("west");
    private final FakeTopicAdmin east = new FakeTopicAdmin("east");
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "name", "link",
            "source.cluster.alias", "west",
            "target.cluster.alias", "east",
            "source.cluster.bootstrap.servers", "127.0.0.1:1",
            "target.cluster.bootstrap.servers", "127.0.0.1:2"));
    private final Connector connector = new Connector();
    /** Topics of the target that hold records and no trace of the flow. */
    private final Set<String> foreign = new HashSet<>();

    private Optional<ClusterException> unseen = Optional.empty();
    private long nanos;
    private TopicUpkeep upkeep;

    private TopicUpkeep upkeep() {
        if (upkeep == null) {
            upkeep = new TopicUpkeep(
                    new SourceConfig(settings),
                    connector,
                    this::observe,
                    west,
                    east,
                    new Adoption(Records::new),
                    () -> nanos);
        }
        return upkeep;
    }

    private CompletableFuture<List<SourceTopic>> observe() {
        if (unseen.isPresent()) {
            return CompletableFuture.failedFuture(unseen.get());
        }
        List<SourceTopic> topics = new ArrayList<>();
        west.topics().forEach((name, partitions) -> {
            int there = east.topics().getOrDefault("west." + name, 0);
            topics.add(new SourceTopic(name, Optional.empty(), partitions, "west." + name, Optional.empty(), there));
        });
        return CompletableFuture.completedFuture(topics);
    }

    @Test
    void theFirstRoundCreatesTheFlowsOwnTopicsAndThoseThatItCarries() throws Exception {
        settings.put("dead.letter.topic", "letters");
        west.has("orders", 3, Map.of());

        upkeep().first();

        assertThat(east.topics()).isEqualTo(Map.of("streambus.checkpoints", 8, "letters", 1, "west.orders", 3));
    }

    @Test
    void topicsOfSomebodyElseEndTheStartBeforeAnythingIsCreated() {
        west.has("orders", 3, Map.of());
        east.has("west.orders", 3, Map.of());
        foreign.add("west.orders");
        west.has("users", 1, Map.of());

        assertThatThrownBy(() -> upkeep().first())
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("west.orders (for orders)", "existing.topics");
        assertThat(east.changes()).isEmpty();
    }

    @Test
    void topicsOfSomebodyElseAreTakenWhereTheFlowIsToAdoptThem() throws Exception {
        settings.put("existing.topics", "adopt");
        west.has("orders", 3, Map.of());
        east.has("west.orders", 1, Map.of());
        foreign.add("west.orders");

        upkeep().first();

        assertThat(east.topics()).containsEntry("west.orders", 3);
    }

    @Test
    void aClusterThatDoesNotAnswerEndsTheStartWithTheReason() {
        unseen = Optional.of(new ClusterException("west", new TimeoutException("nothing came")));

        assertThatThrownBy(() -> upkeep().first())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("could not be brought into step: Cluster west did not answer");
    }

    @Test
    void topicsThatShowUpLaterAreCreatedAndThoseOfSomebodyElseLeftAlone() throws Exception {
        west.has("orders", 1, Map.of());
        upkeep().first();
        west.has("users", 2, Map.of());
        west.has("items", 2, Map.of());
        east.has("west.items", 1, Map.of());
        foreign.add("west.items");

        upkeep().round();

        assertThat(east.topics()).containsEntry("west.users", 2).containsEntry("west.items", 1);
        assertThat(connector.errors).isEmpty();
    }

    @Test
    void aRoundThatFailsIsFollowedByOneThatGoesOn() throws Exception {
        west.has("orders", 1, Map.of());
        upkeep().first();
        unseen = Optional.of(new ClusterException("west", new TimeoutException("nothing came")));
        upkeep().round();
        assertThat(connector.errors).isEmpty();

        unseen = Optional.empty();
        west.has("orders", 4, Map.of());
        upkeep().round();

        assertThat(east.topics()).containsEntry("west.orders", 4);
    }

    @Test
    void aRefusalIsRaisedOnceUntilALookSucceeds() throws Exception {
        upkeep().first();
        ClusterException refusal = new ClusterException("west", new TopicAuthorizationException("orders"));
        unseen = Optional.of(refusal);
        upkeep().round();
        upkeep().round();
        assertThat(connector.errors).containsExactly(refusal);

        unseen = Optional.empty();
        upkeep().round();
        unseen = Optional.of(refusal);
        upkeep().round();

        assertThat(connector.errors).containsExactly(refusal, refusal);
    }

    @Test
    void aTopicThatCannotBeCreatedDoesNotHoldUpTheOthers() throws Exception {
        west.has("orders", 1, Map.of());
        west.has("users", 1, Map.of());
        east.refuses("west.orders", new PolicyViolationException("no"));

        upkeep().first();
        assertThat(east.topics()).containsKey("west.users").doesNotContainKey("west.orders");

        east.refuses("west.orders", null);
        upkeep().round();
        assertThat(east.topics()).containsKey("west.orders");
    }

    @Test
    void aTopicThatTheFlowHasCreatedStaysItsOwnWhoeverFillsIt() throws Exception {
        west.has("orders", 1, Map.of());
        upkeep().first();
        foreign.add("west.orders");
        west.has("orders", 2, Map.of());

        upkeep().round();

        assertThat(east.topics()).containsEntry("west.orders", 2);
    }

    @Test
    void settingsAreComparedAfterTheirIntervalAndNotInEveryRound() throws Exception {
        west.has("orders", 1, Map.of());
        upkeep().first();
        west.has("orders", 1, Map.of("retention.ms", "1000"));

        passes(Duration.ofSeconds(59));
        assertThat(east.ownSettings("west.orders")).isEmpty();

        passes(Duration.ofSeconds(1));
        assertThat(east.ownSettings("west.orders")).isEqualTo(Map.of("retention.ms", "1000"));
    }

    @Test
    void settingsThatAreNotToBeKeptInStepAreNotAskedFor() throws Exception {
        settings.put("sync.topic.configs.enabled", "false");
        west.has("orders", 1, Map.of());
        upkeep().first();
        west.has("orders", 1, Map.of("retention.ms", "1000"));

        passes(Duration.ofHours(1));

        assertThat(east.ownSettings("west.orders")).isEmpty();
    }

    @Test
    void rightsAreTakenOverWhereTheyAreWanted() throws Exception {
        AclBinding read = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));
        west.has("orders", 1, Map.of()).knowsRights(read);
        east.knowsRights();
        settings.put("sync.topic.acls.enabled", "true");

        upkeep().first();

        assertThat(east.givenRights())
                .extracting(right -> right.pattern().name())
                .containsExactly("west.orders");
    }

    @Test
    void thereAreNoMoreTasksThanPartitionsAndMoreAreAskedForOnceThereAreTwiceAsMany() throws Exception {
        west.has("orders", 2, Map.of());
        upkeep().first();
        assertThat(upkeep().tasks(8)).isEqualTo(2);

        west.has("orders", 3, Map.of());
        upkeep().round();
        assertThat(connector.reconfigurations).isZero();

        west.has("orders", 4, Map.of());
        upkeep().round();
        assertThat(connector.reconfigurations).isEqualTo(1);
        assertThat(upkeep().tasks(8)).isEqualTo(4);
    }

    @Test
    void aFlowWithoutPartitionsHasATaskAllTheSame() throws Exception {
        upkeep().first();

        assertThat(upkeep().tasks(8)).isEqualTo(1);
    }

    private void passes(Duration time) {
        nanos += time.toNanos();
        upkeep().round();
    }

    /** What the worker is told and asked for. */
    private static final class Connector implements ConnectorContext {

        private final List<Exception> errors = new ArrayList<>();
        private int reconfigurations;

        @Override
        public void requestTaskReconfiguration() {
            reconfigurations++;
        }

        @Override
        public void raiseError(Exception e) {
            errors.add(e);
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("the connector has no meters of its own");
        }
    }

    /** Nothing of the flow stands anywhere; some topics of the target hold records. */
    private final class Records implements Adoption.Evidence {

        @Override
        public Collection<SourceTopic> withStoredOffsets(Collection<SourceTopic> topics) {
            return List.of();
        }

        @Override
        public Collection<SourceTopic> holdingRecords(Collection<SourceTopic> topics) {
            return topics.stream()
                    .filter(topic -> foreign.contains(topic.targetName()))
                    .toList();
        }

        @Override
        public Set<String> topicsWithCheckpoints() {
            return Set.of();
        }

        @Override
        public boolean holdsCopies(SourceTopic topic) {
            return false;
        }

        @Override
        public void close() {}
    }
}
