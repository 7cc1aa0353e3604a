package io.streambus.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.secret.KeyFile;
import io.streambus.connect.secret.SecretBox;
import io.streambus.connect.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamBusConfigProviderTest {

    @TempDir
    private Path directory;

    private Path keys;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = directory.resolve("keys");
        KeyFile.create(keys);
    }

    /** Kafka's own transformer, which workers and clients use: its pattern must take our references apart as they are meant. */
    @Test
    void kafkaPutsTheSecretInPlaceOfTheReferenceAlsoWithinAText() {
        SecretReference reference = new SecretBox(keys).seal("link_1/us-west.1/sasl_password", "a:b}c${d");
        try (ConfigProvider provider = provider()) {
            Map<String, String> resolved = new ConfigTransformer(Map.of("streambus", provider))
                    .transform(Map.of("alone", reference.text(), "jaas", "x password=\"" + reference.text() + "\";"))
                    .data();

            assertThat(resolved).containsEntry("alone", "a:b}c${d").containsEntry("jaas", "x password=\"a:b}c${d\";");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReferenceAtAnotherPlaceIsRefusedByName() {
        SecretReference reference = new SecretBox(keys).seal("link-1/west/sasl_password", "hunter2");
        String moved = reference.text().replace("link-1", "link-2");

        assertThatThrownBy(() -> new ConfigTransformer(Map.of("streambus", provider())).transform(Map.of("a", moved)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("link-2/west/sasl_password")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aWorkerWithoutAKeyFileIsToldAtItsStart() {
        assertThatThrownBy(() -> new StreamBusConfigProvider().configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("key.file");
        assertThatThrownBy(() -> new StreamBusConfigProvider()
                        .configure(Map.of("key.file", directory.resolve("none").toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void itIsListedAsAService() {
        assertThat(ServiceLoader.load(ConfigProvider.class))
                .anyMatch(provider -> provider instanceof StreamBusConfigProvider);
    }

    private ConfigProvider provider() {
        StreamBusConfigProvider provider = new StreamBusConfigProvider();
        provider.configure(Map.of("key.file", keys.toString()));
        return provider;
    }
}
