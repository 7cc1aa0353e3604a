package io.streambus.runtime.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {

    private static final int SOON_MILLIS = 300;

    private final FaultProxy proxy = FaultProxy.open();
    private ServerSocket echo;
    private Thread echoing;

    @BeforeEach
    void startEcho() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy.forwardTo("127.0.0.1:" + echo.getLocalPort());
        echoing = startDaemon(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket socket = echo.accept();
                    var unused = startDaemon(() -> echo(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static Thread startDaemon(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The test has ended the connection.
            return;
        }
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        proxy.close();
        closeEcho();
    }

    /** The kernel goes on taking connections for as long as somebody is still within accept. */
    private void closeEcho() throws IOException, InterruptedException {
        echo.close();
        echoing.join();
    }

    @Test
    void bytesPassUnchangedAndTheEndOfAConnectionToo() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(42).nextBytes(sent);
        try (Socket client = connect()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
            sending.get();
        }
        Awaitility.await().untilAsserted(() -> assertThat(proxy.connections()).isZero());
    }

    @Test
    void aDelayIsAddedEachWay() throws Exception {
        proxy.set(LinkConditions.CLEAN.withDelay(Duration.ofMillis(150)));
        try (Socket client = connect()) {
            assertThat(roundTrip(client)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void aDelayDoesNotNarrowTheLine() throws Exception {
        proxy.set(LinkConditions.CLEAN.withDelay(Duration.ofMillis(100)));

        // One chunk at a time, this would take 64 round trips: 13 s.
        assertThat(transfer(1 << 20)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aWindowBoundsAConnectionToItsSizePerRoundTrip() throws Exception {
        proxy.set(LinkConditions.CLEAN.withDelay(Duration.ofMillis(50)).withWindowBytes(64 * 1024));

        // 512 KiB through 64 KiB at a time: the last window leaves after seven round trips of 100 ms. A chunk per round
        // trip would take 3.2 s.
        assertThat(transfer(512 * 1024)).isBetween(Duration.ofMillis(700), Duration.ofSeconds(3));
    }

    @Test
    void theBandwidthIsNotExceeded() throws Exception {
        proxy.set(LinkConditions.CLEAN.withBytesPerSecond(1_000_000));

        assertThat(transfer(1_000_000)).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void aFrozenLineHoldsEverythingUntilItThaws() throws Exception {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.freeze();
            client.getOutputStream().write("ping".getBytes(UTF_8));
            client.setSoTimeout(SOON_MILLIS);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.connections()).isEqualTo(1);

            proxy.thaw();
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("ping".getBytes(UTF_8));
        }
    }

    @Test
    void aResetEndsConnectionsAndAdmitsNewOnes() throws Exception {
        try (Socket client = connect()) {
            roundTrip(client);

            proxy.reset();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(proxy.connections()).isZero();
        }
        try (Socket client = connect()) {
            assertThat(roundTrip(client)).isPositive();
        }
    }

    @Test
    void aRefusingLineLetsOldConnectionsGoOnAndAdmitsNewOnesAfterwards() throws Exception {
        try (Socket old = connect()) {
            roundTrip(old);
            proxy.refuse();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(roundTrip(old)).isPositive();
        }
        proxy.admit();
        proxy.admit();
        try (Socket client = connect()) {
            assertThat(roundTrip(client)).isPositive();
        }
    }

    @Test
    void withoutATargetConnectionsAreReset() throws Exception {
        closeEcho();
        try (Socket client = connect()) {
            assertThatThrownBy(() -> {
                        if (client.getInputStream().read() < 0) {
                            throw new SocketException("ended");
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void memoryIsBoundedWhenTheReceiverDoesNotRead() throws Exception {
        proxy.set(LinkConditions.CLEAN.withWindowBytes(64 * 1024));
        try (Socket client = connect()) {
            CompletableFuture<Integer> accepted = CompletableFuture.supplyAsync(() -> fillUntilClosed(client));
            // The kernel's own buffers take some megabytes; what matters is that the proxy does not take the rest.
            assertThatThrownBy(() -> accepted.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            client.close();
            assertThat(accepted.get()).isLessThan(64 << 20);
        }
    }

    private static int fillUntilClosed(Socket client) {
        byte[] chunk = new byte[64 * 1024];
        int total = 0;
        try {
            while (total < 256 << 20) {
                client.getOutputStream().write(chunk);
                total += chunk.length;
            }
        } catch (IOException e) {
            return total;
        }
        return total;
    }

    @Test
    void aClosedProxyLeavesNoThreads() throws Exception {
        try (Socket client = connect()) {
            roundTrip(client);
            proxy.freeze();
            proxy.close();
            proxy.close();

            Awaitility.await()
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                                    .map(Thread::getName)
                                    .filter(name -> name.startsWith("fault-proxy-" + proxy.port())))
                            .isEmpty());
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        // Whatever goes wrong, a test ends.
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static Duration roundTrip(Socket client) throws IOException {
        long start = System.nanoTime();
        client.getOutputStream().write(7);
        assertThat(client.getInputStream().read()).isEqualTo(7);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** There and back again. */
    private Duration transfer(int bytes) throws Exception {
        try (Socket client = connect()) {
            long start = System.nanoTime();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(new byte[bytes]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            new DataInputStream(client.getInputStream()).readFully(new byte[bytes]);
            sending.get();
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
