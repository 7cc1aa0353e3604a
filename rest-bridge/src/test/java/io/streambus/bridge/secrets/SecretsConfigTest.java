package io.streambus.bridge.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.secret.KeyFile;
import io.streambus.connect.secret.SecretBox;
import io.streambus.connect.secret.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsConfigTest {

    private static final SecretPlace PASSWORD = SecretPlace.password("l", "west");

    @TempDir
    private Path directory;

    private Path keys;
    private SecretPolicy sealing;

    @BeforeEach
    void makeKeys() throws IOException {
        keys = directory.resolve("keys");
        KeyFile.create(keys);
        sealing = new SecretsConfig(Optional.of(keys), false).inline();
    }

    @Test
    void a_secret_is_kept_as_a_reference_that_opens_to_what_stands_between_quotes() throws Exception {
        String kept = sealing.keep(PASSWORD, "a\"b\\c");

        assertThat(kept).startsWith("${streambus:l/west/sasl_password:v1.").doesNotContain("a\"b");
        assertThat(opened(kept)).isEqualTo("a\\\"b\\\\c");
        assertThat(opened(sealing.keep(SecretPlace.property("l", "west", "ssl.key.password"), "a\"b\\c")))
                .isEqualTo("a\"b\\c");
    }

    @Test
    void what_is_encrypted_for_this_place_stays_as_it_is_until_the_key_is_rotated() throws Exception {
        String kept = sealing.keep(PASSWORD, "hunter2");

        assertThat(sealing.keep(PASSWORD, kept)).isEqualTo(kept);
        KeyFile.rotate(keys);
        String renewed = sealing.keep(PASSWORD, kept);

        assertThat(renewed).isNotEqualTo(kept);
        assertThat(opened(renewed)).isEqualTo("hunter2");
    }

    @Test
    void what_is_encrypted_for_another_place_is_refused() throws Exception {
        String kept = sealing.keep(PASSWORD, "hunter2");

        assertThatThrownBy(() -> sealing.keep(SecretPlace.password("other", "west"), kept))
                .isInstanceOf(RefusedSecretException.class)
                .hasMessageContaining("another place");
        assertThatThrownBy(() -> sealing.keep(PASSWORD, kept.replace(":v1.", ":v1.x")))
                .isInstanceOf(RefusedSecretException.class)
                .hasMessageContaining("cannot be kept");
    }

    @Test
    void a_key_file_that_is_gone_is_told_and_the_secret_is_not() {
        SecretPolicy without = new SecretsConfig(Optional.of(directory.resolve("gone")), false).inline();

        assertThatThrownBy(() -> without.keep(PASSWORD, "hunter2"))
                .hasMessageContainingAll("cannot be encrypted", "does not exist")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void in_clear_everything_is_kept_but_what_connect_would_take_for_a_reference() throws Exception {
        SecretPolicy inClear = new SecretsConfig(Optional.empty(), true).inline();

        assertThat(inClear.keep(PASSWORD, "hunter2")).isEqualTo("hunter2");
        assertThatThrownBy(() -> inClear.keep(PASSWORD, "x${file:y}")).hasMessageContaining("reference");
        assertThatThrownBy(() -> inClear.keep(PASSWORD, "${streambus:l/west/sasl_password:v1.a.b}"))
                .hasMessageContaining("no key");
    }

    @Test
    void without_a_key_secrets_are_refused_with_advice() {
        assertThatThrownBy(() ->
                        new SecretsConfig(Optional.empty(), false).inline().keep(PASSWORD, "hunter2"))
                .hasMessageContainingAll("streambus secrets key", "secrets.key.file", "${file:")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_key_file_that_cannot_be_used_is_a_fault_of_the_settings() {
        List<String> faults = new ArrayList<>();

        SecretsConfig.read(Map.of("secrets.key.file", directory.resolve("none").toString()), faults);

        assertThat(faults)
                .singleElement()
                .asString()
                .contains("secrets.key.file", "does not exist", "streambus secrets key");
    }

    @Test
    void the_bridges_clients_know_the_providers_of_our_references_and_those_that_are_given_stay() {
        Map<String, String> given = Map.of(
                "config.providers", "file, directory",
                "config.providers.file.class", "F",
                "config.providers.directory.class", "Own");

        Map<String, String> all = new SecretsConfig(Optional.of(keys), false).providers(given);

        assertThat(all)
                .containsEntry("config.providers", "file,directory,streambus")
                .containsEntry("config.providers.directory.class", "Own")
                .containsEntry("config.providers.streambus.class", "io.streambus.connect.StreamBusConfigProvider")
                .containsEntry("config.providers.streambus.param.key.file", keys.toString());
        assertThat(new SecretsConfig(Optional.empty(), false).providers(Map.of()))
                .as("a provider that nobody has asked for would read files for documents")
                .isEmpty();
    }

    private String opened(String reference) {
        return new SecretBox(keys).open(SecretReference.of(reference).orElseThrow());
    }
}
