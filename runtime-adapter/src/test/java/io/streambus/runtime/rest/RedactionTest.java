package io.streambus.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "source.cluster.sasl.jaas.config",
                "target.cluster.ssl.key.password",
                "producer.override.ssl.keystore.key",
                "SASL.Password",
                "oauth.client.secret",
                "bearer.token"
            })
    void theValueOfAKeyThatTellsASecretIsTakenOut(String key) {
        Redaction redaction = Redaction.of(Map.of(key, "hunter2", "topics", "orders"), Set.of());

        assertThat(redaction.apply("bad hunter2 for orders, hunter2!")).isEqualTo("bad *** for orders, ***!");
    }

    @Test
    void aSecretWithinAnotherLeavesNothingOfTheLonger() {
        Redaction redaction = Redaction.of(Map.of("a.password", "abc", "b.password", "abcdef"), Set.of());

        assertThat(redaction.apply("abcdef")).isEqualTo("***");
    }

    @Test
    void aSecretIsTakenOutAlsoAsConnectTrimsIt() {
        assertThat(Redaction.of(Map.of("a.password", " hunter2\n"), Set.of()).apply("bad hunter2"))
                .isEqualTo("bad ***");
    }

    @Test
    void aDeclaredPasswordNeedsNoTellingName() {
        assertThat(Redaction.of(Map.of("pin", "4711"), Set.of("pin")).apply("bad 4711"))
                .isEqualTo("bad ***");
    }
}
