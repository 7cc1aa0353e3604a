package io.streambus.bridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting's value may be what a reference stands for, and Kafka's clients quote what they cannot use. */
class SafeMessageTest {

    @ParameterizedTest
    @CsvSource({
        "client.dns.lookup, hunter2",
        "security.protocol, hunter2",
        "retries, hunter2",
        "sasl.client.callback.handler.class, hunter2",
        "sasl.jaas.config, 'x required password=\"y\"hunter2\";'",
        "sasl.jaas.config, hunter2 required;",
        "sasl.jaas.config, x hunter2;",
        "sasl.jaas.config, hunter2.Module required username=hunter2;"
    })
    void a_setting_that_kafka_refuses_is_named_and_its_value_is_not(String name, String value) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1"));
        if (name.startsWith("sasl")) {
            settings.put("security.protocol", "SASL_PLAINTEXT");
            settings.put("sasl.mechanism", "PLAIN");
            settings.put("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required;");
        }
        settings.put(name, value);

        assertThat(reasonOf(settings)).contains(name).doesNotContain("hunter2");
    }

    @Test
    void an_exception_that_names_no_setting_is_told_without_its_text() {
        assertThat(SafeMessage.of(new KafkaException(new ConfigException("hunter2"))))
                .doesNotContain("hunter2");
        assertThat(SafeMessage.of(new NumberFormatException("For input string: hunter2")))
                .doesNotContain("hunter2");
        assertThat(SafeMessage.of(new KafkaException(new NoSuchAlgorithmException("hunter2 KeyStore not available"))))
                .doesNotContain("hunter2");
        assertThat(SafeMessage.of(new ConfigException("client.rack", "hunter2 for configuration hunter2.too", "no")))
                .contains("client.rack")
                .doesNotContain("hunter2");
    }

    @Test
    void what_a_broker_or_the_network_says_is_told_as_it_is() {
        assertThat(SafeMessage.of(
                        new KafkaException("outer", new SaslAuthenticationException("Authentication failed"))))
                .isEqualTo("Authentication failed");
        assertThat(SafeMessage.of(new TimeoutException("Timed out waiting for a node assignment. Call: listTopics")))
                .contains("Timed out");
    }

    @Test
    void a_certificate_that_nobody_signed_is_told_with_the_fields_to_look_at() {
        assertThat(SafeMessage.of(new SslAuthenticationException(
                        "SSL handshake failed", new SSLHandshakeException("PKIX path building failed"))))
                .isEqualTo("certificates do not fit: PKIX path building failed; see tls_ca_file, tls_cert_file and the"
                        + " brokers' host names");
    }

    @Test
    void brokers_that_no_name_service_knows_are_told() {
        assertThat(reasonOf(Map.of("bootstrap.servers", "no-such-host.invalid:9092")))
                .isEqualTo("no host of its brokers can be resolved (bootstrap.servers)");
    }

    private static String reasonOf(Map<String, Object> settings) {
        try (Admin admin = Admin.create(settings)) {
            return "it was created";
        } catch (KafkaException e) {
            return SafeMessage.of(e);
        }
    }
}
