package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters that ask for TLS and logins, a worker and a bridge from the archive that share a key file, and links whose documents hold their secrets:
 * they replicate, and no secret is found anywhere.
 */
class SecretsIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** With all that a JAAS line could trip over. */
    private static final String SCRAM_PASSWORD = "batt\"ery;st\\aple=91";

    private static final String PLAIN_PASSWORD = "correct-horse-4711";
    private static final String KEY_PASSWORD = "zebra-crossing-23";
    private static final String WRONG_PASSWORD = "never-was-right-77";
    private static final String USER = "streambus-link";

    @TempDir
    private static Path temp;

    private static ClientKeys keys;
    private static EmbeddedCluster west;
    private static EmbeddedCluster east;
    private static StreamBusProcess workerProcess;
    private static StreamBusProcess bridgeProcess;
    private static Http worker;
    private static Http bridge;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final List<String> ANSWERS = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startAll() throws Exception {
        keys = ClientKeys.make(temp, KEY_PASSWORD);
        west = cluster(
                "west",
                Map.of(
                        "listener.name.clients.sasl.enabled.mechanisms",
                        "SCRAM-SHA-256,SCRAM-SHA-512",
                        "listener.name.clients.scram-sha-256.sasl.jaas.config",
                        module("scram.ScramLoginModule", ""),
                        "listener.name.clients.scram-sha-512.sasl.jaas.config",
                        module("scram.ScramLoginModule", ""),
                        // Mutual TLS: only who holds the client's key gets as far as the password.
                        "listener.name.clients.ssl.client.auth",
                        "required",
                        "listener.name.clients.ssl.truststore.type",
                        "PEM",
                        "listener.name.clients.ssl.truststore.location",
                        keys.file("client.crt").toString()));
        east = cluster(
                "east",
                Map.of(
                        "listener.name.clients.sasl.enabled.mechanisms", "PLAIN,OAUTHBEARER",
                        "listener.name.clients.plain.sasl.jaas.config",
                                module("plain.PlainLoginModule", " user_" + USER + "=\"" + PLAIN_PASSWORD + "\""),
                        "listener.name.clients.oauthbearer.sasl.jaas.config",
                                module(
                                        "oauthbearer.OAuthBearerLoginModule",
                                        " unsecuredLoginStringClaim_sub=\"broker\"")));
        try (Admin admin = Clients.admin(west.internalBootstrapServers())) {
            // One by one: brokers refuse two mechanisms of one user in one request.
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                UserScramCredentialAlteration password = new UserScramCredentialUpsertion(
                        USER, new ScramCredentialInfo(mechanism, 4_096), SCRAM_PASSWORD);
                admin.alterUserScramCredentials(List.of(password)).all().get();
            }
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1), new NewTopic("users", 1, (short) 1)))
                    .all()
                    .get();
        }
        Path keyFile = temp.resolve("secrets.key");
        try (StreamBusProcess made = StreamBusProcess.start(temp, "secrets", "key", keyFile.toString())) {
            assertThat(made.exitCode(PATIENCE)).as(made.output()).isZero();
        }
        int port = FreePorts.base();
        startWorker(port, keyFile);
        startBridge(port, keyFile);
    }

    private static String module(String name, String options) {
        return "org.apache.kafka.common.security." + name + " required" + options + ";";
    }

    private static EmbeddedCluster cluster(String name, Map<String, String> listener) {
        Map<String, String> settings = new HashMap<>(listener);
        settings.put("listener.security.protocol.map", "CLIENTS:SASL_SSL,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listener.name.clients.ssl.keystore.type", "PKCS12");
        settings.put(
                "listener.name.clients.ssl.keystore.location",
                keys.file("broker.p12").toString());
        settings.put("listener.name.clients.ssl.keystore.password", ClientKeys.STORE_PASSWORD);
        EmbeddedCluster cluster =
                EmbeddedCluster.start(new ClusterSpec(name, 0, temp.resolve("data-" + name), settings));
        OPEN.add(cluster);
        return cluster;
    }

    private static void startWorker(int port, Path keyFile) throws Exception {
        Path properties = temp.resolve("worker.properties");
        Files.writeString(
                properties,
                Files.readString(Dist.examples().resolve("worker/connect-distributed.properties"))
                                .replace("127.0.0.1:9192", east.internalBootstrapServers())
                                .replace("127.0.0.1:8083", "127.0.0.1:" + port)
                                .replace(
                                        "/opt/streambus/plugins",
                                        Dist.bridge().resolve("plugin").toString())
                                .replaceAll("(?m)^#(config\\.providers)", "$1")
                                .replace("allowed.paths=/certs", "allowed.paths=" + temp)
                                .replace("/etc/streambus/secrets.key", keyFile.toString())
                        + "offset.flush.interval.ms=1000\n");
        workerProcess = StreamBusProcess.start(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlog4j2.configurationFile=" + everythingLogged(),
                        "-cp",
                        Dist.bridge().resolve("lib") + "/*:" + Dist.bridge().resolve("lib-embedded") + "/*",
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        properties.toString()),
                temp,
                Map.of());
        OPEN.add(workerProcess);
        worker = new Http("http://127.0.0.1:" + port);
    }

    private static void startBridge(int port, Path keyFile) throws Exception {
        Path properties = temp.resolve("bridge.properties");
        Files.writeString(
                properties,
                "listeners=http://127.0.0.1:" + (port + 1) + "\nconnect.url=http://127.0.0.1:" + port
                        + "\ncontrol.bootstrap.servers=" + east.internalBootstrapServers()
                        + "\nobserve.interval.ms=500\nsecrets.key.file=" + keyFile + '\n');
        bridgeProcess = StreamBusProcess.start(
                Dist.bridge().resolve("streambus"),
                temp,
                Map.of("STREAMBUS_OPTS", "-Dlog4j2.configurationFile=" + everythingLogged()),
                "bridge",
                "--config",
                properties.toString());
        OPEN.add(bridgeProcess);
        bridge = new Http("http://127.0.0.1:" + (port + 1));
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(workerProcess.isAlive()).as(workerProcess.output()).isTrue();
            assertThat(worker.get("/connectors").status()).isEqualTo(200);
            assertThat(bridge.get("/health/ready").status()).isEqualTo(200);
        });
    }

    /** Kafka's clients tell their configurations at INFO, which our own configuration of logs leaves out. */
    private static Path everythingLogged() throws Exception {
        return Files.writeString(temp.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d %p %c %m%n
                """);
    }

    @AfterAll
    static void stopAll() throws Exception {
        for (int i = OPEN.size() - 1; i >= 0; i--) {
            OPEN.get(i).close();
        }
    }

    @Test
    void linksReplicateWithSecretsFromTheirDocumentsAndNoneIsFoundAnywhere() throws Exception {
        ObjectNode guarded = document("sealed", "orders");
        login(guarded, "source_cluster", "SCRAM-SHA-512", SCRAM_PASSWORD);
        login(guarded, "target_cluster", "PLAIN", PLAIN_PASSWORD);
        ObjectNode oauth = document("oauth", "users");
        login(oauth, "source_cluster", "SCRAM-SHA-256", SCRAM_PASSWORD);
        security(oauth, "target_cluster")
                .put("sasl_mechanism", "OAUTHBEARER")
                .put("tls_skip_verify", true)
                .putObject("properties")
                .put(
                        "sasl.jaas.config",
                        module("oauthbearer.OAuthBearerLoginModule", " unsecuredLoginStringClaim_sub=\"streambus\""));
        ObjectNode wrong = document("wrong", "orders");
        login(wrong, "source_cluster", "SCRAM-SHA-512", WRONG_PASSWORD);
        login(wrong, "target_cluster", "PLAIN", PLAIN_PASSWORD);
        for (ObjectNode link : List.of(guarded, oauth, wrong)) {
            assertThat(kept(bridge.post(LINKS + "?validate_only=true", link.toString()))
                            .status())
                    .isIn(200, 503);
            Http.Answer created = kept(bridge.post(LINKS, link.toString()));
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            assertThat(kept(bridge.post(path(link) + "/start?wait=0", "")).status())
                    .isIn(200, 202);
        }
        Clients.write(
                west.internalBootstrapServers(),
                List.of(
                        new ProducerRecord<>("orders", 0, null, "an order".getBytes(UTF_8)),
                        new ProducerRecord<>("users", 0, null, "a user".getBytes(UTF_8))));

        for (String topic : List.of("orders", "users")) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(topics()).contains(topic));
            assertThat(Clients.read(
                            east.internalBootstrapServers(), List.of(new TopicPartition(topic, 0)), 1, PATIENCE))
                    .hasSize(1);
        }
        for (ObjectNode link : List.of(guarded, oauth)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(kept(bridge.get(path(link) + "/health"))
                                    .json()
                                    .path("status")
                                    .asText())
                            .as(bridge.get(path(link)).text())
                            .isEqualTo("healthy"));
        }
        assertFails("wrong", "Cluster west refuses the flow", "Authentication failed");
        anUpdateWithTheMaskKeepsTheSecret(guarded);

        assertThat(kept(bridge.post(LINKS, guarded.put("id", "no good id").toString()))
                        .status())
                .isEqualTo(400);
        guarded.put("id", "sealed");
        assertNothingTellsASecret(List.of("sealed", "oauth", "wrong"));
    }

    private static void anUpdateWithTheMaskKeepsTheSecret(ObjectNode link) throws Exception {
        ObjectNode shown = (ObjectNode) kept(bridge.get(path(link))).json();
        assertThat(shown.at("/source_cluster/security/sasl_password").asText()).isEqualTo("***");
        ObjectNode change = Http.JSON.createObjectNode();
        change.set("source_cluster", shown.get("source_cluster"));
        assertThat(kept(bridge.post(path(link) + "/stop", "")).status()).isEqualTo(200);
        Http.Answer updated = kept(bridge.send("PUT", path(link), change.toString()));
        assertThat(updated.status()).as(updated.text()).isEqualTo(200);
        assertThat(kept(bridge.post(path(link) + "/start", "")).status()).isIn(200, 202);
        Clients.write(
                west.internalBootstrapServers(),
                List.of(new ProducerRecord<>("orders", 0, null, "another order".getBytes(UTF_8))));
        assertThat(Clients.read(east.internalBootstrapServers(), List.of(new TopicPartition("orders", 0)), 2, PATIENCE))
                .hasSize(2);
    }

    /** A client would take the alert for a length of 336 MiB, and the bridge has a heap of 512 and ends when it is full. */
    @Test
    void aLinkWithoutTlsToATlsPortFailsWithAdviceAndTheBridgeLivesOn() throws Exception {
        ObjectNode link = document("no-tls", "orders");
        ((ObjectNode) link.get("source_cluster")).remove("security");
        ((ObjectNode) link.get("target_cluster")).remove("security");

        Http.Answer validated = kept(bridge.post(LINKS + "?validate_only=true", link.toString()));
        assertThat(validated.text()).contains("Cluster west", "speaks TLS", "enable_tls");
        assertThat(kept(bridge.post(LINKS, link.toString())).status()).isEqualTo(201);
        kept(bridge.post(path(link) + "/start?wait=0", ""));

        assertFails("no-tls", "Cluster west", "speaks TLS", "enable_tls");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bridge.get(path(link) + "/health")
                                .json()
                                .path("issues")
                                .toString())
                        .contains("speaks TLS"));
        assertThat(bridgeProcess.isAlive()).isTrue();
        assertThat(workerProcess.isAlive()).isTrue();
        // The name alone stands in the worker's log, among its options.
        for (String log : List.of(bridgeProcess.output(), workerProcess.output())) {
            assertThat(log.contains("java.lang.OutOfMemoryError") || log.contains("Terminating due to"))
                    .as("out of memory")
                    .isFalse();
        }
        assertThat(bridge.post(path(link) + "/stop", "").status()).isEqualTo(200);
    }

    private static void assertFails(String id, String... reasons) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Http.Answer link = kept(bridge.get(LINKS + '/' + id));
            assertThat(link.json().path("status").asText()).as(link.text()).isEqualTo("failed");
            assertThat(link.text()).contains(reasons);
        });
    }

    private static void assertNothingTellsASecret(List<String> ids) throws Exception {
        Map<String, String> texts = new LinkedHashMap<>();
        kept(bridge.get(LINKS));
        kept(bridge.get("/metrics"));
        kept(worker.get("/connectors?expand=info&expand=status"));
        for (String connector : names(kept(worker.get("/connectors")))) {
            for (String part : List.of("", "/config", "/status", "/tasks", "/offsets", "/topics")) {
                kept(worker.get("/connectors/" + connector + part));
            }
            ObjectNode config = (ObjectNode)
                    worker.get("/connectors/" + connector + "/config").json();
            kept(worker.send(
                    "PUT",
                    "/connector-plugins/" + config.path("connector.class").asText() + "/config/validate",
                    config.toString()));
        }
        for (String id : ids) {
            for (String part : List.of("", "/metrics", "/health")) {
                kept(bridge.get(LINKS + '/' + id + part));
            }
        }
        texts.put("answers", String.join("\n", ANSWERS));
        texts.put("the bridge's log", bridgeProcess.output());
        texts.put("the worker's log", workerProcess.output());
        for (EmbeddedCluster cluster : List.of(west, east)) {
            topicTexts(cluster.internalBootstrapServers(), texts);
        }
        assertThat(texts).containsKeys("streambus.links", "streambus-connect-configs", "streambus.checkpoints");
        // What is searched is where the secrets would be: their references are there.
        for (String place : List.of("answers", "streambus.links", "streambus-connect-configs")) {
            assertThat(texts.get(place)).as(place).contains("${streambus:sealed/west/sasl_password:v1.");
        }
        String key = Files.readAllLines(temp.resolve("secrets.key")).get(3).split(" ", -1)[1];
        Set<String> secrets =
                Set.of(SCRAM_PASSWORD, "ery;st", "aple=91", PLAIN_PASSWORD, KEY_PASSWORD, WRONG_PASSWORD, key);
        texts.forEach((place, text) -> secrets.forEach(secret ->
                assertThat(text.contains(secret)).as("%s in %s", secret, place).isFalse()));
    }

    /** Every record of every topic, the brokers' own included. */
    private static void topicTexts(String brokers, Map<String, String> texts) throws Exception {
        try (Admin admin = Clients.admin(brokers)) {
            Set<String> all = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            List<TopicPartition> partitions = admin.describeTopics(all).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toList());
            for (ConsumerRecord<byte[], byte[]> entry : everything(brokers, partitions)) {
                texts.merge(entry.topic(), text(entry.key()) + ' ' + text(entry.value()) + '\n', String::concat);
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> everything(String brokers, List<TopicPartition> partitions) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return read;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static Set<String> topics() throws Exception {
        try (Admin admin = Clients.admin(east.internalBootstrapServers())) {
            return admin.listTopics().names().get();
        }
    }

    private static List<String> names(Http.Answer answer) {
        List<String> names = new ArrayList<>();
        answer.json().forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Http.Answer kept(Http.Answer answer) {
        ANSWERS.add(answer.text());
        return answer;
    }

    private static String path(ObjectNode link) {
        return LINKS + '/' + link.path("id").asText();
    }

    /** The documentation's document with PEM files, but for hosts and files. */
    private static ObjectNode document(String id, String topic) throws Exception {
        ObjectNode link = (ObjectNode) Http.JSON.readTree("""
                {
                  "id": "%s",
                  "name": "US-West to US-East Replication",
                  "type": "active-passive",
                  "source_cluster": {"cluster_id": "west", "brokers": ["%s"], "security": {
                    "enable_tls": true,
                    "tls_cert_file": "%s",
                    "tls_key_file": "%s",
                    "tls_ca_file": "%s",
                    "properties": {"ssl.key.password": "%s"}
                  }},
                  "target_cluster": {"cluster_id": "east", "brokers": ["%s"], "security": {
                    "enable_tls": true,
                    "tls_ca_file": "%s"
                  }},
                  "topics": ["%s"],
                  "config": {"checkpoint_interval_ms": 500, "concurrent_partitions": 1},
                  "allow_overlap": ["sealed", "wrong", "no-tls"]
                }""".formatted(
                        id,
                        west.bootstrapServers(),
                        keys.file("client.crt"),
                        keys.file("client.key"),
                        keys.file("broker.crt"),
                        KEY_PASSWORD,
                        east.bootstrapServers(),
                        keys.file("broker.crt"),
                        topic));
        return link;
    }

    private static ObjectNode security(ObjectNode link, String cluster) {
        return (ObjectNode) link.get(cluster).get("security");
    }

    private static void login(ObjectNode link, String cluster, String mechanism, String password) {
        security(link, cluster)
                .put("sasl_mechanism", mechanism)
                .put("sasl_username", USER)
                .put("sasl_password", password);
    }
}
