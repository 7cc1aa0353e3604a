package io.streambus.bridge.http.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AddressLimitTest {

    private static final int MOST = 3;

    private Server server;
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = new Server();
        connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.addBean(new AddressLimit(MOST), false);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request request,
                    org.eclipse.jetty.server.Response response,
                    org.eclipse.jetty.util.Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void one_address_cannot_take_the_connections_of_the_others() throws IOException {
        assumeThat(System.getProperty("os.name"))
                .as("all of 127.0.0.0/8 is there without being set up")
                .isEqualTo("Linux");
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            silent.add(connect("127.0.0.1"));
        }
        await().until(() -> connector.getConnectedEndPoints().size() == MOST);

        assertThat(answer("127.0.0.1")).isEmpty();
        assertThat(answer("127.0.0.2")).startsWith("HTTP/1.1 200");

        silent.get(0).close();
        await().until(() -> answer("127.0.0.1").startsWith("HTTP/1.1 200"));
        for (Socket each : silent) {
            each.close();
        }
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
        return socket;
    }

    /** Empty if the connection is closed without one. */
    private String answer(String from) throws IOException {
        try (Socket socket = connect(from)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException reset) {
            return "";
        }
    }
}
