package io.streambus.runtime.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line between clients and one TCP server, on a port of 127.0.0.1. It exists before its target does, so that a broker can be told to
 * advertise its port; until {@link #forwardTo} connections are reset.
 *
 * <p>Thread-safe: guarded by this, but for the connections, which guard themselves.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final FaultDirection there = new FaultDirection();
    private final FaultDirection back = new FaultDirection();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final int port;
    private ServerSocket listener;
    private Thread acceptor;
    private volatile InetSocketAddress target;
    private volatile boolean closed;

    private FaultProxy() throws IOException {
        listener = bind(0);
        port = listener.getLocalPort();
        accept(listener);
    }

    /** A clean line on a free port. */
    public static FaultProxy open() {
        try {
            return new FaultProxy();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port for the fault proxy", e);
        }
    }

    public int port() {
        return port;
    }

    /** {@code host:port} that clients are given. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** @param hostAndPort of the server; for connections from now on */
    public void forwardTo(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        target = new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /** For everything sent from now on. */
    public void set(LinkConditions conditions) {
        there.set(conditions);
        back.set(conditions);
    }

    /** From now on nothing gets through, no end of a connection either, while every connection stays up: half open. */
    public void freeze() {
        there.freeze(true);
        back.freeze(true);
    }

    /** What was held back goes on its way. */
    public void thaw() {
        there.freeze(false);
        back.freeze(false);
    }

    /** Ends every connection with a reset; new ones are accepted. */
    public void reset() {
        List.copyOf(connections).forEach(connection -> connection.end(true));
    }

    /** New connections are refused, as if nobody listened; those that stand go on. */
    public synchronized void refuse() {
        closeListener();
    }

    /** New connections are accepted again, on the same port. */
    public synchronized void admit() {
        if (closed || listener != null) {
            return;
        }
        try {
            listener = bind(port);
            accept(listener);
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy's port " + port + " has been taken meanwhile", e);
        }
    }

    /** {@link #refuse} and {@link #reset} in one: the line is cut. {@link #admit} mends it. */
    public void cut() {
        refuse();
        reset();
    }

    /** Connections to the target that there have ever been. */
    public int opened() {
        return count.get();
    }

    /** Connections that stand. */
    public int connections() {
        return connections.size();
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        return socket;
    }

    private void accept(ServerSocket from) {
        acceptor = new Thread(
                () -> {
                    while (!from.isClosed()) {
                        try {
                            connect(from.accept());
                        } catch (IOException e) {
                            // The listener has been closed, or a client was gone before it was accepted.
                        }
                    }
                },
                "fault-proxy-" + from.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            if (target == null) {
                throw new IOException("no target yet");
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
        } catch (IOException e) {
            client.setSoLinger(true, 0);
            client.close();
            server.close();
            return;
        }
        ProxiedConnection[] self = new ProxiedConnection[1];
        self[0] = new ProxiedConnection(
                "fault-proxy-" + port + "-" + count.getAndIncrement(),
                client,
                server,
                there,
                back,
                () -> connections.remove(self[0]));
        connections.add(self[0]);
        self[0].start();
        if (closed) {
            self[0].end(true);
        }
    }

    private void closeListener() {
        if (listener != null) {
            try {
                listener.close();
                // The kernel goes on listening for as long as somebody is still within accept.
                join(acceptor);
            } catch (IOException e) {
                throw new UncheckedIOException("the fault proxy's listener on " + port, e);
            } finally {
                listener = null;
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resets everything and lets go of the port. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            closeListener();
        }
        reset();
    }
}
