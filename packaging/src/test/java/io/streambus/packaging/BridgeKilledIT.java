package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeKilledIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @Test
    void replicationGoesOnWithoutTheBridgeAndANewOneKnowsTheLink() throws Exception {
        int base = FreePorts.base();
        try (StreamBusProcess demo =
                StreamBusProcess.start(temp, "demo", "--rate", "100", "--port-base", String.valueOf(base))) {
            demo.awaitOutput("ms   healthy", RunningDemo.UP);
            long bridge =
                    Long.parseLong(demo.awaitOutput("process (\\d+)", PATIENCE).group(1));

            assertThat(ProcessHandle.of(bridge).orElseThrow().destroyForcibly()).isTrue();

            // The demo says what happened and goes on; the figures come from the clusters themselves.
            String command = demo.awaitOutput("The bridge has ended .*\\R +(.*bridge --config .*)", PATIENCE)
                    .group(1);
            demo.awaitOutput("replicated [\\d,]+   the bridge does not answer", PATIENCE);
            String marker = "written while the bridge is away";
            Clients.write(
                    "127.0.0.1:" + base,
                    List.of(new ProducerRecord<>("users", 1, "marker".getBytes(UTF_8), marker.getBytes(UTF_8))));
            await().atMost(PATIENCE)
                    .until(() -> Clients.read("127.0.0.1:" + (base + 100), partitions("users", 3), 1, PATIENCE).stream()
                            .anyMatch(copy -> copy.value() != null && new String(copy.value(), UTF_8).equals(marker)));

            // Exactly the command that the demo printed.
            try (StreamBusProcess again =
                    StreamBusProcess.start(List.of("bash", "-c", "exec " + command), temp, Map.of())) {
                Http api = new Http("http://127.0.0.1:" + (base + 2));
                await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                    Http.Answer link = api.get("/api/v1/replication/links/link-1");
                    assertThat(link.status()).as(again.output()).isEqualTo(200);
                    assertThat(link.json().path("status").asText()).isEqualTo("active");
                    assertThat(link.json().path("name").asText()).isEqualTo("US-West to US-East");
                });
                int lines = demo.output().length();
                await().atMost(PATIENCE)
                        .until(() -> demo.output().substring(lines).contains("ms   healthy"));
                assertThat(demo.isAlive()).isTrue();

                again.terminate();
                assertThat(again.exitCode(Duration.ofSeconds(15))).isEqualTo(143);
            }
        }
    }

    @Test
    void theBridgeDoesNotOutliveADemoThatIsKilled() throws Exception {
        try (RunningDemo demo = RunningDemo.start(temp)) {
            ProcessHandle bridge = demo.bridgeProcess();
            assertThat(bridge.isAlive()).isTrue();

            demo.process().kill();

            await().atMost(Duration.ofSeconds(20)).until(() -> !bridge.isAlive());
        }
    }

    private static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
