package io.streambus.e2e.replication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scenario 29: moving over from MirrorMaker 2 is a change of two lines, and who leaves one out is told. The worker's header converter is the one
 * that Connect has by default.
 */
class TakeoverIT {

    private static final int PARTITIONS = 3;
    private static final String POLICY = "replication.policy.class";

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(
                Map.of("header.converter", "org.apache.kafka.connect.storage.SimpleHeaderConverter"), "west", "east");
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @Test
    void aRunningMirrorSourceConnectorIsTakenOverByChangingItsClassAndNamingTheHeaderConverter() throws Exception {
        takeOver("taken", "taken", clusters.mirrorMaker("taken"));
    }

    @Test
    void whereNoPolicyIsSaidCopiesGoOnUnderMirrorMakersOwnNames() throws Exception {
        Map<String, String> mirrorMaker = clusters.mirrorMaker("prefixed");
        mirrorMaker.remove(POLICY);

        takeOver("prefixed", "west.prefixed", mirrorMaker);

        assertThat(clusters.east().partitions("prefixed")).isZero();
    }

    private static void takeOver(String topic, String copies, Map<String, String> mirrorMaker) throws Exception {
        clusters.west().createTopic(topic, PARTITIONS, Map.of());
        String connector = topic + "-flow";
        clusters.run(connector, mirrorMaker);

        try (Load load = new Load(clusters.west(), topic, PARTITIONS)) {
            Eventually.become(() -> clusters.east().size(copies, PARTITIONS) > 500, "MirrorMaker copies");

            // Stores MirrorMaker's offsets, which a connector of ours goes by already while it starts.
            clusters.stop(connector);
            clusters.runtime().putConfig(connector, ours(mirrorMaker));
            clusters.resume(connector);

            Eventually.become(() -> !stamps(copies).isEmpty(), "we copy");
        }

        Eventually.assertThat(() -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(Cluster.contents(clusters.east().read(copies, partition)))
                        .as("partition %s on east: nothing twice, nothing missing", partition)
                        .isEqualTo(Cluster.contents(clusters.west().read(topic, partition)));
            }
        });
        assertThat(stamps(copies)).as("readable, not base64").allMatch(stamp -> stamp.startsWith("west/"));
        clusters.stop(connector);
    }

    @Test
    void withoutTheHeaderConverterTheConnectorIsRefusedWithTheLineToAdd() {
        Map<String, String> settings = ours(clusters.mirrorMaker("refused"));
        settings.remove("header.converter");

        assertThatThrownBy(() -> clusters.runtime().create("refused-flow", settings, InitialState.RUNNING))
                .isInstanceOf(ConnectRuntimeException.InvalidConfig.class)
                .hasMessageContaining("header.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    @Test
    void aFlowThatIsNotEnabledCreatesAndCopiesNothing() {
        clusters.west().createTopic("disabled", 1, Map.of());
        clusters.west().write("disabled", 0, 0, 10);
        Map<String, String> settings = ours(clusters.mirrorMaker("disabled"));
        settings.put("enabled", "false");

        clusters.runtime().create("disabled-flow", settings, InitialState.RUNNING);

        Eventually.assertThat(() -> {
            ConnectorStatus status = clusters.runtime().status("disabled-flow");
            assertThat(status.connector().state()).isEqualTo(ConnectorStatus.State.RUNNING);
            assertThat(status.tasks()).isEmpty();
        });
        assertThat(clusters.east().partitions("disabled")).isZero();
    }

    @Test
    void theTargetsOwnTopicOfTheSameNameIsNeitherWrittenIntoNorChangedUntilThatIsSaid() {
        clusters.west().createTopic("same-name", 2, Map.of("cleanup.policy", "compact"));
        clusters.west().write("same-name", 0, 0, 10);
        clusters.east().createTopic("same-name", 1, Map.of());
        clusters.east().write("same-name", 0, 100, 150);
        Map<String, String> settings = ours(clusters.mirrorMaker("same-name"));

        clusters.runtime().create("same-name-flow", settings, InitialState.RUNNING);

        Eventually.assertThat(() -> assertThat(clusters.failure("same-name-flow"))
                .hasValueSatisfying(trace -> assertThat(trace)
                        .contains("Cluster east", "same-name", "existing.topics = adopt", "topics.rename", POLICY)));
        assertThat(clusters.east().size("same-name", 1)).isEqualTo(50);
        assertThat(clusters.east().partitions("same-name")).isEqualTo(1);
        assertThat(clusters.east().setting("same-name", "cleanup.policy")).isEqualTo("delete");

        settings.put("existing.topics", "adopt");
        clusters.runtime().putConfig("same-name-flow", settings);

        Eventually.assertThat(
                () -> assertThat(clusters.east().size("same-name", 2)).isEqualTo(60));

        // By now copies of the flow stand there, and its checkpoints too: the topic is its own.
        settings.remove("existing.topics");
        clusters.runtime().putConfig("same-name-flow", settings);
        clusters.west().write("same-name", 0, 10, 20);
        Eventually.assertThat(
                () -> assertThat(clusters.east().size("same-name", 2)).isEqualTo(70));
        assertThat(clusters.failure("same-name-flow")).isEmpty();
        clusters.stop("same-name-flow");
    }

    /** The two lines. */
    private static Map<String, String> ours(Map<String, String> mirrorMaker) {
        Map<String, String> ours = new HashMap<>(mirrorMaker);
        ours.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
        ours.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        return ours;
    }

    private static List<String> stamps(String topic) {
        return clusters.east().read(topic, 0).stream()
                .map(TakeoverIT::stamp)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> stamp(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader("streambus.provenance"))
                .map(header -> new String(header.value(), UTF_8));
    }
}
