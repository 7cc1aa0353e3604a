package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FailoverPolicy;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.HeaderRules;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.MessageFilter;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.ReplicationLink.Mode;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.runtime.ConnectCluster;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.StoredLink;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two Connect clusters, one near cluster a and one near cluster b. */
class TwoRuntimesTest {

    private static final String TO_A = "streambus.l.b.to.a";
    private static final String TO_B = "streambus.l.a.to.b";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final FakeLinkStore store = new FakeLinkStore();
    private final FakeConnectRuntime west = connect("west");
    private final FakeConnectRuntime east = connect("east");
    private LinkService links = takeOver(twoPlaces("a", "b"));

    /** Every task is alive. */
    private static final class Alive implements FlowProgress {
        @Override
        public Optional<Instant> lastLifeSign(Flow flow) {
            return Optional.of(Instant.now());
        }

        @Override
        public Optional<String> failedRecord(Flow flow) {
            return Optional.empty();
        }

        @Override
        public void erase(Flow flow) {
            // There is nothing.
        }
    }

    @AfterEach
    void close() {
        links.close();
    }

    private LinkService takeOver(ConnectClusters connectClusters) {
        return LinkService.takeOver(store, connectClusters, new Alive(), RelationCheck.NONE, Clock.systemUTC());
    }

    private void restart(ConnectClusters connectClusters) {
        links.close();
        links = takeOver(connectClusters);
    }

    private ConnectClusters twoPlaces(String nearWest, String nearEast) {
        return new ConnectClusters(List.of(cluster("west", nearWest, west), cluster("east", nearEast, east)), Set.of());
    }

    @Test
    void eachFlowRunsNearItsTargetOrPushedNearItsSource() throws Exception {
        links.create(link("l", Mode.PULL)).get();
        assertThat(west.connectors()).containsExactly(TO_A);
        assertThat(east.connectors()).containsExactly(TO_B);

        links.create(link("p", Mode.PUSH)).get();
        assertThat(west.connectors()).contains("streambus.p.a.to.b");
        assertThat(east.connectors()).contains("streambus.p.b.to.a");
    }

    @Test
    void aFlowThatIsNearNoneGoesToTheFirst() throws Exception {
        restart(twoPlaces("x", "y"));

        links.create(link("l", Mode.PULL)).get();

        assertThat(west.connectors()).containsExactlyInAnyOrder(TO_A, TO_B);
    }

    @Test
    void aRuntimeThatIsAwayIsNamedAndKeepsNeitherTheOtherFlowNorOtherLinksWaiting() throws Exception {
        links.create(link("l", Mode.PULL)).get();
        links.create(oneWay("other", "b", "a")).get();
        east.goAway();

        assertThatThrownBy(() -> links.act("l", LinkAction.START).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class)
                .hasMessageContaining("east");

        assertThat(west.status(TO_A).connector().state()).isEqualTo(State.RUNNING);
        assertThat(store.all().stream()
                        .filter(link -> link.id().equals("l"))
                        .findFirst()
                        .orElseThrow()
                        .desired())
                .isEqualTo(DesiredState.RUNNING);
        assertThat(links.find("l").orElseThrow().blockedBy())
                .hasValueSatisfying(reason -> assertThat(reason).contains("east"));
        links.act("other", LinkAction.START).get();
        assertThat(links.reconciled("other", PATIENCE).get().status().word()).isEqualTo("active");

        east.comeBack();
        await().atMost(PATIENCE).until(() -> east.status(TO_B).connector().state() == State.RUNNING);
        await().atMost(PATIENCE)
                .until(() -> links.find("l").orElseThrow().status().word().equals("active"));
    }

