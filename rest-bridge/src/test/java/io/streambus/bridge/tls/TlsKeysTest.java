package io.streambus.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.ServerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsKeysTest {

    @TempDir
    static Path directory;

    private static ServerKeys own;

    @BeforeAll
    static void makeKeys() throws IOException {
        own = ServerKeys.make(directory, "own", "EC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void keys_of_all_usual_algorithms_are_taken(String algorithm) throws Exception {
        ServerKeys keys = ServerKeys.make(directory, algorithm, algorithm);

        TlsKeys read = TlsKeys.open(new TlsFiles(keys.certificate(), keys.key(), Optional.of(own.certificate())))
                .current();

        assertThat(read.keys().isKeyEntry("server")).isTrue();
        assertThat(read.clientCas().orElseThrow().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ENCRYPTED PRIVATE KEY,openssl pkcs8",
        "RSA PRIVATE KEY,openssl pkcs8 -topk8",
        "EC PRIVATE KEY,openssl pkcs8 -topk8",
        "PRIVATE KEY,cannot be read as one of RSA",
        "PUBLIC KEY,holds no -----BEGIN PRIVATE KEY-----",
    })
    void a_key_of_another_form_is_refused_with_advice_and_without_its_content(String kind, String advice)
            throws IOException {
        Path key = Files.writeString(
                directory.resolve("other.key"), "-----BEGIN " + kind + "-----\nc2VjcmV0\n-----END " + kind + "-----\n");

        assertThatThrownBy(() -> TlsKeys.open(new TlsFiles(own.certificate(), key, Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("the TLS files", key.toString(), advice)
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws IOException {
        ServerKeys other = ServerKeys.make(directory, "another", "EC");

        assertThatThrownBy(() -> TlsKeys.open(new TlsFiles(own.certificate(), other.key(), Optional.empty())))
                .hasMessageContaining("does not belong");
    }

    @Test
    void a_file_without_certificate_is_refused() {
        assertThatThrownBy(() -> TlsKeys.open(new TlsFiles(own.key(), own.key(), Optional.empty())))
                .hasMessageContaining("the file of the certificate holds no -----BEGIN CERTIFICATE-----");
    }
}
