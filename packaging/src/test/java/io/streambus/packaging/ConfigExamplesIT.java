package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every file of config-examples does what it is there for, on real clusters, a real worker and the real bridge. */
class ConfigExamplesIT {

    @TempDir
    static Path temp;

    private static RunningDemo demo;

    @BeforeAll
    static void startDemo() throws Exception {
        demo = RunningDemo.start(temp);
    }

    @AfterAll
    static void stopDemo() throws Exception {
        demo.close();
    }

    /** A new kind of example needs a new kind of test. */
    @Test
    void everyFileBelongsToAKindThatIsTestedHere() throws IOException {
        assertThat(files(""))
                .isNotEmpty()
                .allMatch(
                        file -> file.matches(
                                "links/.+\\.json|connectors/.+\\.json|worker/connect-distributed\\.properties|bridge/bridge\\.properties"));
    }

    @Test
    void theArchiveShipsEveryFile() throws IOException {
        for (String file : files("")) {
            assertThat(Dist.bridge().resolve("examples").resolve(file))
                    .hasSameTextualContentAs(Dist.examples().resolve(file));
        }
    }

    @TestFactory
    Stream<DynamicTest> theBridgeAcceptsEveryLinkDocument() throws IOException {
        Http bridge = new Http(demo.bridge());
        return files("links").stream()
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    Http.Answer answer = bridge.post("/api/v1/replication/links?validate_only=true", pointed(file));

                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.json().path("valid").asBoolean())
                            .as(answer.text())
                            .isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> theWorkersPluginAcceptsEveryConnector() throws IOException {
        Http worker = new Http(demo.worker());
        return files("connectors").stream()
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    ObjectNode config =
                            (ObjectNode) Http.JSON.readTree(pointed(file)).path("config");
                    config.put("name", "example");
                    String plugin = config.path("connector.class").asText();

                    Http.Answer answer =
                            worker.send("PUT", "/connector-plugins/" + plugin + "/config/validate", config.toString());

                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.json().path("error_count").asInt(-1))
                            .as("faults: %s", faults(answer.json()))
                            .isZero();
                }));
    }

    /** With the Connect of the distribution's own jars, from the file as it stands but for ports, names and where the plugin is. */
    @Test
    void aWorkerStartsFromItsPropertiesAndFindsThePlugin() throws Exception {
        int base = FreePorts.base();
        Path properties = temp.resolve("connect-distributed.properties");
        Files.writeString(
                properties,
                Files.readString(Dist.examples().resolve("worker/connect-distributed.properties"))
                        .replace("127.0.0.1:9192", demo.east())
                        .replace("127.0.0.1:8083", "127.0.0.1:" + base)
                        .replace("group.id=streambus-connect", "group.id=example")
                        .replace("storage.topic=", "storage.topic=example-")
                        .replace(
                                "/opt/streambus/plugins",
                                Dist.bridge().resolve("plugin").toString()));
        List<String> command = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-cp",
                Dist.bridge().resolve("lib") + "/*:" + Dist.bridge().resolve("lib-embedded") + "/*",
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString());

        try (StreamBusProcess worker = StreamBusProcess.start(command, temp, Map.of())) {
            Http api = new Http("http://127.0.0.1:" + base);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                assertThat(worker.isAlive()).as(worker.output()).isTrue();
                assertThat(api.get("/connector-plugins").text())
                        .contains("io.streambus.connect.StreamBusSourceConnector");
            });
        }
    }

    @Test
    void aBridgeStartsFromItsProperties() throws Exception {
        try (EmbeddedCluster control =
                EmbeddedCluster.start(new ClusterSpec("control", 0, temp.resolve("control"), Map.of()))) {
            int base = FreePorts.base();
            Path properties = temp.resolve("bridge.properties");
            Files.writeString(
                    properties,
                    Files.readString(Dist.examples().resolve("bridge/bridge.properties"))
                            .replace("127.0.0.1:9192", control.bootstrapServers())
                            .replace("http://127.0.0.1:8083", demo.worker())
                            .replace("127.0.0.1:8081", "127.0.0.1:" + base));

            try (StreamBusProcess bridge = StreamBusProcess.start(temp, "bridge", "--config", properties.toString())) {
                bridge.awaitOutput("http://127.0.0.1:" + base, Duration.ofSeconds(60));
                Http api = new Http("http://127.0.0.1:" + base);
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                    assertThat(api.get("/health/ready").status()).isEqualTo(200);
                    assertThat(api.get("/api/v1/replication/links").text()).isEqualTo("[]");
                });
            }
        }
    }

    private static List<String> files(String directory) throws IOException {
        Path root = Dist.examples();
        try (Stream<Path> files = Files.walk(root.resolve(directory))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.equals("pom.xml") && !file.startsWith("target/"))
                    .sorted()
                    .toList();
        }
    }

    private static String pointed(String file) throws IOException {
        return Files.readString(Dist.examples().resolve(file))
                .replace("127.0.0.1:9092", demo.west())
                .replace("127.0.0.1:9192", demo.east());
    }

    private static String faults(JsonNode validation) {
        StringBuilder faults = new StringBuilder();
        for (JsonNode config : validation.path("configs")) {
            for (JsonNode error : config.path("value").path("errors")) {
                faults.append(config.path("value").path("name").asText())
                        .append(": ")
                        .append(error.asText())
                        .append("; ");
            }
        }
        return faults.toString();
    }
}