    @Test
    void aFlowMovesWhenTheConfigurationSaysSoAndIsNeverInTwoPlaces() throws Exception {
        links.create(link("l", Mode.PULL)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        restart(twoPlaces("b", "a"));

        await().atMost(PATIENCE)
                .until(() -> west.connectors().equals(Set.of(TO_B))
                        && east.connectors().equals(Set.of(TO_A))
                        && west.status(TO_B).connector().state() == State.RUNNING
                        && east.status(TO_A).connector().state() == State.RUNNING);
        assertThat(west.calls()).containsSubsequence("stop " + TO_A, "delete " + TO_A, "create " + TO_B + " STOPPED");
        await().atMost(PATIENCE).until(() -> store.all().get(0).locations().equals(Map.of(TO_A, "east", TO_B, "west")));
    }

    @Test
    void aFlowWaitsWhileThePlaceItIsToLeaveIsAway() throws Exception {
        links.create(oneWay("l", "a", "b")).get();
        east.goAway();

        restart(twoPlaces("b", "a"));

        await().atMost(PATIENCE)
                .until(() -> links.find("l").flatMap(LinkView::blockedBy).isPresent());
        assertThat(west.connectors()).isEmpty();

        east.comeBack();
        await().atMost(PATIENCE).until(() -> west.connectors().equals(Set.of(TO_B)));
        assertThat(east.connectors()).isEmpty();
    }

    @Test
    void aPlaceThatIsNotConfiguredAnyMoreIsAskedForUntilItIsSaidToBeGone() throws Exception {
        links.create(oneWay("l", "a", "b")).get();

        restart(new ConnectClusters(List.of(cluster("west", "a", west)), Set.of()));

        assertThatThrownBy(() -> links.act("l", LinkAction.START).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class)
                .hasMessageContaining("east")
                .hasMessageContaining("connect.retired");
        assertThat(west.connectors()).isEmpty();

        restart(new ConnectClusters(List.of(cluster("west", "a", west)), Set.of("east")));
        await().atMost(PATIENCE).until(() -> west.connectors().equals(Set.of(TO_B)));
    }

    @Test
    void aPlaceThatHasAnotherNameNowIsFoundByWhatRunsThere() throws Exception {
        links.create(oneWay("l", "a", "b")).get();

        restart(new ConnectClusters(List.of(cluster("west", "a", west), cluster("orient", "b", east)), Set.of()));

        await().atMost(PATIENCE).until(() -> store.all().get(0).locations().equals(Map.of(TO_B, "orient")));
        assertThat(east.calls()).doesNotContain("delete " + TO_B);
    }

    @Test
    void aLinkOfABridgeThatKnewOneRuntimeIsFoundWhereItIs() throws Exception {
        restart(ConnectClusters.only(east, Clock.systemUTC()));
        links.create(link("l", Mode.PULL)).get();
        links.close();
        StoredLink stored = store.all().get(0);
        store.put(stored.locatedAt(Map.of()));

        restart(twoPlaces("a", "b"));

        await().atMost(PATIENCE)
                .until(() -> west.connectors().equals(Set.of(TO_A))
                        && east.connectors().equals(Set.of(TO_B)));
    }

    @Test
    void eachFlowIsRestartedAndCountedByItself() throws Exception {
        links.create(link("l", Mode.PULL)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        east.failTask(TO_B, 0, "org.apache.kafka.connect.errors.ConnectException: a hiccup");
        west.failTask(TO_A, 0, "org.apache.kafka.connect.errors.ConnectException: a hiccup");

        await().atMost(PATIENCE).until(() -> links.find("l").orElseThrow().totalFailures() == 2);
        await().atMost(PATIENCE)
                .until(() -> west.calls().contains("restartFailed " + TO_A)
                        && east.calls().contains("restartFailed " + TO_B));
        await().atMost(PATIENCE)
                .until(() -> links.find("l").orElseThrow().status().word().equals("active"));
        assertThat(links.find("l").orElseThrow().consecutiveFailures()).isLessThanOrEqualTo(1);
    }

    private static FakeConnectRuntime connect(String name) {
        return new FakeConnectRuntime(
                name, List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));
    }

    private static ConnectCluster cluster(String name, String near, FakeConnectRuntime runtime) {
        return new ConnectCluster(name, Set.of(near), runtime, Clock.systemUTC());
    }

    private static ReplicationLink link(String id, Mode mode) {
        return link(id, new Topology.ActiveActive(cluster("a"), cluster("b")), mode);
    }

    private static ReplicationLink oneWay(String id, String from, String to) {
        return link(id, new Topology.ActivePassive(cluster(from), cluster(to)), Mode.PULL);
    }

    private static ReplicationLink link(String id, Topology topology, Mode mode) {
        return new ReplicationLink(
                id,
                "Link",
                topology,
                mode,
                new TopicScope(List.of("t"), Optional.empty(), List.of(), "", Map.of()),
                List.of(),
                List.of(),
                FlowTuning.DEFAULT,
                MessageFilter.NONE,
                HeaderRules.NONE,
                FailoverPolicy.DISABLED);
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id, List.of(id + ":9092"), Duration.ofSeconds(30), Duration.ofSeconds(10), 3, Security.NONE);
    }
}
