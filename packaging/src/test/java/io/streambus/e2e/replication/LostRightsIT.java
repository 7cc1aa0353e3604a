package io.streambus.e2e.replication;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.e2e.replication.Clusters.Broker;
import io.streambus.runtime.InitialState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenario 20: a right that is taken away and a password that is changed, on either side, end in a failure that says which cluster refuses what, and
 * never in a flow that runs and stands still. Both clusters ask for a password (SCRAM) and for rights; the target's line is TLS (scenario 10).
 */
class LostRightsIT {

    private static final String SECRET = "correct-horse";
    private static final AclOperation[] ON_SOURCE = {READ, DESCRIBE, DESCRIBE_CONFIGS};
    private static final AclOperation[] ON_TARGET = {READ, WRITE, DESCRIBE, CREATE, DESCRIBE_CONFIGS};

    @TempDir
    private static Path keys;

    private static Clusters clusters;

    @BeforeAll
    static void startClusters() throws Exception {
        makeKeys();
        Map<String, String> tls = Map.of(
                "listener.name.clients.ssl.keystore.location",
                        keys.resolve("broker.p12").toString(),
                "listener.name.clients.ssl.keystore.password", "keystore",
                "listener.name.clients.ssl.keystore.type", "PKCS12");
        clusters = new Clusters(
                Map.of(),
                Broker.guarded("west", guarded("SASL_PLAINTEXT", Map.of())),
                Broker.guarded("east", guarded("SASL_SSL", tls)));
        clusters.east().createTopic(CheckpointFormat.TOPIC, 1, Map.of("cleanup.policy", "compact"));
    }

