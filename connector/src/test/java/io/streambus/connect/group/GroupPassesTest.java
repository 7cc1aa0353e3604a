package io.streambus.connect.group;

import static io.streambus.connect.group.position.SimulatedReplication.SOURCE;
import static io.streambus.connect.group.position.SimulatedReplication.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.checkpoint.RecordedEntries;
import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.group.MirrorCheckpoints.MirrorCheckpoint;
import io.streambus.connect.group.position.SimulatedReplication;
import io.streambus.connect.group.position.SimulatedReplication.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupPassesTest {

    private static final String FLOW = "west-to-east";

    private final FakeGroupCluster west = new FakeGroupCluster("west");
    private final FakeGroupCluster east = new FakeGroupCluster("east");
    private final SimulatedReplication replication = new SimulatedReplication(new Random(7), Fault.NONE);
    private final RecordedEntries entries = new RecordedEntries();
    private final List<List<MirrorCheckpoint>> mirrored = new ArrayList<>();
    private RuntimeException checkpointsFail;
    private long nowMs = 1_000_000;
    private int looks;
    private GroupPasses passes = passes(true, Map.of());

    @BeforeEach
    void replicate() {
        for (int i = 0; i < 50; i++) {
            replication.write();
        }
        replication.catchUp();
    }

    @Test
    void aPassCommitsAndTellsAndWritesMirrorMakersForm() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, replication.sourceEnd()));

        Duration wait = passes.run();

        long end = east.offset("billing", TARGET).orElseThrow();
        assertThat(wait).isEqualTo(Duration.ofSeconds(60));
        assertThat(lastReport().inSync()).isEqualTo(1);
        assertThat(keys()).containsExactlyInAnyOrder(key("billing"), new CheckpointKey.GroupPass(FLOW));
        assertThat(mirrored)
                .containsExactly(List.of(new MirrorCheckpoint("billing", TARGET, replication.sourceEnd(), end, "")));
    }

    @Test
    void whatHasNotChangedIsNeitherCommittedNorWrittenAgain() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        passes.run();
        nowMs += 60_000;

        passes.run();

        assertThat(east.commits()).isEqualTo(1);
        assertThat(keys()).containsExactly(new CheckpointKey.GroupPass(FLOW));
    }

    /** A connector that is started again knows from the topic what it has committed: the rewind is followed. */
    @Test
    void whatWasCommittedIsKnownOverARestart() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, replication.sourceEnd()));
        passes.run();
        long before = east.offset("billing", TARGET).orElseThrow();
        Map<CheckpointKey.Group, GroupOffset> stored = stored();
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 0L));

        passes(true, stored).run();

        assertThat(east.offset("billing", TARGET).orElseThrow()).isLessThan(before);
    }

    @Test
    void anEntryThatTheTargetDidNotTakeIsWrittenAgain() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        entries.acknowledges = false;
        passes.run();
        entries.writes.get(0).answer().completeExceptionally(new TimeoutException("no"));
        entries.acknowledges = true;

        passes.run();

        assertThat(keys()).contains(key("billing"));
        passes.run();
        assertThat(keys()).doesNotContain(key("billing"));
    }

    @Test
    void theEntryOfAGroupThatIsGoneIsRemoved() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        passes.run();
        west.delete("billing");
        nowMs += 60_000;

        passes.run();

        assertThat(entries.writes.get(entries.writes.size() - 1).removed()).containsExactly(key("billing"));
        assertThat(east.offset("billing", TARGET)).as("stays until it expires").isPresent();
    }

    @Test
    void aGroupThatTheSourceDoesNotTellOfIsWarnedOfAndItsEntryKept() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        passes.run();
        west.doesNotTell("billing", FakeGroupCluster.noRight("billing"));

        passes.run();

        assertThat(lastReport().warnings()).hasSize(1);
        assertThat(lastReport().warnings().get(0)).contains("billing");
        assertThat(entries.writes.get(entries.writes.size() - 1).removed()).isEmpty();
    }

    @Test
    void anApplicationWhoseOwnTopicsAreLeftOutIsWarnedOf() throws InterruptedException {
        west.put("counting", GroupKind.STREAMS, Map.of(SOURCE, 10L));
        west.put("passing", GroupKind.STREAMS, Map.of(SOURCE, 10L));
        west.internalTopics("counting", Set.of("counting-counts-changelog", SOURCE.topic()));
        west.internalTopics("passing", Set.of(SOURCE.topic()));

        passes.run();

        assertThat(lastReport().warnings()).hasSize(1);
        assertThat(lastReport().warnings().get(0))
                .contains("counting-counts-changelog")
                .doesNotContain(SOURCE.topic() + ",")
                .contains("Add them to topics");
    }

    @Test
    void groupsOfOthersExcludedOnesAndTopicsThatAreNotCarriedAreLeftOut() throws InterruptedException {
        west.put("connect-workers", FoundGroup.ofOthers(), Map.of(SOURCE, 10L));
        west.put("excluded", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        west.put("elsewhere", GroupKind.CONSUMER, Map.of(new TopicPartition("other", 0), 10L));

        passes.run();

        assertThat(east.groups()).isEmpty();
        assertThat(keys()).containsExactly(new CheckpointKey.GroupPass(FLOW));
    }

    @Test
    void aNameOfAnotherKindOnTheTargetIsToldAndNotOverwritten() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        east.put("billing", GroupKind.STREAMS, Map.of(TARGET, 3L));

        passes.run();

        assertThat(east.offset("billing", TARGET)).contains(3L);
        assertThat(stored().get(key("billing")).outcome()).isInstanceOf(GroupOutcome.NotTranslatable.class);
        assertThat(east.commits()).isZero();
    }

    @Test
    void withoutTheSyncPositionsAreToldAndNotCommitted() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));

        passes(false, Map.of()).run();

        assertThat(east.groups()).isEmpty();
        GroupOffset told = stored().get(key("billing"));
        assertThat(told.translated()).isPresent();
        assertThat(told.outcome().reason().orElseThrow()).contains("sync.group.offsets.enabled");
        assertThat(mirrored).hasSize(1);
    }

    @Test
    void anIdleGroupIsCommittedAgainWithinAQuarterOfTheRetention() throws InterruptedException {
        east.retention(Duration.ofMinutes(40));
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        for (int minute = 0; minute <= 30; minute++) {
            passes.run();
            nowMs += 60_000;
        }

        assertThat(east.commits()).as("now, and after 10, 20 and 30 minutes").isEqualTo(4);
    }

    @Test
    void groupsAndTopicsAreLookedForEverySoOftenOnly() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            passes.run();
            nowMs += 60_000;
        }

        assertThat(looks).isEqualTo(4);
    }

    @Test
    void anOutageIsToldAndTheNextPassTriesAgain() throws InterruptedException {
        west.put("billing", GroupKind.CONSUMER, Map.of(SOURCE, 10L));
        checkpointsFail = new TimeoutException("The cluster gave nothing");
        passes.run();
        assertThat(lastReport().error().orElseThrow()).contains("gave nothing");

        checkpointsFail = null;
        passes.run();

        assertThat(lastReport().error()).isEmpty();
        assertThat(lastReport().inSync()).isEqualTo(1);
    }

    @Test
    void aRefusalEndsThePasses() {
        checkpointsFail = new ClusterException("east", new TopicAuthorizationException("no"));

        assertThatThrownBy(passes::run).hasMessageContaining("Cluster east refuses the flow");
    }

    private PassReport lastReport() {
        return entries.groups(FLOW).lastPass().orElseThrow();
    }

    private List<CheckpointKey> keys() {
        return entries.writes.get(entries.writes.size() - 1).keys();
    }

    private Map<CheckpointKey.Group, GroupOffset> stored() {
        return entries.groups(FLOW).offsets();
    }

    private static CheckpointKey.Group key(String group) {
        return new CheckpointKey.Group(FLOW, group, SOURCE.topic(), SOURCE.partition());
    }

    private GroupPasses passes(boolean commits, Map<CheckpointKey.Group, GroupOffset> stored) {
        return new GroupPasses(
                new GroupSync.Parts(
                        west,
                        east,
                        () -> {
                            looks++;
                            return replication.topics();
                        },
                        this::checkpoints,
                        replication),
                new GroupSync.Rules(FLOW, group -> !group.equals("excluded"), commits),
                new GroupPasses.Intervals(
                        Duration.ofSeconds(60), Duration.ofSeconds(180), Optional.of(Duration.ofSeconds(60))),
                entries,
                stored,
                mirrored::add,
                () -> nowMs);
    }

    private FlowCheckpoints checkpoints() {
        if (checkpointsFail != null) {
            throw checkpointsFail;
        }
        return replication.checkpoints();
    }
}
