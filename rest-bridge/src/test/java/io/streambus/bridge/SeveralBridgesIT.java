package io.streambus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streambus.bridge.ApiClient.Answer;
import io.streambus.bridge.checkpoint.Checkpoints;
import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.lifecycle.FlowProgress;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.LinksTopic;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.TopicLinkStore;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bridges side by side on one real control cluster; only Connect is a fake, which they share. */
class SeveralBridgesIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path temp;

    private static EmbeddedCluster control;
    private static EmbeddedCluster west;

    private final String topic = "links-" + System.nanoTime();
    private final FakeConnectRuntime connect = new FakeConnectRuntime(
            "connect-1",
            List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));

    @BeforeAll
    static void startCluster() throws Exception {
        control = EmbeddedCluster.start(new ClusterSpec("control", 0, temp.resolve("control"), Map.of()));
        west = EmbeddedCluster.start(new ClusterSpec("west", 0, temp.resolve("west"), Map.of()));
    }

    @AfterAll
    static void stopCluster() {
        control.close();
        west.close();
    }

    @Test
    void one_leads_all_read_and_a_change_at_a_follower_is_sent_to_the_leader() throws IOException {
        try (Bridge first = open()) {
            ApiClient leader = ready(first);
            assertThat(create(leader, "shared").status()).isEqualTo(201);
            try (Bridge second = open()) {
                ApiClient follower = ready(second);

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(follower.get(LINKS + "/shared")
                                        .json()
                                        .path("status")
                                        .asText())
                                .isEqualTo("stopped"));
                assertThat(follower.get(LINKS).json()).hasSize(1);
                assertThat(role(follower)).isEqualTo("follower");
                assertThat(follower.get("/health/ready").json().path("leader").asText())
                        .isEqualTo(first.url().toString());
                assertThat(follower.get("/metrics").text()).contains("streambus_bridge_leader 0");
                assertThat(leader.get("/metrics").text()).contains("streambus_bridge_leader 1");

                Answer sent = follower.send("DELETE", LINKS + "/shared?force=true", "");
                assertThat(sent.status()).isEqualTo(307);
                assertThat(sent.header("Location")).isEqualTo(first.url() + LINKS + "/shared?force=true");
                assertThat(sent.json().path("code").asText()).isEqualTo("NOT_LEADER");
                assertThat(sent.json().path("request_id").asText()).isEqualTo(sent.header("X-Request-Id"));
                assertThat(role(leader))
                        .as("a bridge that joins takes nothing away")
                        .isEqualTo("leader");
                assertThat(leader.get(LINKS + "/shared").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_leader_that_ends_hands_over_within_seconds_and_links_keep_their_state() throws IOException {
        Bridge first = open();
        try (Bridge second = openAfter(first)) {
            ApiClient heir = ready(second);
            assertThat(create(new ApiClient(first.url()), "kept").status()).isEqualTo(201);
            Instant end = Instant.now();
            first.close();

            await().atMost(Duration.ofSeconds(10)).until(() -> role(heir).equals("leader"));
            System.out.printf(
                    "Handed over %d ms after the leader was told to end.%n",
                    Duration.between(end, Instant.now()).toMillis());
            assertThat(heir.get(LINKS + "/kept").json().path("status").asText()).isEqualTo("stopped");
            assertThat(create(heir, "later").status()).isEqualTo(201);
            assertThat(connect.connectors()).hasSize(2);
        } finally {
            first.close();
        }
    }

    /** A consumer's protocol that takes the setting reads the links; the election's protocol does not take it. */
    @Test
    void a_bridge_that_cannot_stand_for_election_leaves_nothing_of_its_attempts_behind() throws IOException {
        Set<Thread> before = readers();
        Properties properties = properties();
        properties.setProperty("control.group.protocol", "consumer");
        properties.setProperty("control.group.remote.assignor", "uniform");
        try (Bridge bridge = open(properties)) {
            ApiClient api = new ApiClient(bridge.url());

            await().atMost(PATIENCE).until(() -> api.get("/health/ready").text().contains("cannot be opened"));

            await().atMost(PATIENCE).until(() -> before.containsAll(readers()));
        }
    }

    private static Set<Thread> readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("streambus-links-store"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_late_predecessor_is_fenced_and_told_so() {
        Map<String, String> clients = Map.of("bootstrap.servers", control.bootstrapServers());
        AtomicInteger lost = new AtomicInteger();
        try (TopicLinkStore one = TopicLinkStore.open(clients, new LinksTopic(topic, (short) 1));
                TopicLinkStore other = TopicLinkStore.open(clients, new LinksTopic(topic, (short) 1));
                LinkStore old = one.lead(URI.create("http://127.0.0.1:1"), lost::incrementAndGet)) {
            old.remove("nothing");
            try (LinkStore successor = other.lead(URI.create("http://127.0.0.1:2"), () -> {})) {

                assertThatThrownBy(() -> old.remove("late")).isInstanceOf(StoreUnavailableException.class);

                assertThat(lost).hasValue(1);
                successor.remove("in time");
                await().atMost(PATIENCE).until(() -> one.leader().equals(other.leader()));
                assertThat(one.leader()).contains(URI.create("http://127.0.0.1:2"));
            }
        }
    }

    @Test
    void a_bridge_that_loses_its_lead_while_it_reads_erases_no_checkpoints() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", control.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CheckpointFormat.TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }
        Flow flow = new Flow("streambus." + topic, cluster("west"), cluster("east"));
        writeLifeSign(flow);
        AtomicInteger asked = new AtomicInteger();
        try (ClientMeters meters = new ClientMeters(new SimpleMeterRegistry());
                Checkpoints checkpoints = new Checkpoints(new ClusterClients(Map.of()), meters, Clock.systemUTC())) {
            FlowProgress progress = checkpoints.erasedWith(() -> {
                if (asked.incrementAndGet() > 1) {
                    throw new StoreUnavailableException("it does not lead any more", null);
                }
            });

            assertThatThrownBy(() -> progress.erase(flow)).isInstanceOf(StoreUnavailableException.class);

            assertThat(asked).hasValue(2);
            assertThat(checkpointEntries(flow)).as("no claim, no tombstone").isEqualTo(1);
            checkpoints.erasedWith(() -> {}).erase(flow);
            assertThat(checkpointEntries(flow))
                    .as("with a claim and a tombstone")
                    .isEqualTo(3);
        }
    }

    private static LinkedCluster cluster(String id) {
        return new LinkedCluster(
                id,
                List.of(control.bootstrapServers()),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                3,
                Security.NONE);
    }

    private static void writeLifeSign(Flow flow) {
        long now = System.currentTimeMillis();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", control.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var written = producer.send(new ProducerRecord<>(
                    CheckpointFormat.TOPIC,
                    CheckpointFormat.encode(new CheckpointKey.Task(flow.name(), 0, 0)),
                    CheckpointFormat.encode(new TaskCheckpoint(
                            now, now, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty()))));
            producer.flush();
            assertThat(written).isDone();
        }
    }

    private static long checkpointEntries(Flow flow) {
        TopicPartition partition = new TopicPartition(CheckpointFormat.TOPIC, 0);
        long count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", control.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    CheckpointKey key = CheckpointFormat.decodeKey(entry.key()).orElseThrow();
                    count += key.flow().equals(flow.name()) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private Bridge openAfter(Bridge first) throws IOException {
        ready(first);
        return open();
    }

    private Bridge open() throws IOException {
        return open(properties());
    }

    private Bridge open(Properties properties) throws IOException {
        return Bridge.start(
                BridgeConfig.of(properties), ConnectClusters.only(connect, Clock.systemUTC()), Clock.systemUTC());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", control.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("observe.interval.ms", "300");
        properties.setProperty("links.topic", topic);
        return properties;
    }

    private static ApiClient ready(Bridge bridge) {
        ApiClient api = new ApiClient(bridge.url());
        Instant start = Instant.now();
        await().atMost(PATIENCE).until(() -> api.get("/health/ready").status() == 200);
        System.out.printf(
                "Ready after %d ms.%n", Duration.between(start, Instant.now()).toMillis());
        return api;
    }

    private static String role(ApiClient api) {
        return api.get("/health/ready").json().path("role").asText();
    }

    private Answer create(ApiClient api, String id) {
        String cluster = "\": {\"cluster_id\": \"%s\", \"brokers\": [\"%s\"]}";
        return api.send(
                "POST",
                LINKS,
                "{\"id\": \"" + id + "\", \"name\": \"" + id + "\", \"type\": \"active-passive\", \"source_cluster"
                        + cluster.formatted("west", west.bootstrapServers()) + ", \"target_cluster"
                        + cluster.formatted("east", control.bootstrapServers())
                        + ", \"topics\": [\"" + id + "\"]}");
    }
}
