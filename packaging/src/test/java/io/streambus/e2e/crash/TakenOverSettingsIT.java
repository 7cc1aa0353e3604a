package io.streambus.e2e.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Issue 12, what is seen numbers 6 and 9: configurations as users of MirrorMaker 2 have them, on a worker as it comes: its header converter is the
 * default one, which changes bytes.
 */
@TestMethodOrder(OrderAnnotation.class)
class TakenOverSettingsIT {

    private static final String HEADER_CONVERTER = "header.converter";
    private static final String BYTE_ARRAYS = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final Duration WATCHED = Duration.ofSeconds(5);

    private static Clusters clusters;
    private static Logs east;

    @BeforeAll
    static void startClusters() {
        clusters = new Clusters(
                Map.of(HEADER_CONVERTER, "org.apache.kafka.connect.storage.SimpleHeaderConverter"), "west", "east");
        east = new Logs(clusters.east());
    }

    @AfterAll
    static void stopClusters() {
        Utils.closeQuietly(east, "logs");
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        clusters.runtime().connectors().forEach(clusters.runtime()::delete);
    }

    /** Number 9. The first one, while east has nothing of ours: not even the checkpoints are made. */
    @Test
    @Order(1)
    void aFlowThatIsNotEnabledHasNoTasksAndCopiesAndCreatesNothing() throws Exception {
        clusters.west().createTopic("switched-off", 2, Map.of());
        clusters.west().write("switched-off", 0, 0, 100);
        Set<String> before = east.topics();
        Map<String, String> settings = CrashFlows.westToEast(clusters, "switched-off", Map.of("enabled", "false"));

        clusters.runtime().create("switched-off-flow", settings, InitialState.RUNNING);

        Eventually.become(
                () -> clusters.runtime().status("switched-off-flow").connector().state()
                        == ConnectorStatus.State.RUNNING,
                "the connector runs");
        await("nothing happens").during(WATCHED).atMost(WATCHED.multipliedBy(2)).untilAsserted(() -> {
            assertThat(clusters.runtime().status("switched-off-flow").tasks()).isEmpty();
            assertThat(east.topics()).isEqualTo(before);
        });

        settings.put("enabled", "true");
        clusters.runtime().putConfig("switched-off-flow", settings);
        Eventually.assertThat(() -> clusters.assertSameContents("switched-off", 2));
    }

    /** Number 6. */
    @Test
    void aConfigurationWithoutHeaderConverterIsRefusedByThatName() {
        clusters.west().createTopic("garbled", 1, Map.of());
        clusters.west().write(List.of(new ProducerRecord<>("garbled", 0, null, null, null, anyBytes())));
        Map<String, String> settings = clusters.mirrorMaker("garbled");
        settings.put("connector.class", "io.streambus.connect.StreamBusSourceConnector");
        settings.remove(HEADER_CONVERTER);

        assertThatThrownBy(() -> {
                    clusters.runtime().create("garbled-flow", settings, InitialState.RUNNING);
                    Eventually.become(() -> clusters.east().size("garbled", 1) > 0, "it is copied all the same");
                    assertThat(headers(clusters.east().read("garbled", 0)))
                            .as("headers, which were copied without header.converter")
                            .isEqualTo(headers(clusters.west().read("garbled", 0)));
                })
                .isInstanceOf(ConnectRuntimeException.InvalidConfig.class)
                .hasMessageContaining(HEADER_CONVERTER)
                .hasMessageContaining(BYTE_ARRAYS);
        assertThat(clusters.east().partitions("garbled")).isZero();
    }

    /** Number 6. */
    @Test
    void whoeverSetsTheHeaderConverterInTheWorkerSwitchesTheCheckOff() {
        clusters.west().createTopic("unchecked", 1, Map.of());
        clusters.west().write("unchecked", 0, 0, 100);
        Map<String, String> settings =
                CrashFlows.westToEast(clusters, "unchecked", Map.of("header.converter.check", "none"));
        settings.remove(HEADER_CONVERTER);

        clusters.run("unchecked-flow", settings);

        Eventually.assertThat(() -> clusters.assertSameContents("unchecked", 1));
    }

