package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.document.FieldChange;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FailoverPolicy;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.HeaderRules;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.MessageFilter;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.ReplicationLink.Mode;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.ConnectorChange;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.StoredLink;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.PluginInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkServiceTest {

    private static final String CONNECTOR_CLASS = "io.streambus.connect.StreamBusSourceConnector";
    private static final String THERE = "streambus.l.a.to.b";
    private static final String BACK = "streambus.l.b.to.a";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeLinkStore store = new FakeLinkStore();
    private volatile boolean refusing;
    private volatile Runnable atCheck = () -> {};
    private final FakeConnectRuntime connect = new FakeConnectRuntime("c", List.of(plugin()));
    private final ConnectClusters connectClusters = ConnectClusters.only(connect, Clock.systemUTC());
    private final FakeProgress progress = new FakeProgress();
    private LinkService links;

    /** Tasks that give a life sign whenever somebody looks, unless silent; a target that can be away. */
    private static final class FakeProgress implements FlowProgress {
        private volatile boolean silent;
        private volatile boolean away;
        private volatile Runnable atErase = () -> {};

        @Override
        public Optional<Instant> lastLifeSign(Flow flow) {
            return silent ? Optional.empty() : Optional.of(Instant.now());
        }

        @Override
        public Optional<String> failedRecord(Flow flow) {
            return Optional.empty();
        }

        @Override
        public void erase(Flow flow) {
            atErase.run();
            if (away) {
                throw new ClusterUnreachableException("cluster b is away", null);
            }
        }
    }

    private FakePlugin plugin() {
        FakePlugin lenient = FakePlugin.of(CONNECTOR_CLASS, PluginInfo.Type.SOURCE);
        return new FakePlugin(
                lenient.info(),
                config -> checked() ? List.of(new ConfigValidation.Fault("topics", "not those")) : List.of(),
                lenient.taskFailure(),
                lenient.refusal());
    }

    private boolean checked() {
        atCheck.run();
        return refusing;
    }

    @BeforeEach
    void takeOver() {
        links = LinkService.takeOver(store, connectClusters, progress, RelationCheck.NONE, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        links.close();
    }

    private void crashAndTakeOver() {
        links.close();
        takeOver();
    }

    @Test
    void a_desired_state_is_stored_before_connect_hears_of_it() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        connect.failNext(() -> new ConnectRuntimeException.Unavailable("gone", null));

        assertThatThrownBy(() -> links.act("l", LinkAction.START).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class);

        assertThat(store.all().get(0).desired()).isEqualTo(DesiredState.RUNNING);
        await().atMost(PATIENCE.plusSeconds(5)).until(() -> connect.calls().contains("resume " + THERE));
    }

    @Test
    void a_partition_is_set_by_altering_the_offsets_of_a_stopped_connector() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        Flow there = links.find("l").orElseThrow().flows().keySet().iterator().next();

        links.goOnAt("l", there, new TopicPartition("orders", 3), 42).get();
        links.goOnAt("l", there, new TopicPartition("orders", 4), 0).get();

        assertThat(connect.calls())
                .filteredOn(call -> call.equals("alterOffsets " + THERE))
                .hasSize(2);
        assertThat(connect.offsets(THERE))
                .containsExactly(new ConnectorOffset(
                        Map.of("cluster", "a", "topic", "orders", "partition", 3), Optional.of(Map.of("offset", 41L))));
    }

    @Test
    void a_partition_of_a_link_that_runs_is_not_set() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        Flow there = links.find("l").orElseThrow().flows().keySet().iterator().next();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        assertThatThrownBy(() -> links.goOnAt("l", there, new TopicPartition("orders", 3), 42)
                        .get())
                .hasCauseInstanceOf(LinkException.NotAllowed.class)
                .hasMessageContaining(
                        "link l is active and must be stopped before it is said where a partition goes on");
        assertThat(connect.calls()).doesNotContain("alterOffsets " + THERE);
    }

    @Test
    void both_flows_of_an_active_active_link_run_before_it_is_active() throws Exception {
        links.create(link(LinkType.ACTIVE_ACTIVE)).get();
        assertThat(links.act("l", LinkAction.START).get().status().word()).isEqualTo("initializing");

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("active");

        assertThat(connect.calls()).contains("resume " + THERE, "resume " + BACK);
    }

    @Test
    void a_link_whose_tasks_run_but_give_no_life_sign_stays_initializing() throws Exception {
        progress.silent = true;
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();

        assertThat(links.reconciled("l", Duration.ofSeconds(1)).get().status().word())
                .isEqualTo("initializing");

        progress.silent = false;
        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("active");
    }

    @Test
    void stopped_is_said_only_when_connect_says_so() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        connect.holdStatus();

        assertThat(links.act("l", LinkAction.STOP).get().status().word()).isEqualTo("active");
        assertThatThrownBy(() -> links.delete("l", OptionalLong.empty(), false).get())
                .hasCauseInstanceOf(LinkException.NotAllowed.class);
        connect.releaseStatus();

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("stopped");
    }

    @Test
    void a_stop_that_is_on_its_way_can_be_taken_back() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        connect.holdStatus();
        links.act("l", LinkAction.STOP).get();

        links.act("l", LinkAction.START).get();
        connect.releaseStatus();

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("active");
        assertThat(connect.status(THERE).connector().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void a_stop_that_is_on_its_way_from_a_pause_can_be_turned_into_a_start() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        links.act("l", LinkAction.PAUSE).get();
        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("paused");
        connect.holdStatus();
        assertThat(links.act("l", LinkAction.STOP).get().status().word()).isEqualTo("paused");

        links.act("l", LinkAction.START).get();
        connect.releaseStatus();

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("active");
    }

    @Test
    void a_creation_that_a_crash_cut_short_is_undone() {
        store.put(StoredLink.creating(link(LinkType.ACTIVE_ACTIVE), Instant.now()));
        connect.create(THERE, Map.of("connector.class", CONNECTOR_CLASS), InitialState.STOPPED);

        crashAndTakeOver();

        await().atMost(PATIENCE).until(() -> store.all().isEmpty());
        assertThat(connect.connectors()).isEmpty();
        assertThat(links.all()).isEmpty();
    }

    @Test
    void a_creation_whose_second_connector_fails_is_undone() throws Exception {
        connect.create("x", Map.of("connector.class", CONNECTOR_CLASS), InitialState.STOPPED);
        store.goAwayAfter(1);

        // The link is written as creating; that it was created is not.
        assertThatThrownBy(() -> links.create(link(LinkType.ACTIVE_ACTIVE)).get())
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(links.find("l")).isEmpty();
        store.comeBack();

        await().atMost(PATIENCE).until(() -> store.all().isEmpty());
        assertThat(connect.connectors()).containsExactly("x");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> links.create(link(LinkType.ACTIVE_PASSIVE)).get() != null);
    }

    /** Its caller has given up on the target, and is not to wait for it as long as others wait. */
    @Test
    void a_deletion_answers_soon_though_the_target_hangs() throws Exception {
        links.close();
        links = LinkService.takeOver(
                store, connectClusters, progress, RelationCheck.NONE, Clock.systemUTC(), Duration.ofMillis(2_500));
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        CountDownLatch released = new CountDownLatch(1);
        progress.atErase = () -> awaitQuietly(released);

        assertThatThrownBy(() -> links.delete("l", OptionalLong.empty(), false).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class)
                .hasMessageContaining("takes more than 1 s and goes on");

        released.countDown();
        await().atMost(PATIENCE).until(() -> store.all().isEmpty());
    }

    @Test
    void a_deletion_goes_on_after_a_crash_until_the_target_is_back() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        progress.away = true;
        assertThatThrownBy(() -> links.delete("l", OptionalLong.empty(), false).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class);
        assertThat(links.find("l").orElseThrow().allowedActions()).containsExactly(LinkAction.DELETE);
        assertThatThrownBy(() -> links.act("l", LinkAction.START).get()).hasCauseInstanceOf(LinkException.Busy.class);

        crashAndTakeOver();
        progress.away = false;

        await().atMost(PATIENCE).until(() -> store.all().isEmpty());
        assertThat(links.find("l")).isEmpty();
        assertThat(connect.connectors()).isEmpty();
    }

    @Test
    void an_update_that_a_crash_cut_short_reaches_connect_after_it() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        StoredLink stored = store.all().get(0);
        store.put(stored.updatedTo(renamed(stored.link(), "newer")));

        crashAndTakeOver();

        await().atMost(PATIENCE).until(() -> connect.calls().contains("putConfig " + THERE));
        await().atMost(PATIENCE).until(() -> store.all().get(0).appliedRevision() == 2);
        assertThat(links.find("l").orElseThrow().link().name()).isEqualTo("newer");
    }

    @Test
    void a_configuration_that_was_changed_behind_the_bridges_back_is_the_links_own_after_a_takeover() throws Exception {
        links.create(link(LinkType.ACTIVE_ACTIVE)).get();
        Map<String, String> own = connect.config(THERE);
        connect.putConfig(THERE, Map.of("connector.class", CONNECTOR_CLASS, "tasks.max", "7"));

        crashAndTakeOver();

        await().atMost(PATIENCE).until(() -> connect.config(THERE).equals(own));
        assertThat(links.reconciled("l", PATIENCE).get().reconciled()).isTrue();
        assertThat(connect.calls()).as("the other flow is as it should be").doesNotContain("putConfig " + BACK);
    }

    @Test
    void a_connect_that_is_away_at_a_takeover_is_corrected_when_it_is_back() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        Map<String, String> own = connect.config(THERE);
        connect.putConfig(THERE, Map.of("connector.class", CONNECTOR_CLASS));
        connect.goAway();
        crashAndTakeOver();
        await().atMost(PATIENCE)
                .until(() -> links.find("l").flatMap(LinkView::blockedBy).isPresent());

        connect.comeBack();

        await().atMost(PATIENCE.plusSeconds(5))
                .until(() -> connect.config(THERE).equals(own));
    }

    @Test
    void a_plugin_that_refuses_its_links_configuration_after_a_takeover_does_not_keep_the_link_from_its_desired_state()
            throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        connect.putConfig(THERE, Map.of("connector.class", CONNECTOR_CLASS));
        connect.resume(THERE);
        refusing = true;

        crashAndTakeOver();

        await().atMost(PATIENCE).until(() -> connect.status(THERE).connector().state() == State.STOPPED);
    }

    @Test
    void an_update_of_an_older_version_is_refused_and_changes_nothing() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();

        assertThatThrownBy(() ->
                        links.update("l", OptionalLong.of(7), Read.Valid::new).get())
                .hasCauseInstanceOf(LinkException.Stale.class);

        assertThat(links.find("l").orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void a_connector_that_vanished_is_created_again_and_runs() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        connect.delete(THERE);

        await().atMost(PATIENCE)
                .until(() -> connect.connectors().contains(THERE)
                        && connect.status(THERE).connector().state() == State.RUNNING);
    }

    @Test
    void a_connector_that_somebody_paused_is_resumed() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        connect.pause(THERE);

        await().atMost(PATIENCE).until(() -> connect.status(THERE).connector().state() == State.RUNNING);
    }

    @Test
    void one_failure_is_cured_by_a_restart_and_the_link_is_never_failed() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();

        connect.failTask(THERE, 0, "org.apache.kafka.connect.errors.ConnectException: a hiccup");

        await().atMost(PATIENCE).until(() -> connect.calls().contains("restartFailed " + THERE));
        await().atMost(PATIENCE).until(() -> status().equals("active"));
        assertThat(links.find("l").orElseThrow().totalFailures()).isEqualTo(1);
    }

    @Test
    void calls_at_the_same_time_are_carried_out_one_after_the_other() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        List<CompletableFuture<LinkView>> calls = List.of(
                links.act("l", LinkAction.START),
                links.act("l", LinkAction.PAUSE),
                links.act("l", LinkAction.STOP),
                links.act("l", LinkAction.START));
        for (CompletableFuture<LinkView> call : calls) {
            call.get();
        }

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("active");
        assertThat(store.all().get(0).desired()).isEqualTo(DesiredState.RUNNING);
        // What is observed in between is written too, under the desired state of the moment.
        List<String> states = new ArrayList<>();
        store.writes().forEach(desired -> {
            if (states.isEmpty() || !states.get(states.size() - 1).equals(desired)) {
                states.add(desired);
            }
        });
        assertThat(states).containsExactly("creating", "stopped", "running", "paused", "stopped", "running");
    }

    /** A look before the creation took it for one left half-way, and forgot a link that was then created. */
    @Test
    void aLinkIsNotLookedAfterBeforeItsCreation() {
        LinkOwner owner = LinkOwner.toBeCreated(
                StoredLink.creating(link(LinkType.ACTIVE_PASSIVE), Instant.now()),
                store,
                new FlowConnectors(
                        connectClusters,
                        progress,
                        new TakeoverSnapshot(Clock.systemUTC(), Set.of()),
                        RelationCheck.NONE),
                Clock.systemUTC());

        assertThat(owner.due()).isEqualTo(Instant.MAX);

        owner.create();

        assertThat(owner.due()).isBefore(Instant.now().plus(Duration.ofHours(1)));
    }

    @Test
    void a_creation_that_never_got_its_turn_leaves_the_id_free() throws Exception {
        links.close();
        links = LinkService.takeOver(
                store, connectClusters, progress, RelationCheck.NONE, Clock.systemUTC(), Duration.ofMillis(300));
        for (int i = 0; i < 8; i++) {
            links.create(link("busy-" + i, "a", "b")).get();
        }
        CountDownLatch released = new CountDownLatch(1);
        connect.failNext(() -> {
            awaitQuietly(released);
            return new ConnectRuntimeException.Unavailable("slow", null);
        });
        for (int i = 0; i < 8; i++) {
            var unused = links.act("busy-" + i, LinkAction.START);
        }

        assertThatThrownBy(() -> links.create(link(LinkType.ACTIVE_PASSIVE)).get())
                .hasCauseInstanceOf(LinkException.Busy.class)
                .hasMessageContaining("nothing of it was done");

        released.countDown();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        links.create(link(LinkType.ACTIVE_PASSIVE)).get().id().equals("l"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_flow_that_connect_does_not_take_back_holds_up_neither_the_other_nor_a_stop() throws Exception {
        links.create(link(LinkType.ACTIVE_ACTIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        refusing = true;
        connect.delete(THERE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(links.find("l").orElseThrow().blockedBy())
                        .hasValueSatisfying(blockedBy -> assertThat(blockedBy).contains(THERE, "not those")));

        links.act("l", LinkAction.STOP).get();

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("stopped");
        assertThat(connect.calls()).contains("stop " + BACK);
        links.delete("l", OptionalLong.empty(), false).get();
        assertThat(connect.connectors()).isEmpty();
    }

    @Test
    void a_desired_state_that_a_predecessor_may_not_have_passed_on_is_passed_on() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.close();
        // START was told and shows late; STOP was stored, and the bridge killed.
        connect.stop(THERE);
        StoredLink started = store.all().get(0);
        store.put(started.desiring(DesiredState.STOPPED).in(new LinkStatus.Initializing(Instant.now())));
        int before = connect.calls().size();

        takeOver();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                connect.calls().subList(before, connect.calls().size()))
                        .contains("stop " + THERE));
    }

    @Test
    void an_update_while_connect_is_away_says_so() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        connect.goAway();
        crashAndTakeOver();

        assertThatThrownBy(() -> links.update(
                                "l", OptionalLong.empty(), current -> new Read.Valid<>(renamed(current, "renamed")))
                        .get())
                .hasCauseInstanceOf(ConnectRuntimeException.Unavailable.class);

        connect.comeBack();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> links.update(
                                "l", OptionalLong.empty(), current -> new Read.Valid<>(renamed(current, "renamed")))
                        .get()
                        .link()
                        .name()
                        .equals("renamed"));
    }

    @Test
    void a_caller_who_is_told_to_try_again_may_repeat_the_same_update() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        OptionalLong known = OptionalLong.of(links.find("l").orElseThrow().revision());
        Function<ReplicationLink, Read<ReplicationLink>> change =
                current -> new Read.Valid<>(renamed(current, "renamed"));
        // Between the check of the new version and its application.
        atCheck = connect::goAway;
        assertThatThrownBy(() -> links.update("l", known, change).get())
                .hasCauseInstanceOf(LinkException.Unfinished.class);

        atCheck = () -> {};
        connect.comeBack();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> links.update("l", known, change).get().reconciled());
        assertThat(store.all().get(0).appliedRevision()).isEqualTo(known.getAsLong() + 1);
    }

    @Test
    void a_version_that_connect_refuses_can_be_mended_by_another() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        // It passes the check, and is refused when it is to be applied.
        AtomicInteger checks = new AtomicInteger();
        atCheck = () -> refusing = checks.getAndIncrement() > 0;
        assertThatThrownBy(() -> links.update(
                                "l", OptionalLong.empty(), current -> new Read.Valid<>(renamed(current, "bad")))
                        .get())
                .hasCauseInstanceOf(LinkException.Unfinished.class);
        atCheck = () -> refusing = false;

        LinkView mended = links.update("l", OptionalLong.empty(), current -> new Read.Valid<>(renamed(current, "good")))
                .get();

        assertThat(mended.link().name()).isEqualTo("good");
        assertThat(mended.reconciled()).isTrue();
    }

    @Test
    void a_desired_state_that_is_only_requested_does_not_wait_for_connect() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        connect.goAway();

        assertThat(links.request("l", LinkAction.START).get().status().word()).isEqualTo("initializing");

        connect.comeBack();
        await().atMost(PATIENCE).until(() -> status().equals("active"));
    }

    @Test
    void two_links_that_lead_to_the_same_connector_do_not_share_it() throws Exception {
        CompletableFuture<LinkView> first = links.create(link("x", "a.b", "c"));
        CompletableFuture<LinkView> second = links.create(link("x.a", "b", "c"));

        assertThat(first.get().id()).isEqualTo("x");
        assertThatThrownBy(second::get)
                .hasCauseInstanceOf(LinkException.Exists.class)
                .hasMessageContaining("link x has the connector streambus.x.a.b.to.c");

        links.delete("x", OptionalLong.empty(), false).get();
        assertThat(links.create(link("x.a", "b", "c")).get().id()).isEqualTo("x.a");
    }

    @Test
    void no_more_documents_are_checked_at_a_time_than_the_bridge_can_take() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        atCheck = () -> awaitQuietly(released);
        List<CompletableFuture<Void>> checks = IntStream.range(0, 16)
                .mapToObj(i -> links.check(link("checked-" + i, "a", "b")))
                .toList();

        assertThatThrownBy(() -> links.check(link("one-too-many", "a", "b")).get())
                .hasCauseInstanceOf(LinkException.Overloaded.class);

        released.countDown();
        for (CompletableFuture<Void> check : checks) {
            check.get();
        }
    }

    @Test
    void what_somebody_resumed_in_connect_and_has_failed_since_is_stopped_again() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        connect.resume(THERE);
        connect.failTask(THERE, 0, "the source is away");
        int before = connect.calls().size();

        crashAndTakeOver();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                connect.calls().subList(before, connect.calls().size()))
                        .contains("stop " + THERE));
        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("stopped");
    }

    @Test
    void what_has_failed_and_copies_nothing_counts_as_paused() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        connect.failConnector(THERE, "the source is away");

        links.act("l", LinkAction.PAUSE).get();

        assertThat(links.reconciled("l", PATIENCE).get().status().word()).isEqualTo("paused");
    }

    private String status() {
        return links.find("l").orElseThrow().status().word();
    }

    @Test
    void a_preview_tells_fields_and_connectors_and_changes_nothing() throws Exception {
        links.create(link(LinkType.ACTIVE_ACTIVE)).get();
        List<String> calls = connect.calls();

        LinkPreview preview = links.preview("l", OptionalLong.of(1), current -> new Read.Valid<>(copying(current, "u")))
                .get();

        assertThat(preview.faults()).isEmpty();
        assertThat(preview.changes()).extracting(FieldChange::pointer).containsExactly("/topics");
        assertThat(preview.connectors())
                .extracting(ConnectorChange::connector, ConnectorChange::kind)
                .containsExactly(
                        tuple(THERE, ConnectorChange.Kind.RECONFIGURE), tuple(BACK, ConnectorChange.Kind.RECONFIGURE));
        assertThat(preview.needsRest()).isFalse();
        assertThat(preview.revision()).isEqualTo(1);
        assertThat(links.find("l").orElseThrow().link().topics().names()).containsExactly("t");
        assertThat(store.all().get(0).revision()).isEqualTo(1);
        assertThat(connect.calls().subList(calls.size(), connect.calls().size()))
                .noneMatch(call -> call.startsWith("putConfig"));
    }

    @Test
    void a_preview_of_what_is_there_already_asks_nobody_and_needs_nothing() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        refusing = true;

        LinkPreview preview =
                links.preview("l", OptionalLong.empty(), Read.Valid::new).get();

        assertThat(preview.faults()).isEmpty();
        assertThat(preview.changes()).isEmpty();
        assertThat(preview.connectors()).extracting(ConnectorChange::kind).containsExactly(ConnectorChange.Kind.NONE);
        assertThat(preview.needsRest()).isFalse();
    }

    @Test
    void a_preview_of_a_running_link_says_that_it_has_to_rest_and_what_connect_refuses() throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        links.act("l", LinkAction.START).get();
        links.reconciled("l", PATIENCE).get();
        refusing = true;

        LinkPreview preview = links.preview(
                        "l", OptionalLong.empty(), current -> new Read.Valid<>(copying(current, "u")))
                .get();

        assertThat(preview.needsRest()).isTrue();
        assertThat(preview.faults())
                .extracting(Fault::message)
                .containsExactly("setting topics of connector " + THERE + ": not those");
        assertThat(preview.changes()).hasSize(1);
    }

    @Test
    void a_preview_of_a_faulty_document_has_its_faults_and_those_of_the_link_are_told_as_for_an_update()
            throws Exception {
        links.create(link(LinkType.ACTIVE_PASSIVE)).get();
        Fault fault = new Fault("/topics/0", "is no topic");

        LinkPreview preview = links.preview("l", OptionalLong.empty(), current -> new Read.Invalid<>(List.of(fault)))
                .get();

        assertThat(preview.faults()).containsExactly(fault);
        assertThat(preview.connectors()).isEmpty();
        assertThatThrownBy(() ->
                        links.preview("l", OptionalLong.of(7), Read.Valid::new).get())
                .hasCauseInstanceOf(LinkException.Stale.class);
        assertThatThrownBy(() -> links.preview("other", OptionalLong.empty(), Read.Valid::new)
                        .get())
                .hasCauseInstanceOf(LinkException.NotFound.class);
    }

    private static ReplicationLink copying(ReplicationLink link, String topic) {
        return new ReplicationLink(
                link.id(),
                link.name(),
                link.topology(),
                link.mode(),
                new TopicScope(List.of(topic), Optional.empty(), List.of(), "", Map.of()),
                link.groups(),
                link.groupsExclude(),
                link.tuning(),
                link.filter(),
                link.headers(),
                link.failover());
    }

    private static ReplicationLink link(LinkType type) {
        return link(
                "l",
                type == LinkType.ACTIVE_ACTIVE
                        ? new Topology.ActiveActive(cluster("a"), cluster("b"))
                        : new Topology.ActivePassive(cluster("a"), cluster("b")));
    }

    private static ReplicationLink link(String id, String source, String target) {
        return link(id, new Topology.ActivePassive(cluster(source), cluster(target)));
    }

    private static ReplicationLink link(String id, Topology topology) {
        return new ReplicationLink(
                id,
                "Link",
                topology,
                Mode.PULL,
                new TopicScope(List.of("t"), Optional.empty(), List.of(), "", Map.of()),
                List.of(),
                List.of(),
                FlowTuning.DEFAULT,
                MessageFilter.NONE,
                HeaderRules.NONE,
                FailoverPolicy.DISABLED);
    }

    private static ReplicationLink renamed(ReplicationLink link, String name) {
        return new ReplicationLink(
                link.id(),
                name,
                link.topology(),
                link.mode(),
                link.topics(),
                link.groups(),
                link.groupsExclude(),
                link.tuning(),
                link.filter(),
                link.headers(),
                link.failover());
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id, List.of(id + ":9092"), Duration.ofSeconds(30), Duration.ofSeconds(10), 3, Security.NONE);
    }
}
