package io.streambus.bridge.http.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.streambus.bridge.access.AccessConfig;
import io.streambus.bridge.access.Accounts;
import io.streambus.bridge.access.AuditLog;
import io.streambus.bridge.http.body.BodyBuffer;
import io.streambus.bridge.http.route.RouteTable;
import io.streambus.bridge.tls.TlsKeys;
import io.streambus.bridge.tls.WatchedFiles;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;

/** What stands between the network and the resources, from the files that the configuration names. Thread-safe. */
public final class HandlerChain implements AutoCloseable {

    /** What a slow caller has for one message. */
    public static final Duration MESSAGE_PATIENCE = Duration.ofSeconds(20);

    /** Of a heap of 256 MB, half of which a thousand links need: bodies as they come, and what becomes of them when they are read. */
    private static final long MOST_HELD_BYTES = 16L << 20;

    private static final long MOST_READ_BYTES = 48L << 20;

    private final Accounts accounts;
    private final RouteTable routes;
    private final Set<String> origins;
    private final KnownHosts names;
    private final RefusedLogins refused;
    private final AuditLog audit;
    private final Clock clock;
    private final Optional<WatchedFiles<TlsKeys>> tls;

    private HandlerChain(
            Accounts accounts,
            RouteTable routes,
            Set<String> origins,
            KnownHosts names,
            RefusedLogins refused,
            AuditLog audit,
            Clock clock,
            Optional<WatchedFiles<TlsKeys>> tls) {
        this.accounts = accounts;
        this.routes = routes;
        this.origins = origins;
        this.names = names;
        this.refused = refused;
        this.audit = audit;
        this.clock = clock;
        this.tls = tls;
    }

    /**
     * @param listeners and {@code advertised}: the addresses that callers may know this bridge by
     * @throws IOException if a file cannot be read or written, or is faulty; the message names it
     */
    public static HandlerChain open(
            AccessConfig config, List<URI> listeners, Optional<URI> advertised, Clock clock, MeterRegistry registry)
            throws IOException {
        Accounts accounts = Accounts.open(config.users());
        Optional<WatchedFiles<TlsKeys>> tls = Optional.empty();
        if (config.tls().isPresent()) {
            tls = Optional.of(TlsKeys.open(config.tls().get()));
        }
        // Last: the only one that has to be closed.
        AuditLog audit = AuditLog.open(config.auditFile());
        return new HandlerChain(
                accounts,
                new RouteTable(config.metricsOpen()),
                config.corsOrigins(),
                KnownHosts.of(listeners, advertised),
                new RefusedLogins(registry, System::nanoTime),
                audit,
                clock,
                tls);
    }

    /** Refusals come from the cheapest to the dearest: before a body is read, its sender is known. */
    public Handler around(Handler resources) {
        Handler bodies = new BodyBuffer(
                new AuditedBodies(resources),
                request -> routes.mostBytes(request.getMethod(), Request.getPathInContext(request)),
                MESSAGE_PATIENCE,
                MOST_HELD_BYTES,
                MOST_READ_BYTES);
        Handler access = new AccessControl(bodies, accounts, routes, refused);
        Handler pages = new Origins(access, origins, names);
        Handler callers = accounts.schemes().isEmpty() ? new HostCheck(pages, names) : pages;
        return new AuditTrail(callers, routes, audit, clock);
    }

    public Optional<WatchedFiles<TlsKeys>> tls() {
        return tls;
    }

    @Override
    public void close() {
        audit.close();
    }
}
