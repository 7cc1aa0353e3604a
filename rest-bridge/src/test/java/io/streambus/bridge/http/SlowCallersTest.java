package io.streambus.bridge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.http.body.BodyBuffer;
import io.streambus.bridge.http.guard.HeaderTimeout;
import io.streambus.bridge.http.problem.JettyProblems;
import io.streambus.bridge.http.problem.RequestIds;
import io.streambus.bridge.http.route.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are late or too large, to a server with few threads. */
@Timeout(30)
class SlowCallersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MOST_HELD = 3 << 19;
    private static final long MOST_READ = 1 << 20;
    private static final String POST = "POST / HTTP/1.1\r\nHost: x\r\n";

    private Server server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = new Server(new QueuedThreadPool(6, 6));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setErrorHandler(new JettyProblems());
        BodyBuffer bodies = new BodyBuffer(
                new Echo(),
                request -> Request.getPathInContext(request).equals("/open") ? 0 : Route.Body.DOCUMENT.mostBytes(),
                PATIENCE,
                MOST_HELD,
                MOST_READ);
        HeaderTimeout slow = new HeaderTimeout(new RequestIds(bodies), PATIENCE);
        connector.addBean(slow, false);
        server.setHandler(slow);
        server.start();
        port = connector.getLocalPort();
    }

    /** Answers with the length of the body, which it reads as a resource would. */
    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            int length = Content.Source.asByteBuffer(request).remaining();
            Content.Sink.write(response, true, "length " + length, callback);
            return true;
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void a_body_that_trickles_ends_in_408_and_holds_no_thread() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(send(POST + "Content-Length: 100\r\n\r\nx"));
        }

        // Before the slow ones are given up, and with fewer threads than there are of them.
        long beganNs = System.nanoTime();
        assertThat(answer(send(POST + "Connection: close\r\nContent-Length: 3\r\n\r\nabc")))
                .endsWith("length 3");
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(PATIENCE);

        for (Socket each : slow) {
            assertThat(answer(each))
                    .startsWith("HTTP/1.1 408")
                    .contains("\"code\":\"BODY_TOO_SLOW\"", "Connection: close", "Retry-After");
        }
    }

    @Test
    void bodies_that_are_on_their_way_are_bounded_together() throws IOException {
        String most = "x".repeat(900_000);
        Socket first = send(POST + "Content-Length: 1000000\r\n\r\n" + most);
        Socket second = send(POST + "Content-Length: 1000000\r\n\r\n" + most);

        // Which of the two came first is the network's business.
        assertThat(readUntilClosed(second) + readUntilClosed(first))
                .contains("\"code\":\"OVERLOADED\"", "Retry-After: 1");
        assertThat(answer(send(POST + "Connection: close\r\nContent-Length: 900000\r\n\r\n" + most)))
                .endsWith("length 900000");
    }

    @Test
    void headers_that_trickle_lose_their_connection() throws IOException {
        try (Socket first = send("GET / HT");
                Socket later = send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT");
                Socket fine = send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")) {
            Thread trickle = new Thread(() -> {
                try {
                    while (true) {
                        first.getOutputStream().write('x');
                        later.getOutputStream().write('x');
                        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                    }
                } catch (IOException closed) {
                    // As it should.
                }
            });
            trickle.setDaemon(true);
            trickle.start();

            assertThat(readUntilClosed(first)).isEmpty();
            // What was answered is there; then it ends.
            assertThat(readUntilClosed(later)).contains("length 0");
            // One that rests between two calls is kept.
            fine.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(answer(fine)).containsPattern("(?s)length 0.*length 0");
        }
    }

    private static String readUntilClosed(Socket socket) {
        StringBuilder text = new StringBuilder();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0) {
                text.append((char) next);
                next = socket.getInputStream().read();
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed", e);
        } catch (IOException reset) {
            // Closed with bytes unread.
        }
        return text.toString();
    }

    @Test
    void a_body_that_says_it_is_too_large_is_not_awaited() throws IOException {
        assertThat(answer(send(POST + "Content-Length: " + (Route.Body.DOCUMENT.mostBytes() + 1) + "\r\n\r\n")))
                .startsWith("HTTP/1.1 413")
                .contains("\"code\":\"BODY_TOO_LARGE\"");
    }

    @Test
    void strangers_take_nothing_from_those_who_may_send_bodies() throws IOException {
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            strangers.add(send("GET /open HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx"));
            strangers.add(send("GET /open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"));
        }

        assertThat(answer(send(POST + "Connection: close\r\nContent-Length: 900000\r\n\r\n" + "x".repeat(900_000))))
                .endsWith("length 900000");
        for (Socket each : strangers) {
            // Closed by the server, with the rest of the body unread.
            assertThat(readUntilClosed(each))
                    .startsWith("HTTP/1.1 413")
                    .contains("\"code\":\"BODY_TOO_LARGE\"", "no body");
        }
        assertThat(answer(send("GET /open HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")))
                .endsWith("length 0");
    }

    @Test
    void bodies_of_very_many_values_are_bounded_by_what_becomes_of_them() throws IOException {
        String many = "{},".repeat(4_000);
        String post = POST + "Connection: close\r\nContent-Length: " + many.length() + "\r\n\r\n" + many;
        assertThat(answer(send(post))).contains("\"code\":\"OVERLOADED\"", "Retry-After: 1");
        // What was refused is given back, once its answer is through.
        String fewer = "{},".repeat(3_000);
        String next = POST + "Connection: close\r\nContent-Length: " + fewer.length() + "\r\n\r\n" + fewer;
        await().until(() -> answer(send(next)).endsWith("length 9000"));
    }

    @Test
    void a_chunked_body_is_counted() throws IOException {
        String half = "80000\r\n" + "x".repeat(0x80000) + "\r\n";
        String chunked = POST + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + half + half;

        assertThat(answer(send(chunked + "0\r\n\r\n"))).endsWith("length " + Route.Body.DOCUMENT.mostBytes());
        // Not ended on purpose: what is too much is known before the end.
        assertThat(answer(send(chunked + "1\r\nx\r\n")))
                .startsWith("HTTP/1.1 413")
                .contains("BODY_TOO_LARGE");
    }

    @Test
    void a_caller_that_goes_away_leaves_nothing_behind() throws IOException {
        send(POST + "Content-Length: 100\r\n\r\nx").close();

        assertThat(answer(send(POST + "Connection: close\r\nContent-Length: 0\r\n\r\n")))
                .endsWith("length 0");
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(ISO_8859_1));
        out.flush();
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
