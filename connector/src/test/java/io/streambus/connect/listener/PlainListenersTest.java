package io.streambus.connect.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlainListenersTest {

    private static final byte[] TLS_ALERT = HexFormat.of().parseHex("15030300020250");

    @Test
    void aPortThatAnswersInTlsIsRefusedWithClusterBrokerAndSetting() throws IOException {
        try (Answering port = new Answering(TLS_ALERT)) {
            assertThatThrownBy(() -> PlainListeners.require("west", settings("PLAINTEXT", port)))
                    .isInstanceOf(WrongListenerException.class)
                    .hasMessageContainingAll("Cluster west", port.address(), "speaks TLS", "enable_tls");
            assertThatThrownBy(() -> PlainListeners.require("west", settings("SASL_PLAINTEXT", port)))
                    .hasMessageContaining("to SASL_SSL in a connector");
            assertThatThrownBy(() -> PlainListeners.require("west", Map.of("bootstrap.servers", port.address())))
                    .isInstanceOf(WrongListenerException.class);
        }
    }

    @Test
    void aPortThatAnswersInHttpIsRefused() throws IOException {
        try (Answering port = new Answering("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII))) {
            assertThatThrownBy(() -> PlainListeners.require("west", settings("PLAINTEXT", port)))
                    .isInstanceOf(WrongListenerException.class)
                    .hasMessageContainingAll("Cluster west", port.address(), "not in the Kafka protocol");
        }
    }

    @Test
    void aPortThatAnswersTheQuestionIsLeftToTheClient() throws IOException {
        byte[] head = ByteBuffer.allocate(14)
                .putInt(10)
                .putInt(0x5342_3031)
                .putShort((short) 0)
                .putInt(0)
                .array();
        try (Answering port = new Answering(head)) {
            assertThat(PortQuestion.ask(port.address(), java.time.Duration.ofSeconds(2)))
                    .isEqualTo(Spoken.KAFKA);
            assertThatCode(() -> PlainListeners.require("west", settings("PLAINTEXT", port)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aPortThatHangsUpIsLeftToTheClient() throws IOException {
        try (Answering port = new Answering(new byte[0])) {
            assertThatCode(() -> PlainListeners.require("west", settings("PLAINTEXT", port)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void withTlsNobodyIsAsked() {
        AtomicInteger asked = new AtomicInteger();

        for (String protocol : new String[] {"SSL", "SASL_SSL", "ssl"}) {
            PlainListeners.require(
                    "west", Map.of("bootstrap.servers", "a:1", "security.protocol", protocol), (broker, patience) -> {
                        asked.incrementAndGet();
                        return Spoken.TLS;
                    });
        }

        assertThat(asked).hasValue(0);
    }

    @Test
    void everyBrokerIsAsked() {
        assertThatThrownBy(() -> PlainListeners.require(
                        "west",
                        Map.of("bootstrap.servers", "a:1, b:2"),
                        (broker, patience) -> broker.equals("b:2") ? Spoken.TLS : Spoken.SILENT))
                .hasMessageContaining("b:2 speaks TLS");
    }

    private static Map<String, Object> settings(String protocol, Answering port) {
        return Map.of("bootstrap.servers", port.address(), "security.protocol", protocol);
    }

    /** A port that answers every connection with the same bytes and ends it. */
    private static final class Answering implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

        Answering(byte[] answer) throws IOException {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        // The question first: what is unread when a socket closes takes the answer with it.
                        int length = ByteBuffer.wrap(socket.getInputStream().readNBytes(Integer.BYTES))
                                .getInt();
                        socket.getInputStream().readNBytes(length);
                        socket.getOutputStream().write(answer);
                    } catch (IOException e) {
                        // The next one, or the end.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        String address() {
            return "127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
