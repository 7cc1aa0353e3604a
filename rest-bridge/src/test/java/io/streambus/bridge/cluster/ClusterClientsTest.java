package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Sasl;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.secrets.RefusedSecretException;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.secrets.SecretReader;
import io.streambus.bridge.secrets.SecretsConfig;
import io.streambus.connect.secret.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterClientsTest {

    private static final String SECRET = "4711-of-the-bridge";

    @TempDir
    private Path directory;

    @Test
    void a_document_reads_no_file_of_the_bridges_machine() throws IOException {
        Files.writeString(directory.resolve("secrets.key"), SECRET);
        Map<String, Object> settings = bridgesClients()
                .settings(
                        cluster(security(
                                Optional.empty(),
                                Map.of(
                                        "client.rack",
                                        "${directory:" + directory + ":secrets.key}",
                                        "config.providers.directory.class",
                                        "org.apache.kafka.common.config.provider.DirectoryConfigProvider"))),
                        "c");

        assertThat(new AdminClientConfig(settings).originals().toString()).doesNotContain(SECRET);
    }

    @Test
    void what_a_document_says_of_config_providers_does_not_count() {
        ClusterClients clients = new ClusterClients(
                Map.of("config.providers", "file", "config.providers.file.param.allowed.paths", "/safe"));

        assertThat(clients.settings(
                        cluster(security(
                                Optional.empty(),
                                Map.of(
                                        "config.providers.file.param.allowed.paths", "/",
                                        "config.providers.x.class", "X"))),
                        "c"))
                .containsEntry("config.providers.file.param.allowed.paths", "/safe")
                .doesNotContainKey("config.providers.x.class");
    }

    @Test
    void a_client_certificate_in_two_files_is_read_here() throws IOException {
        Path cert = Files.writeString(directory.resolve("c.crt"), "the certificate");
        Path key = Files.writeString(directory.resolve("c.key"), "the key");

        Map<String, Object> settings =
                bridgesClients().settings(cluster(security(Optional.of(List.of(cert, key)), Map.of())), "c");

        assertThat(settings)
                .containsEntry("ssl.keystore.certificate.chain", "the certificate")
                .containsEntry("ssl.keystore.key", "the key");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws IOException {
        Path cert = Files.writeString(directory.resolve("c.crt"), "the certificate");

        for (Path key : List.of(directory.resolve("none"), directory)) {
            LinkedCluster cluster = cluster(security(Optional.of(List.of(cert, key)), Map.of()));
            assertThatThrownBy(() -> bridgesClients().settings(cluster, "c"))
                    .isInstanceOf(KafkaException.class)
                    .satisfies(e -> assertThat(SafeMessage.of(e)).contains(key.toString()));
        }
    }

    @Test
    void a_secret_that_was_encrypted_twice_is_one_secret() throws IOException {
        Path keys = keyFile();
        SecretPolicy policy = new SecretsConfig(Optional.of(keys), false).inline();
        ClusterClients clients = new ClusterClients(new SecretsConfig(Optional.of(keys), false).providers(Map.of()));

        ClusterKey ofOne = clients.key(cluster(password(policy, "one", "tiger")));

        assertThat(clients.key(cluster(password(policy, "two", "tiger")))).isEqualTo(ofOne);
        assertThat(clients.key(cluster(password(policy, "two", "lion")))).isNotEqualTo(ofOne);
        assertThat(ofOne.toString()).doesNotContain("tiger");
    }

    @Test
    void what_cannot_be_decrypted_is_told_apart_by_its_form() throws IOException {
        SecretPolicy policy = new SecretsConfig(Optional.of(keyFile()), false).inline();
        Security one = password(policy, "one", "tiger");
        Security two = password(policy, "two", "tiger");

        ClusterClients clients = bridgesClients();

        assertThat(clients.key(cluster(one))).isNotEqualTo(clients.key(cluster(two)));
    }

    private Path keyFile() throws IOException {
        Path file = directory.resolve("streambus.key");
        KeyFile.create(file);
        return file;
    }

    private static Security password(SecretPolicy policy, String link, String password) {
        try {
            return new Security(
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.of(new Sasl(
                            Sasl.Mechanism.PLAIN,
                            Optional.of("bridge"),
                            Optional.of(new Secret(new SecretReader(link, "s", policy).password(password))))),
                    Map.of());
        } catch (RefusedSecretException e) {
            throw new AssertionError(e);
        }
    }

    private static ClusterClients bridgesClients() {
        return new ClusterClients(new SecretsConfig(Optional.empty(), false).providers(Map.of()));
    }

    private static Security security(Optional<List<Path>> files, Map<String, String> properties) {
        return new Security(
                true,
                files.map(pair -> pair.get(0).toString()),
                files.map(pair -> pair.get(1).toString()),
                Optional.empty(),
                false,
                Optional.empty(),
                properties);
    }

    private static LinkedCluster cluster(Security security) {
        return new LinkedCluster(
                "s", List.of("127.0.0.1:1"), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, security);
    }
}
