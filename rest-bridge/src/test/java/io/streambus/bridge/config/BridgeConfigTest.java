package io.streambus.bridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streambus.connect.secret.KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BridgeConfigTest {

    @Test
    void a_minimal_file_gets_the_defaults(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("bridge.properties"),
                "control.bootstrap.servers=127.0.0.1:9192\nconnect.url=http://a:8083, http://b:8083\n");

        BridgeConfig config = BridgeConfig.load(file);

        assertThat(config.listeners()).containsExactly(URI.create("http://127.0.0.1:8081"));
        assertThat(config.connectClusters().connectClusters().get(0).workers())
                .containsExactly(URI.create("http://a:8083"), URI.create("http://b:8083"));
        assertThat(config.controlClients()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9192"));
        assertThat(config.observeInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.linksTopic()).isEqualTo("streambus.links");
        assertThat(config.linksTopicReplicationFactor()).isEqualTo((short) -1);
    }

    @Test
    void the_address_for_callers_of_other_bridges_is_one_bare_url() throws IOException {
        String rest = "control.bootstrap.servers=c:1\nconnect.url=http://w:8083\n";

        assertThat(of(rest).advertisedUrl()).isEmpty();
        assertThat(of(rest + "advertised.url=https://b:8081").advertisedUrl()).contains(URI.create("https://b:8081"));
        for (String faulty : List.of("b:8081", "http://b/api", "http://u:secret@b", "http://a,http://b")) {
            assertThatThrownBy(() -> of(rest + "advertised.url=" + faulty))
                    .isInstanceOf(BridgeConfigException.class)
                    .hasMessageContaining("advertised.url must be one")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void client_settings_and_config_providers_are_passed_through() throws IOException {
        BridgeConfig config = of("""
                control.bootstrap.servers=c:1
                control.security.protocol=SSL
                connect.url=https://w:8083
                config.providers=file
                config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider
                """);

        assertThat(config.controlClients()).containsEntry("security.protocol", "SSL");
        assertThat(config.configProviders()).containsOnlyKeys("config.providers", "config.providers.file.class");
    }

    @Test
    void secrets_in_clear_and_a_key_file_exclude_each_other(@TempDir Path directory) throws IOException {
        Path keys = directory.resolve("keys");
        KeyFile.create(keys);
        String minimal = "control.bootstrap.servers=c:1\nconnect.url=http://w:1\n";

        assertThat(of(minimal).withSecretsInClear().secrets().inClear()).isTrue();
        assertThat(catchThrowableOfType(
                                BridgeConfigException.class,
                                () -> of(minimal + "secrets.key.file=" + keys).withSecretsInClear())
                        .faults())
                .containsExactly(
                        "--insecure-inline-secrets and secrets.key.file exclude each other: leave one of them out");
    }

    @Test
    void secrets_in_clear_are_for_loopback_listeners_only() throws IOException {
        BridgeConfig config = of("control.bootstrap.servers=c:1\nconnect.url=http://w:1\n");
        BridgeConfig open = new BridgeConfig(
                List.of(URI.create("http://0.0.0.0:1")),
                config.advertisedUrl(),
                config.controlClients(),
                config.connectClusters(),
                config.observeInterval(),
                config.linksTopic(),
                config.linksTopicReplicationFactor(),
                config.configProviders(),
                config.secrets(),
                config.access(),
                config.metrics());

        assertThat(catchThrowableOfType(BridgeConfigException.class, open::withSecretsInClear)
                        .faults())
                .singleElement()
                .asString()
                .contains("loopback", "http://0.0.0.0:1");
    }

    @Test
    void all_faults_are_found_at_once_and_passwords_are_not_repeated() {
        BridgeConfigException refusal = catchThrowableOfType(BridgeConfigException.class, () -> of("""
                        listeners=http://0.0.0.0:8081,127.0.0.1:9,http://127.0.0.1
                        conect.url=http://a:1
                        connect.url=http://user:hunter 2@w:8083
                        observe.interval.ms=5s
                        links.topic=a b
                        links.topic.replication.factor=0
                        """));

        assertThat(refusal.faults())
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("conect.url", "did you mean connect.url?"),
                        fault -> assertThat(fault).contains("0.0.0.0", "authentication is none", "bind to loopback"),
                        fault -> assertThat(fault)
                                .contains("0.0.0.0", "in clear", "tls.certificate.file", "listeners.plain.allowed"),
                        fault -> assertThat(fault).contains("listeners", "no URL"),
                        fault -> assertThat(fault).contains("listeners", "found http://127.0.0.1"),
                        fault -> assertThat(fault).contains("connect.url"),
                        fault -> assertThat(fault).contains("control.bootstrap.servers is required"),
                        fault -> assertThat(fault).contains("observe.interval.ms", "5s"),
                        fault -> assertThat(fault).contains("links.topic must"),
                        fault -> assertThat(fault).contains("links.topic.replication.factor"));
        assertThat(refusal.getMessage()).doesNotContain("hunter");
    }

    private static BridgeConfig of(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return BridgeConfig.of(properties);
    }
}
