package io.streambus.runtime.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.runtime.fault.FaultProxy;
import io.streambus.runtime.fault.LinkConditions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    @Test
    void recordsWrittenBeforeARestartAreThereAfterIt() throws Exception {
        ClusterSpec spec = new ClusterSpec("us-west-1", 0, dir, Map.of());
        String firstId;
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec)) {
            firstId = kafkaClusterId(cluster);
            createTopic(cluster, "orders");
            write(cluster, "orders", "one");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec)) {
            assertThat(kafkaClusterId(cluster)).isEqualTo(firstId);
            write(cluster, "orders", "two");
            assertThat(read(cluster, "orders", 2)).containsExactly("one", "two");
        }
    }

    @Test
    void aConsumerGroupWorks() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, dir, Map.of()))) {
            createTopic(cluster, "orders");
            write(cluster, "orders", "one");
            try (KafkaConsumer<String, String> consumer = consumer(cluster, Map.of("group.id", "readers"))) {
                consumer.subscribe(List.of("orders"));
                Awaitility.await()
                        .atMost(TIMEOUT)
                        .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
                consumer.commitSync();
            }
        }
    }

    @Test
    void twoClustersLiveSideBySideAndStopWithinFiveSecondsWithoutLeavingThreads() throws Exception {
        // The first client of a JVM starts threads for good (Yammer's clock, the JDK's cleaners): they are not the
        // clusters'.
        try (EmbeddedCluster warmUp =
                EmbeddedCluster.start(new ClusterSpec("warm-up", 0, dir.resolve("w"), Map.of()))) {
            createTopic(warmUp, "any");
        }
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        EmbeddedCluster west = EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, dir.resolve("west"), Map.of()));
        EmbeddedCluster east = EmbeddedCluster.start(new ClusterSpec("us-east-1", 0, dir.resolve("east"), Map.of()));
        createTopic(west, "orders");
        createTopic(east, "users");
        assertThat(kafkaClusterId(west)).isNotEqualTo(kafkaClusterId(east));
        long start = System.nanoTime();
        west.close();
        east.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> !before.contains(thread))
                                .filter(Thread::isAlive)
                                .map(Thread::getName)
                                .filter(name -> !name.contains("awaitility"))
                                .collect(Collectors.toList()))
                        .isEmpty());
    }

    @Test
    void aTakenPortIsAnErrorThatNamesItAndNothingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterSpec spec = new ClusterSpec("us-west-1", taken.getLocalPort(), dir.resolve("data"), Map.of());

            assertThatThrownBy(() -> EmbeddedCluster.start(spec))
                    .isInstanceOfSatisfying(
                            StartFailedException.PortTaken.class,
                            e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()))
                    .hasMessageContaining("us-west-1")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            assertThat(dir.resolve("data")).doesNotExist();
        }
    }

    @Test
    void aGivenPortIsTheOneListenedOnAndIsFreeAgainAfterwards() throws Exception {
        int port = freePort();
        ClusterSpec spec = new ClusterSpec("us-west-1", port, dir, Map.of());
        for (int round = 0; round < 2; round++) {
            try (EmbeddedCluster cluster = EmbeddedCluster.start(spec)) {
                assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
                assertThat(kafkaClusterId(cluster)).isEqualTo(Storage.kafkaClusterId("us-west-1"));
            }
        }
    }

    @Test
    void aDirectoryOfAnotherClusterIsRefused() {
        EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, dir, Map.of())).close();

        assertThatThrownBy(() -> EmbeddedCluster.start(new ClusterSpec("us-east-1", 0, dir, Map.of())))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining(dir.toString())
                .hasMessageContaining("us-east-1");
    }

    @Test
    void aDirectoryInUseIsRefusedAndTheClusterThatUsesItGoesOn() throws Exception {
        ClusterSpec spec = new ClusterSpec("us-west-1", 0, dir, Map.of());
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec)) {
            assertThatThrownBy(() -> EmbeddedCluster.start(spec))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining(dir.toString())
                    .hasMessageContaining("in use");
            createTopic(cluster, "orders");
        }
    }

    @Test
    void aFaultyOverrideFailsTheStartWithoutLeavingThePortTaken() throws Exception {
        int port = freePort();
        ClusterSpec faulty = new ClusterSpec("us-west-1", port, dir, Map.of("num.io.threads", "many"));

        assertThatThrownBy(() -> EmbeddedCluster.start(faulty))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("num.io.threads");
        EmbeddedCluster.start(new ClusterSpec("us-west-1", port, dir, Map.of())).close();
    }

    @Test
    void clientsCanBeMadeToAuthenticateWhileTheClusterTalksToItself() throws Exception {
        String jaas = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\"";
        ClusterSpec spec = new ClusterSpec(
                "us-west-1",
                0,
                dir,
                Map.of(
                        "listener.security.protocol.map",
                        "CLIENTS:SASL_PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "listener.name.clients.sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.clients.plain.sasl.jaas.config",
                        jaas + " user_u=\"p\";"));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec);
                Admin admin = Admin.create(Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        jaas + ";"))) {
            assertThat(admin.describeCluster().clusterId().get()).isEqualTo(Storage.kafkaClusterId("us-west-1"));
            try (Admin internal = Admin.create(Map.of("bootstrap.servers", cluster.internalBootstrapServers()))) {
                assertThat(internal.describeCluster().nodes().get()).hasSize(1);
            }
        }
    }

    @Test
    void anAdvertisedAddressIsWhatClientsAreSentTo() throws Exception {
        int port = freePort();
        ClusterSpec spec =
                new ClusterSpec("us-west-1", port, dir, Map.of("advertised.listeners", "CLIENTS://localhost:" + port));
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec);
                Admin admin = admin(cluster)) {
            assertThat(admin.describeCluster().nodes().get())
                    .singleElement()
                    .satisfies(node -> assertThat(node.host()).isEqualTo("localhost"));
        }
    }

    @Test
    void aClusterBehindAFaultyLineIsAsFarAwayAsTheLineIsLong() throws Exception {
        try (FaultProxy line = FaultProxy.open()) {
            ClusterSpec spec =
                    new ClusterSpec("us-west-1", 0, dir, Map.of("advertised.listeners", "CLIENTS://" + line.address()));
            try (EmbeddedCluster cluster = EmbeddedCluster.start(spec);
                    KafkaProducer<String, String> producer = producer(line.address())) {
                line.forwardTo(cluster.bootstrapServers());
                createTopic(line.address(), "orders");
                producer.send(new ProducerRecord<>("orders", "one")).get();
                line.set(LinkConditions.CLEAN.withDelay(Duration.ofMillis(200)));
                long start = System.nanoTime();
                producer.send(new ProducerRecord<>("orders", "two")).get();

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
            }
        }
    }

    @Test
    void dataOfClosedClustersIsNothingButTheirDirectory() throws IOException {
        EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, dir.resolve("c"), Map.of()))
                .close();

        try (var found = Files.list(dir)) {
            assertThat(found).containsExactly(dir.resolve("c"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String kafkaClusterId(EmbeddedCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Admin admin(EmbeddedCluster cluster) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
    }

    private static void createTopic(EmbeddedCluster cluster, String topic) throws Exception {
        createTopic(cluster.bootstrapServers(), topic);
    }

    private static void createTopic(String bootstrapServers, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void write(EmbeddedCluster cluster, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = producer(cluster.bootstrapServers())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> read(EmbeddedCluster cluster, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(cluster, Map.of())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(TIMEOUT).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found -> values.add(found.value()));
                return values.size() >= count;
            });
            return values;
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedCluster cluster, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
