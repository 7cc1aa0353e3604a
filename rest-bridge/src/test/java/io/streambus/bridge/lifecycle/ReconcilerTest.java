package io.streambus.bridge.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.StoredLink.Phase;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On a clock that stands still unless it is moved: restarts that take minutes are tried in milliseconds. */
class ReconcilerTest {

    private static final String THERE = "streambus.l.a.to.b";
    private static final String BACK = "streambus.l.b.to.a";
    private static final FlowId FLOW_THERE = new FlowId("a", "b");

    private final FakeConnectRuntime connect = new FakeConnectRuntime(
            "c", List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));
    private final MovableClock clock = new MovableClock();
    private final FlowConnectors flows = new FlowConnectors(
            ConnectClusters.only(connect, clock),
            new LifeSigns(),
            new TakeoverSnapshot(clock, Set.of()),
            RelationCheck.NONE);
    private final Reconciler reconciler = new Reconciler(flows, clock);
    private boolean silent;
    private Optional<String> inTheWay = Optional.empty();

    private final class LifeSigns implements FlowProgress {
        @Override
        public Optional<Instant> lastLifeSign(Flow flow) {
            return silent ? Optional.empty() : Optional.of(clock.instant());
        }

        @Override
        public Optional<String> failedRecord(Flow flow) {
            return inTheWay;
        }

        @Override
        public void erase(Flow flow) {
            throw new AssertionError("reconciling erases nothing");
        }
    }

    /** Of an active-passive link that has failed over from a to b. */
    private StoredLink failedOver() {
        StoredLink stored =
                created("active-passive").activated("b").desiring(FLOW_THERE.reversed(), DesiredState.STOPPED);
        stored = stored.locatedAt(Map.of(THERE, "default", BACK, "default"));
        flows.create(stored);
        return stored;
    }

    private StoredLink created(String type) {
        String document = """
                {"id": "l", "name": "n", "type": "%s", "topics": ["t"],
                 "source_cluster": {"cluster_id": "a", "brokers": ["a:1"]},
                 "target_cluster": {"cluster_id": "b", "brokers": ["b:1"]}}""".formatted(type);
        ReplicationLink link = JsonText.document(document.getBytes(UTF_8)).flatMap(new LinkReader(() -> "l")::read)
                        instanceof Read.Valid<ReplicationLink> valid
                ? valid.value()
                : null;
        return StoredLink.creating(link, clock.instant()).in(Phase.CREATED).applied();
    }

    /** The link as it is told to start. */
    private StoredLink started(StoredLink stored) {
        reconciler.begin();
        return stored.desiring(DesiredState.RUNNING).in(new LinkStatus.Initializing(clock.instant()));
    }

    private Reconciler.Outcome settled(StoredLink stored) {
        StoredLink link = stored;
        for (int i = 0; i < 10; i++) {
            Reconciler.Outcome outcome = reconciler.step(link);
            if (outcome.reconciled()) {
                return outcome;
            }
            link = link.in(outcome.status());
            clock.advance(Duration.ofSeconds(1));
        }
        throw new AssertionError("not reconciled: " + connect.calls());
    }

    @Test
    void a_flow_that_rests_on_purpose_is_not_started_and_does_not_keep_the_link_from_being_active() {
        Reconciler.Outcome outcome = settled(started(failedOver()));

        assertThat(outcome.status().word()).isEqualTo("active");
        assertThat(outcome.blockedBy()).isEmpty();
        assertThat(connect.calls()).contains("resume " + BACK).doesNotContain("resume " + THERE);
    }

    @Test
    void a_flow_that_rests_on_purpose_and_is_resumed_behind_the_bridges_back_is_stopped_again() {
        StoredLink stored = started(failedOver());
        StoredLink active = stored.in(settled(stored).status());
        connect.resume(THERE);
        clock.advance(Duration.ofMinutes(1));

        assertThat(reconciler.step(active).reconciled()).isFalse();
        Reconciler.Outcome outcome = settled(active);

        assertThat(outcome.status()).isEqualTo(active.status());
        assertThat(connect.calls()
                        .subList(
                                connect.calls().lastIndexOf("resume " + THERE),
                                connect.calls().size()))
                .contains("stop " + THERE);
    }

    @Test
    void what_fails_in_a_flow_that_rests_on_purpose_is_neither_restarted_nor_a_failure_of_the_link() {
        StoredLink stored = started(failedOver());
        StoredLink active = stored.in(settled(stored).status());
        connect.failConnector(THERE, "java.lang.RuntimeException: none of our business");
        clock.advance(Duration.ofMinutes(1));

        Reconciler.Outcome outcome = reconciler.step(active);

        assertThat(outcome.status().word()).isEqualTo("active");
        assertThat(reconciler.totalFailures()).isZero();
        assertThat(connect.calls()).doesNotContain("restartFailed " + THERE);
    }

    @Test
    void stopping_and_starting_again_leaves_the_flow_at_rest_alone() {
        StoredLink stored = started(failedOver());
        settled(stored);
        reconciler.begin();
        StoredLink stopped = stored.desiring(DesiredState.STOPPED);
        assertThat(settled(stopped).status().word()).isEqualTo("stopped");

        settled(started(stopped));

        assertThat(connect.calls()).doesNotContain("resume " + THERE);
    }

    @Test
    void a_task_that_fails_again_and_again_is_restarted_with_growing_delay_and_fails_the_link() {
        StoredLink link = created("active-active").locatedAt(Map.of(THERE, "default", BACK, "default"));
        flows.create(link);
        link = started(link);
        link = link.in(settled(link).status());
        int before = restarts();

        for (int second = 0; second < 120; second++) {
            connect.failTask(THERE, 0, "java.lang.RuntimeException: no rights");
            link = link.in(reconciler.step(link).status());
            clock.advance(Duration.ofSeconds(1));
        }

        // After 1, 2, 4, 8, 16, 32 s, each with what Connect may lag behind.
        assertThat(restarts() - before).isBetween(4, 7);
        assertThat(link.status())
                .isInstanceOfSatisfying(
                        LinkStatus.Failed.class,
                        failed -> assertThat(failed.reason()).contains(THERE).contains("no rights"));
    }

    private int restarts() {
        return (int) connect.calls().stream()
                .filter(call -> call.startsWith("restart"))
                .count();
    }

    @Test
    void what_cannot_be_asked_now_is_told_once_it_can() {
        StoredLink stored = started(failedOver());
        connect.goAway();
        assertThatThrownBy(() -> reconciler.step(stored)).isInstanceOf(ConnectRuntimeException.Unavailable.class);
        connect.comeBack();
        clock.advance(Duration.ofSeconds(30));

        assertThat(settled(stored).status().word()).isEqualTo("active");
    }

    @Test
    void a_link_whose_tasks_give_no_life_sign_is_not_active() {
        silent = true;
        StoredLink stored = started(failedOver());

        for (int i = 0; i < 5; i++) {
            assertThat(reconciler.step(stored).status().word()).isEqualTo("initializing");
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void a_task_that_one_record_ends_again_and_again_fails_the_link_however_long_it_runs_between() {
        StoredLink link = created("active-passive").locatedAt(Map.of(THERE, "default"));
        flows.create(link);
        link = started(link);
        link = link.in(settled(link).status());
        inTheWay = Optional.of("Record at offset 41 of orders-0 ends the task: a transform failed on it.");

        connect.failTask(THERE, 0, "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded");
        link = link.in(reconciler.step(link).status());
        assertThat(link.status().word()).isEqualTo("initializing");
        link = runningFor(link, Duration.ofMinutes(20));
        assertThat(link.status().word()).isEqualTo("active");
        connect.failTask(THERE, 0, "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded");
        link = link.in(reconciler.step(link).status());

        assertThat(link.status())
                .isInstanceOfSatisfying(
                        LinkStatus.Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo(
                                        THERE + ", task 0: Tolerance exceeded. Record at offset 41 of orders-0 ends the"
                                                + " task: a transform failed on it."));
        link = runningFor(link, Duration.ofMinutes(2));
        assertThat(link.status().word()).isEqualTo("failed");
        inTheWay = Optional.empty();
        link = runningFor(link, Duration.ofSeconds(20));
        assertThat(link.status().word()).isEqualTo("active");
    }

    @Test
    void a_second_failure_within_ten_minutes_fails_the_link_though_it_ran_well_between() {
        StoredLink link = created("active-passive").locatedAt(Map.of(THERE, "default"));
        flows.create(link);
        link = started(link);
        link = link.in(settled(link).status());

        connect.failTask(THERE, 0, "java.lang.RuntimeException: too large");
        link = runningFor(link, Duration.ofMinutes(5));
        assertThat(link.status().word()).isEqualTo("active");
        connect.failTask(THERE, 0, "java.lang.RuntimeException: too large");
        link = link.in(reconciler.step(link).status());

        assertThat(link.status().word()).isEqualTo("failed");
        link = runningFor(link, Duration.ofSeconds(20));
        assertThat(link.status().word()).isEqualTo("active");
    }

    private StoredLink runningFor(StoredLink link, Duration time) {
        StoredLink now = link;
        for (int second = 0; second < time.toSeconds(); second++) {
            now = now.in(reconciler.step(now).status());
            clock.advance(Duration.ofSeconds(1));
        }
        return now;
    }
}