    private static Map<String, String> guarded(String protocol, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put(
                "listener.security.protocol.map", "CLIENTS:" + protocol + ",BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listener.name.clients.sasl.enabled.mechanisms", "SCRAM-SHA-256");
        settings.put(
                "listener.name.clients.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        // Clients say their password again and again: a wrong one shows without a broken connection.
        settings.put("listener.name.clients.scram-sha-256.connections.max.reauth.ms", "2000");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        return settings;
    }

    /** What an operator would do with the JDK's tool: a key pair for the broker, its certificate for the clients. */
    private static void makeKeys() throws IOException, InterruptedException {
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=east",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                "broker.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                "keystore");
        keytool(
                "-exportcert",
                "-alias",
                "broker",
                "-keystore",
                "broker.p12",
                "-storepass",
                "keystore",
                "-file",
                "broker.crt");
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-file",
                "broker.crt",
                "-keystore",
                "trusted.p12",
                "-storetype",
                "PKCS12",
                "-storepass",
                "truststore");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .directory(keys.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(keys.toFile(), "keytool.log"))
                .start();
        assertThat(process.waitFor()).as("%s", (Object) command).isZero();
    }

    @AfterAll
    static void stopClusters() {
        clusters.close();
    }

    @AfterEach
    void deleteConnectors() {
        clusters.runtime().connectors().forEach(clusters.runtime()::delete);
    }

    @Test
    void aTopicThatMayNoLongerBeReadFailsTheTaskAndSaysOnWhichCluster() {
        runFlow("unreadable", "user-1");

        clusters.west().forbid("user-1", ResourceType.TOPIC, "unreadable", READ);

        assertFails("unreadable", "Cluster west refuses", "unreadable");
    }

    /** What may not be seen is not listed either: without a second look it would pass for deleted. */
    @Test
    void aTopicThatMayNoLongerBeSeenIsNotTakenForDeletedNeitherByARunningTaskNorByARestartedOne() {
        runFlow("unseen", "user-2");

        clusters.west().forbid("user-2", ResourceType.TOPIC, "unseen", ON_SOURCE);

        assertFails("unseen", "Cluster west refuses", "unseen");
        clusters.stop("unseen");
        clusters.runtime().resume("unseen");
        assertFails("unseen", "Cluster west refuses", "unseen");

        clusters.west().allow("user-2", ResourceType.TOPIC, "unseen", ON_SOURCE);
        clusters.west().write("unseen", 0, 100, 200);
        clusters.runtime().restartFailed("unseen");

        Eventually.assertThat(() -> clusters.assertSameContents("unseen", 1));
    }

    @Test
    void aTopicThatMayNoLongerBeWrittenFailsTheTaskAndTheRecordsArriveOnceItMay() {
        runFlow("unwritable", "user-3");

        clusters.east().forbid("user-3", ResourceType.TOPIC, "unwritable", WRITE);
        clusters.west().write("unwritable", 0, 100, 200);

        // The worker's own producer: Connect's message, which names no cluster.
        assertFails("unwritable", "producer send callback", "Not authorized to access topics: [unwritable]");
        clusters.east().allow("user-3", ResourceType.TOPIC, "unwritable", WRITE);
        clusters.runtime().restartFailed("unwritable");

        Eventually.assertThat(() -> clusters.assertSameContents("unwritable", 1));
    }

    @Test
    void checkpointsThatMayNoLongerBeWrittenFailTheTaskAndSayOnWhichCluster() {
        runFlow("unchecked", "user-4");

        clusters.east().forbid("user-4", ResourceType.TOPIC, CheckpointFormat.TOPIC, WRITE);

        assertFails("unchecked", "Cluster east refuses", CheckpointFormat.TOPIC);
    }

    @Test
    void aPasswordThatIsChangedOnTheSourceFailsTheFlowAndSaysOnWhichCluster() {
        runFlow("source-password", "user-5");

        clusters.west().setPassword("user-5", "another");

        assertFails("source-password", "Cluster west refuses", "Authentication failed");
    }

    @Test
    void aPasswordThatIsChangedOnTheTargetFailsTheFlowAndSaysOnWhichCluster() {
        runFlow("target-password", "user-6");

        clusters.east().setPassword("user-6", "another");

        assertFails("target-password", "Cluster east refuses", "Authentication failed");
    }

    @Test
    void aPasswordThatIsWrongFromTheStartFailsTheConnectorAndSaysOnWhichCluster() {
        for (String wrong : Set.of("west", "east")) {
            String flow = "password-of-" + wrong;
            Map<String, String> settings = settings(flow, "user-7");
            clusters.of("west").setPassword("user-7", wrong.equals("west") ? "another" : SECRET);
            clusters.of("east").setPassword("user-7", wrong.equals("east") ? "another" : SECRET);

            clusters.runtime().create(flow, settings, InitialState.RUNNING);

            assertFails(flow, "Cluster " + wrong + " refuses", "Authentication failed");
        }
    }

    @Test
    void whoMayReadATopicOnTheSourceMayReadItsCopyButNobodyMayWriteIt() {
        clusters.west().allow("reader", ResourceType.TOPIC, "synced", READ, DESCRIBE);
        clusters.west().allow("writer", ResourceType.TOPIC, "synced", WRITE, DESCRIBE);
        clusters.west().allow("owner", ResourceType.TOPIC, "synced", AclOperation.ALL);
        clusters.west().allow("user-8", ResourceType.CLUSTER, "kafka-cluster", DESCRIBE);
        clusters.east().allow("user-8", ResourceType.CLUSTER, "kafka-cluster", AclOperation.ALTER);

        runFlow("synced", "user-8", Map.of("sync.topic.acls.enabled", "true", "sync.topic.acls.interval.seconds", "1"));

        Eventually.assertThat(() -> {
            assertThat(clusters.east().rightsTo("synced", "reader")).containsExactlyInAnyOrder(READ, DESCRIBE);
            assertThat(clusters.east().rightsTo("synced", "writer")).containsExactly(DESCRIBE);
            assertThat(clusters.east().rightsTo("synced", "owner")).containsExactly(READ);
        });
        clusters.west().allow("late", ResourceType.TOPIC, "synced", READ);
        Eventually.assertThat(
                () -> assertThat(clusters.east().rightsTo("synced", "late")).containsExactly(READ));
    }

    private static void runFlow(String topic, String user) {
        runFlow(topic, user, Map.of());
    }

    /** One partition with a hundred records, copied by a user who may do no more than that. */
    private static void runFlow(String topic, String user, Map<String, String> more) {
        clusters.west().createTopic(topic, 1, Map.of());
        clusters.west().write(topic, 0, 0, 100);
        clusters.west().setPassword(user, SECRET);
        clusters.east().setPassword(user, SECRET);
        clusters.west().allow(user, ResourceType.TOPIC, topic, ON_SOURCE);
        clusters.east().allow(user, ResourceType.TOPIC, topic, ON_TARGET);
        clusters.east().allow(user, ResourceType.TOPIC, CheckpointFormat.TOPIC, ON_TARGET);
        Map<String, String> settings = settings(topic, user);
        settings.putAll(more);
        clusters.run(topic, settings);
        Eventually.assertThat(() -> clusters.assertSameContents(topic, 1));
    }

    private static Map<String, String> settings(String topic, String user) {
        Map<String, String> settings = Clusters.flow(
                "west", clusters.listener("west"), "east", clusters.listener("east"), topic, Map.of("tasks.max", "1"));
        settings.put("sync.topic.acls.enabled", "false");
        // A pattern: a topic that is named would be asked for in any case.
        settings.put("topics", topic + ".*");
        for (String prefix : Set.of("source.cluster.", "target.cluster.", "producer.override.")) {
            settings.put(prefix + "sasl.mechanism", "SCRAM-SHA-256");
            settings.put(
                    prefix + "sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                            + "\" password=\"" + SECRET + "\";");
        }
        settings.put("source.cluster.security.protocol", "SASL_PLAINTEXT");
        for (String prefix : Set.of("target.cluster.", "producer.override.")) {
            settings.put(prefix + "security.protocol", "SASL_SSL");
            settings.put(
                    prefix + "ssl.truststore.location",
                    keys.resolve("trusted.p12").toString());
            settings.put(prefix + "ssl.truststore.password", "truststore");
            settings.put(prefix + "ssl.truststore.type", "PKCS12");
        }
        return settings;
    }

    /** Within the minute that the tests wait for anything. */
    private static void assertFails(String flow, String... reasons) {
        Eventually.assertThat(() -> assertThat(clusters.failure(flow))
                .as("the failure of %s", flow)
                .hasValueSatisfying(trace -> assertThat(trace).contains(reasons).doesNotContain(SECRET)));
    }
}
