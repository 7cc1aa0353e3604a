package io.streambus.bridge.http;

import io.streambus.bridge.tls.TlsKeys;
import io.streambus.bridge.tls.WatchedFiles;
import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS side of https listeners. Keys that change are used by the connections that come after; those that are open stay.
 *
 * <p>Thread-safe: {@code used} is confined to the server's scheduler once started.
 */
final class TlsListener extends AbstractLifeCycle {

    private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final WatchedFiles<TlsKeys> files;
    private final Server server;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private TlsKeys used;
    private volatile Scheduler.Task next;

    TlsListener(WatchedFiles<TlsKeys> files, Server server) {
        this.files = files;
        this.server = server;
        this.used = files.current();
        use(factory, used);
        factory.setKeyManagerPassword(TlsKeys.PASSWORD);
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        factory.setRenegotiationAllowed(false);
        // Wanted, not needed: health is open, and a caller may log in otherwise. A certificate that is shown has to be
        // right.
        factory.setWantClientAuth(used.clientCas().isPresent());
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    protected void doStart() {
        plan();
    }

    @Override
    protected void doStop() {
        Scheduler.Task planned = next;
        if (planned != null) {
            planned.cancel();
        }
    }

    private void plan() {
        next = server.getScheduler().schedule(this::look, INTERVAL);
    }

    private void look() {
        try {
            TlsKeys found = files.current();
            if (!found.equals(used)) {
                used = found;
                factory.reload(reloading -> use(reloading, found));
            }
        } catch (Exception e) {
            LOG.error("The TLS files were read, but cannot be used; the keys from before stay in force.", e);
        } finally {
            if (isStarted() || isStarting()) {
                plan();
            }
        }
    }

    private static void use(SslContextFactory factory, TlsKeys keys) {
        factory.setKeyStore(keys.keys());
        factory.setTrustStore(keys.clientCas().orElse(null));
    }
}
