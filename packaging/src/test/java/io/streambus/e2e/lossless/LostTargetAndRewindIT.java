package io.streambus.e2e.lossless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.e2e.replication.Eventually;
import io.streambus.e2e.replication.Load;
import io.streambus.runtime.ConnectorOffset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The target holds less than the flow has copied; and a task that Connect has given up, but that has not ended, has the last word in nothing. */
class LostTargetAndRewindIT {

    /** Connect gives a task up after half a second, while the task waits twelve for records that the target does not acknowledge. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "task.shutdown.graceful.timeout.ms", "500",
            "offset.flush.timeout.ms", "12000");

    private static Clusters clusters;
    private static LosslessFlows flows;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(IMPATIENT, Broker.plain("west"), Broker.plain("east", Gate.BROKER));
        flows = new LosslessFlows(clusters, clusters::runtime);
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        flows.deleteAll();
    }

    @Test
    void aTargetTopicThatIsMadeAnewUnderARunningFlowStopsItAndTheFlowSaysSo() throws Exception {
        begin("replaced");
        flows.run("replaced", Map.of());
        Eventually.assertThat(() -> tally("replaced").assertExactlyOnceInOrder());

        Optional<String> said = Optional.empty();
        try (Load load =
                new Load(clusters.west(), "replaced", number -> Numbered.record("replaced", 0, 1_000 + number))) {
            Eventually.become(() -> load.written() > 500, "the load runs");
            clusters.east().deleteTopic("replaced");
            createUnlessTheFlowHas("replaced");
            Eventually.assertThat(() -> assertThat(said("replaced"))
                    .as("what the flow says")
                    .hasValueSatisfying(reason -> assertThat(reason).contains("replaced")));
            said = said("replaced");
        } finally {
            tally("replaced").print("Target made anew, the flow says: " + said.orElse("nothing"));
        }

        Map<String, String> restarting = flows.settings("replaced", Map.of("target.gap.policy", "restart"));
        clusters.runtime().putConfig("replaced", restarting);
        try {
            flows.restartingUntil("replaced", () -> tally("replaced").assertNothingLost());
            assertThat(tally("replaced").others()).isEmpty();
        } finally {
            tally("replaced").print("Target made anew, told to copy again");
        }
    }

    @Test
    void aTargetTopicThatIsDeletedUnderARunningFlowIsCopiedAgainIfThePolicySaysSo() throws Exception {
        begin("deleted");
        flows.run("deleted", Map.of("target.gap.policy", "restart"));
        Eventually.assertThat(() -> tally("deleted").assertExactlyOnceInOrder());

        try (Load load =
                new Load(clusters.west(), "deleted", number -> Numbered.record("deleted", 0, 1_000 + number))) {
            Eventually.become(() -> load.written() > 500, "the load runs");
            clusters.east().deleteTopic("deleted");
            Eventually.become(() -> clusters.east().size("deleted", 1) > 500, "the flow has made it anew and goes on");
        }

        try {
            flows.restartingUntil("deleted", () -> tally("deleted").assertNothingLost());
            assertThat(tally("deleted").others()).isEmpty();
        } finally {
            tally("deleted").print("Target deleted, copied again");
        }
    }

    /** What is in flight cannot arrive, so that the task does not end when Connect stops the connector. */
    @Test
    void anOperatorsRewindHoldsAlthoughAStoppedTaskEndsAfterIt() {
        begin("rewound");
        flows.run("rewound", Map.of());
        Eventually.assertThat(() -> tally("rewound").assertExactlyOnceInOrder());
        awaitNext("rewound", 1_000);

        Gate.whileTheLeaderIsAway("rewound", () -> {
            clusters.west().write(Numbered.range("rewound", 0, 1_000, 1_500));
            Gate.awaitRequest("rewound");
            flows.stop("rewound");
            assertThat(tasks("rewound")).as("tasks that have not ended").isEqualTo(1);
            clusters.runtime()
                    .alterOffsets(
                            "rewound",
                            List.of(new ConnectorOffset(
                                    Map.of("cluster", "west", "topic", "rewound", "partition", 0),
                                    Optional.of(Map.of("offset", 99)))));
            Eventually.become(() -> tasks("rewound") == 0, "the task has ended");
        });
        flows.resume("rewound");

        try {
            Eventually.assertThat(() -> afterTheRewind().assertExactlyOnceInOrder());
        } finally {
            afterTheRewind().print("Rewound by 900 records, with 500 in flight");
        }
    }

    /** What is to come behind the thousand copies that were there before. */
    private static Tally afterTheRewind() {
        List<ConsumerRecord<byte[], byte[]>> copies = clusters.east().read("rewound", 0);
        return Tally.of(clusters.west().read("rewound", 0).subList(100, 1_500), copies.subList(1_000, copies.size()));
    }

    @Test
    void aTaskThatConnectHasGivenUpDoesNotOverwriteWhatItsSuccessorHasWrittenDown() {
        begin("succeeded");
        flows.run("succeeded", Map.of());
        Eventually.assertThat(() -> tally("succeeded").assertExactlyOnceInOrder());
        awaitNext("succeeded", 1_000);

        Gate.whileTheLeaderIsAway("succeeded", () -> {
            clusters.west().write(Numbered.range("succeeded", 0, 1_000, 1_500));
            Gate.awaitRequest("succeeded");
            flows.stop("succeeded");
        });
        flows.resume("succeeded");
        clusters.west().write(Numbered.range("succeeded", 0, 1_500, 2_000));
        awaitNext("succeeded", 2_000);
        assertThat(tasks("succeeded"))
                .as("the task that has not ended, and its successor")
                .isEqualTo(2);

        await("the task has ended, and the checkpoint stays")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    assertThat(flows.checkpoint("succeeded", "succeeded", 0))
                            .map(PartitionCheckpoint::nextSourceOffset)
                            .hasValue(2_000L);
                    return tasks("succeeded") == 1;
                });
        tally("succeeded").print("A task that was given up").assertExactlyOnceInOrder();
    }

    private static void begin(String topic) {
        clusters.west().createTopic(topic, 1, Map.of());
        clusters.west().write(Numbered.range(topic, 0, 0, 1_000));
    }

    private static void createUnlessTheFlowHas(String topic) {
        try {
            clusters.east().createTopic(topic, 1, Map.of());
        } catch (IllegalStateException e) {
            assertThat(e).hasRootCauseInstanceOf(TopicExistsException.class);
        }
    }

    private static Optional<String> said(String flow) {
        return flows.failure(flow).or(() -> flows.standsStill(flow, flow, 0));
    }

    private static void awaitNext(String topic, long next) {
        Eventually.assertThat(() -> assertThat(flows.checkpoint(topic, topic, 0))
                .map(PartitionCheckpoint::nextSourceOffset)
                .hasValue(next));
    }

    /** How many tasks of the connector have not ended: the worker is in this process. */
    private static long tasks(String connector) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("task-thread-" + connector + "-0"))
                .count();
    }

    private static Tally tally(String topic) {
        return Tally.of(clusters.west(), clusters.east(), topic, 0);
    }
}
