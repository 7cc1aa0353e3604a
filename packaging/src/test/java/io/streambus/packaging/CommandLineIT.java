package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code streambus link}, {@code status} and {@code context} as a user types them, against the bridge of {@code streambus demo --idle}. */
class CommandLineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path temp;

    private static RunningDemo demo;

    @BeforeAll
    static void startDemo() throws Exception {
        demo = RunningDemo.start(temp);
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopDemo() throws Exception {
        demo.close();
    }

    @Test
    void aLinkLivesFromCreateToDelete() throws Exception {
        assertThat(ok("context", "add", "demo", "--url", demo.bridge())).isEmpty();
        Path file = document("");

        assertThat(ok("link", "create", "--dry-run", "-f", file.toString()))
                .contains("by-hand: valid, 1 topic: orders");
        assertThat(ok("link", "create", "-f", file.toString())).isEqualTo("by-hand: created, stopped\n");
        assertThat(failing(
                        1,
                        "link",
                        "create",
                        "-f",
                        document("\nno_such_field: 1").toString()))
                .contains("/no_such_field");

        assertThat(ok("link", "apply", "-f", file.toString())).isEqualTo("by-hand: unchanged\n");
        Path changed = document("\nconfig: {throttle_rate_bytes_per_sec: 52428800}");
        assertThat(ok("link", "apply", "-f", changed.toString())).isEqualTo("""
                by-hand: changed
                  config.throttle_rate_bytes_per_sec: 0 -> 52428800
                """);
        assertThat(ok("link", "list")).contains("by-hand").contains("stopped");
        assertThat(json("link", "describe", "by-hand", "-o", "json")
                        .at("/config/throttle_rate_bytes_per_sec")
                        .asLong())
                .isEqualTo(52_428_800);

        assertThat(ok("link", "start", "by-hand")).isEqualTo("by-hand: active\n");
        assertThat(failing(
                        4,
                        "link",
                        "apply",
                        "-f",
                        document("\nconfig: {batch_size: 77}").toString()))
                .contains("INVALID_STATE", "--pause");
        Clients.write(
                demo.west(),
                IntStream.range(0, 50)
                        .mapToObj(i -> new ProducerRecord<byte[], byte[]>(
                                "orders", ("value " + i).getBytes(StandardCharsets.UTF_8)))
                        .toList());
        // The bridge's process is looked at, not the command's: one start of the command for each look would take
        // longer than the copying.
        await().atMost(PATIENCE)
                .until(() -> new Http(demo.bridge())
                                .get("/api/v1/replication/links/by-hand/metrics")
                                .json()
                                .path("total_messages_replicated")
                                .asLong()
                        == 50);
        assertThat(ok("link", "metrics", "by-hand", "--partitions"))
                .containsPattern("by-hand +50 ")
                .contains("orders");
        assertThat(ok("link", "health", "by-hand", "--strict")).contains("healthy");
        assertThat(ok("status")).containsPattern("by-hand +active +healthy");

        assertThat(ok(
                        "link",
                        "apply",
                        "--dry-run",
                        "-f",
                        document("\nconfig: {batch_size: 77}").toString()))
                .contains("by-hand: would be changed, once it is paused or stopped", "config.batch_size: 1000 -> 77")
                .containsPattern(
                        "connector streambus\\.by-hand\\..*: reconfigure \\(producer\\.override\\.batch\\.size\\)");
        assertThat(ok(
                        "link",
                        "apply",
                        "--pause",
                        "-f",
                        document("\nconfig: {batch_size: 77}").toString()))
                .contains("config.batch_size: 1000 -> 77");
        assertThat(ok("link", "pause", "by-hand")).isEqualTo("by-hand: paused\n");
        assertThat(ok("link", "resume", "--all")).isEqualTo("by-hand: active\n");
        assertThat(ok("link", "stop", "by-hand")).isEqualTo("by-hand: stopped\n");
        assertThat(ok("link", "delete", "by-hand", "--yes")).isEqualTo("by-hand: deleted\n");
        assertThat(failing(3, "link", "describe", "by-hand")).contains("LINK_NOT_FOUND");
    }

    /** Ctrl-C is SIGINT; a shell that starts a job in the background would have it ignored, so that the signal goes to a process of its own. */
    @Test
    void aWatchOutlivesItsBridgeAndEndsByCtrlC() throws Exception {
        Http control = new Http(demo.bridge());
        try (StreamBusProcess watch = start("status", "--watch", "--interval", "200ms", "--url", demo.bridge())) {
            watch.awaitOutput("\\d\\d:\\d\\d:\\d\\d (no links|by-hand )", PATIENCE);
            stop(true);
            watch.awaitOutput("did not answer|no bridge answers", PATIENCE);
            stop(false);
            String before = watch.output();
            await().atMost(PATIENCE)
                    .until(() -> watch.output().substring(before.length()).matches("(?s).*(no links|by-hand ).*"));
            assertThat(control.get("/health/live").status()).isEqualTo(200);

            signal("-INT", watch.pid());
            assertThat(watch.exitCode(PATIENCE)).isEqualTo(130);
        }
    }

    /** A bridge that hangs; the demo starts no second one in place of one that is killed. */
    private static void stop(boolean stopped) throws Exception {
        signal(stopped ? "-STOP" : "-CONT", demo.bridgeProcess().pid());
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", name, String.valueOf(pid)).start().waitFor())
                .isZero();
    }

    private static Path document(String more) throws Exception {
        return Files.writeString(
                Files.createTempFile(temp, "link-", ".yaml"), """
                id: by-hand
                name: By hand
                type: active-passive
                source_cluster: {cluster_id: us-west-1, brokers: ["%s"]}
                target_cluster: {cluster_id: us-east-1, brokers: ["%s"]}
                topics: [orders]%s
                """.formatted(demo.west(), demo.east(), more));
    }

    private static JsonNode json(String... arguments) throws Exception {
        return Http.JSON.readTree(ok(arguments));
    }

    private static String ok(String... arguments) throws Exception {
        return failing(0, arguments);
    }

    private static String failing(int exitCode, String... arguments) throws Exception {
        try (StreamBusProcess process = start(arguments)) {
            assertThat(process.exitCode(PATIENCE))
                    .as(String.join(" ", arguments) + ": " + process.output())
                    .isEqualTo(exitCode);
            return process.output();
        }
    }

    private static StreamBusProcess start(String... arguments) throws Exception {
        return StreamBusProcess.start(
                Dist.bridge().resolve("streambus"),
                temp,
                Map.of("STREAMBUS_CONFIG", temp.resolve("config.yaml").toString()),
                arguments);
    }
}