    /** Number 9: what MirrorMaker 2 does unless told otherwise. */
    @Test
    void withoutAPolicyCopiesGoToATopicWithTheAliasInFront() {
        clusters.west().createTopic("unnamed", 2, Map.of("cleanup.policy", "compact"));
        clusters.west().write("unnamed", 1, 0, 100);
        clusters.east().createTopic("unnamed", 2, Map.of());
        clusters.east().write("unnamed", 1, 500, 510);
        List<String> somebodysOwn = Cluster.contents(clusters.east().read("unnamed", 1));
        Map<String, String> settings = CrashFlows.westToEast(clusters, "unnamed", alsoSettings());
        settings.remove(CrashFlows.POLICY);

        clusters.run("unnamed-flow", settings);

        Eventually.assertThat(() -> assertThat(Cluster.contents(clusters.east().read("west.unnamed", 1)))
                .isEqualTo(Cluster.contents(clusters.west().read("unnamed", 1))));
        assertThat(Cluster.contents(clusters.east().read("unnamed", 1))).isEqualTo(somebodysOwn);
        assertThat(clusters.east().setting("unnamed", "cleanup.policy")).isEqualTo("delete");
        assertThat(clusters.east().setting("west.unnamed", "cleanup.policy")).isEqualTo("compact");
    }

    /** Number 9. */
    @Test
    void aTopicOfSomebodyElseIsNotTakenUnlessTheFlowIsToldTo() {
        clusters.west().createTopic("taken", 2, Map.of("cleanup.policy", "compact", "retention.ms", "7200000"));
        clusters.west().write("taken", 1, 0, 100);
        clusters.east().createTopic("taken", 2, Map.of("retention.ms", "3600000"));
        clusters.east().write("taken", 1, 500, 510);
        List<String> somebodysOwn = Cluster.contents(clusters.east().read("taken", 1));
        Map<String, String> settings = CrashFlows.westToEast(clusters, "taken", alsoSettings());
        settings.remove("existing.topics");

        Supplier<String> refusal = start("taken-flow", settings);

        Supplier<List<String>> untouched = () -> List.of(
                clusters.east().setting("taken", "cleanup.policy"),
                clusters.east().setting("taken", "retention.ms"),
                String.join("\n", Cluster.contents(clusters.east().read("taken", 1))));
        Eventually.assertThat(() -> {
            assertThat(untouched.get())
                    .as("somebody else's topic")
                    .containsExactly("delete", "3600000", String.join("\n", somebodysOwn));
            assertThat(refusal.get()).as("the refusal").contains("taken").contains("existing.topics");
        });
        await("it stays so")
                .during(WATCHED)
                .atMost(WATCHED.multipliedBy(2))
                .untilAsserted(() -> assertThat(untouched.get())
                        .containsExactly("delete", "3600000", String.join("\n", somebodysOwn)));

        clusters.runtime().connectors().forEach(clusters.runtime()::delete);
        settings.put("existing.topics", "adopt");
        clusters.run("taken-flow-again", settings);
        Eventually.assertThat(() -> assertThat(Cluster.contents(clusters.east().read("taken", 1)))
                .isEqualTo(Stream.concat(
                                somebodysOwn.stream(),
                                Cluster.contents(clusters.west().read("taken", 1)).stream())
                        .toList()));
    }

    private static Map<String, String> alsoSettings() {
        return Map.of("sync.topic.configs.enabled", "true", "sync.topic.configs.interval.seconds", "1");
    }

    /** @return what Connect's users see of a refusal by now, wherever it is told; empty if there is none */
    private static Supplier<String> start(String flow, Map<String, String> settings) {
        try {
            clusters.runtime().create(flow, settings, InitialState.RUNNING);
        } catch (ConnectRuntimeException.InvalidConfig e) {
            return e::getMessage;
        }
        return () -> clusters.failure(flow).orElse("")
                + east.checkpoints(flow).values().stream()
                        .flatMap(checkpoint -> checkpoint.error().stream())
                        .collect(Collectors.joining());
    }

    private static RecordHeaders anyBytes() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("bytes", new byte[] {(byte) 0xff, 0, 1}).add("text", "{\"n\": 1}".getBytes(UTF_8));
        return headers;
    }

    private static List<String> headers(List<ConsumerRecord<byte[], byte[]>> records) {
        return Cluster.contents(records);
    }
}
