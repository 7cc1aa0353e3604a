package io.streambus.connect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Issue 14, what is seen number 6: to Kafka's clients all of these are time-outs. */
class BrokerDiagnosisTest {

    private final TimeoutException timeIsUp = new TimeoutException("Timed out waiting for a node assignment.");

    @Test
    void aClosedPortIsToldFromOneThatHangs() throws IOException {
        String closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = "127.0.0.1:" + socket.getLocalPort();
        }
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String silent = "127.0.0.1:" + hanging.getLocalPort();

            assertThat(BrokerDiagnosis.of(Map.of("bootstrap.servers", closed + ", " + silent), timeIsUp))
                    .contains(closed
                            + ": connection refused, nothing listens on the port; start the broker, or correct host and port; "
                            + silent
                            + ": takes connections and answers nothing; the broker hangs or the line is half open");
        }
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThat(BrokerDiagnosis.of(
                        Map.of("bootstrap.servers", "no-such-host.invalid:9092"),
                        new ConfigException("No resolvable bootstrap urls given in bootstrap.servers")))
                .contains(
                        "no-such-host.invalid:9092: the host name cannot be resolved; correct it, or the name service");
    }

    @Test
    void aClientThatWantsTlsIsToldOfAPortThatDoesNotSpeakIt() {
        assertThat(UnansweredText.of("SASL_SSL", Map.of("west-1:9092", Spoken.KAFKA)))
                .isEqualTo(
                        "west-1:9092: does not speak TLS, but is to be reached with it (security.protocol SASL_SSL); name its TLS"
                                + " port, or take enable_tls or security.protocol out");
    }

    @Test
    void aClientWithoutTlsIsToldOfAPortThatSpeaksIt() {
        assertThat(UnansweredText.of("PLAINTEXT", Map.of("west-1:9093", Spoken.TLS)))
                .isEqualTo(
                        "west-1:9093: speaks TLS, but is to be reached without (security.protocol PLAINTEXT); set enable_tls of the"
                                + " link's cluster, or security.protocol of the connector's");
    }

    @Test
    void whatAClientGetsAndWhatStandsBehindABrokerThatAnswersAreToldApart() {
        assertThat(UnansweredText.of("PLAINTEXT", Map.of("a:1", Spoken.KAFKA))).contains("advertised.listeners");
        assertThat(UnansweredText.of("SSL", Map.of("a:1", Spoken.TLS))).contains("certificate");
        assertThat(UnansweredText.of("PLAINTEXT", Map.of("a:1", Spoken.UNREACHABLE)))
                .contains("firewall");
        assertThat(UnansweredText.of("PLAINTEXT", Map.of("a:1", Spoken.CLOSED))).contains("closes connections");
        assertThat(UnansweredText.of("PLAINTEXT", Map.of("a:1", Spoken.OTHER))).contains("not in the Kafka protocol");
    }

    @Test
    void brokersThatDoTheSameAreToldOnceAndNotAllOfMany() {
        Map<String, Spoken> answers = new LinkedHashMap<>();
        for (int i = 1; i <= 7; i++) {
            answers.put("b" + i + ":1", Spoken.REFUSED);
        }

        assertThat(UnansweredText.of("PLAINTEXT", answers))
                .startsWith("b1:1, b2:1, b3:1, b4:1, b5:1 and 2 more: connection refused")
                .doesNotContain("b6");
    }

    @Test
    void aFailureThatNamesItsCauseIsLeftAlone() {
        assertThat(BrokerDiagnosis.of(
                        Map.of("bootstrap.servers", "127.0.0.1:1"), new SaslAuthenticationException("wrong password")))
                .isEqualTo(Optional.empty());
    }
}
