package io.streambus.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {

    @ParameterizedTest
    @CsvSource({
        "http://w1:8083, http://w1:8083/connectors",
        "http://w1:8083/, http://w1:8083/connectors",
        "https://w1/connect/api//, https://w1/connect/api/connectors",
        "http://user:secret@w1:8083/, http://w1:8083/connectors",
        "http://[::1]:8083, http://[::1]:8083/connectors",
    })
    void aPathIsResolvedBelowTheAddress(URI address, URI resolved) {
        assertThat(Worker.of(address).resolve("/connectors")).isEqualTo(resolved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://u:secret@w1", "w1:8083", "http:///x", "u:secret@w1", "http://under_score:secret@/"})
    void whatIsNoAddressOfAWorkerIsRefusedWithoutQuotingIt(String address) {
        assertThatThrownBy(() -> Worker.of(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(Worker.of(URI.create("http://user:secret@w1:8083"))).hasToString("http://w1:8083");
    }
}
