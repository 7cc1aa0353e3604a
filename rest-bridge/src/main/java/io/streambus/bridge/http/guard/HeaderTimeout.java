package io.streambus.bridge.http.guard;

import io.streambus.bridge.http.body.BodyBuffer;
import io.streambus.bridge.http.body.OnComplete;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request does not get to the end of its headers in time. The idle timeout does not see callers that send a byte now and
 * then, and a few hundred of them would use up all connections. The end of the headers is where {@link #handle} is called; bodies are bounded by
 * {@link BodyBuffer}.
 *
 * <p>Thread-safe: the state of a connection is guarded by itself.
 */
public final class HeaderTimeout extends Handler.Wrapper implements Connection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderTimeout.class);

    private final Duration patience;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private volatile Scheduler.Task next;

    public HeaderTimeout(Handler handler, Duration patience) {
        super(handler);
        this.patience = patience;
    }

    /** What a connection is at. */
    private static final class Progress {
        private boolean serving;
        private long bytesBefore;
        private long waitingSinceNs = System.nanoTime();

        synchronized void began() {
            serving = true;
        }

        synchronized void ended(long bytesIn) {
            serving = false;
            bytesBefore = bytesIn;
            waitingSinceNs = Long.MAX_VALUE;
        }

        /** A connection that is new has to begin at once; one that has served may rest until the idle timeout. */
        synchronized boolean late(long bytesIn, long nowNs, long patienceNs) {
            if (serving) {
                return false;
            }
            if (waitingSinceNs == Long.MAX_VALUE) {
                if (bytesIn > bytesBefore) {
                    waitingSinceNs = nowNs;
                }
                return false;
            }
            return nowNs - waitingSinceNs > patienceNs;
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // A TLS connection carries one that speaks HTTP, and that one is asked.
        if (connection instanceof ConnectionMetaData) {
            connections.put(connection, new Progress());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        Progress progress = connections.get(connection);
        if (progress != null) {
            progress.began();
            OnComplete.of(request, () -> progress.ended(connection.getBytesIn()));
        }
        return super.handle(request, response, callback);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        plan();
    }

    @Override
    protected void doStop() throws Exception {
        Scheduler.Task planned = next;
        if (planned != null) {
            planned.cancel();
        }
        super.doStop();
    }

    private void plan() {
        next = getServer().getScheduler().schedule(this::sweep, patience.dividedBy(10));
    }

    private void sweep() {
        try {
            long now = System.nanoTime();
            connections.forEach((connection, progress) -> {
                if (progress.late(connection.getBytesIn(), now, patience.toNanos())) {
                    LOG.debug(
                            "A request from {} did not arrive within {} s.",
                            connection.getEndPoint().getRemoteSocketAddress(),
                            TimeUnit.NANOSECONDS.toSeconds(patience.toNanos()));
                    connection.getEndPoint().close();
                }
            });
        } finally {
            if (isStarted() || isStarting()) {
                plan();
            }
        }
    }
}
