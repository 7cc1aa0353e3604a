package io.streambus.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.http.Gate;
import io.streambus.bridge.http.HttpServer;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.rest.RestConnectRuntime;
import io.streambus.runtime.rest.RestTimeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A running bridge: the REST API and what stands behind it. It answers from the moment it is started, and takes calls on links once the control
 * cluster has told which there are. Thread-safe.
 */
public final class Bridge implements AutoCloseable {

    /** Short enough that a caller hears of a Connect that is away before its own patience ends. */
    private static final RestTimeouts CONNECT_TIMEOUTS =
            new RestTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(20));

    private final HttpServer http;
    private final Engine engine;
    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics gcMetrics;

    private Bridge(HttpServer http, Engine engine, PrometheusMeterRegistry registry, JvmGcMetrics gcMetrics) {
        this.http = http;
        this.engine = engine;
        this.registry = registry;
        this.gcMetrics = gcMetrics;
    }

    /**
     * Starts a bridge. A control cluster or Connect that is away is no reason to fail: the bridge waits for them.
     *
     * @throws IOException if a listener cannot be opened
     */
    public static Bridge start(BridgeConfig config) throws IOException {
        String name = config.connectWorkers().stream()
                .map(url -> url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()))
                .collect(Collectors.joining(","));
        return start(
                config,
                new RestConnectRuntime(name, config.connectWorkers(), CONNECT_TIMEOUTS),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    /** @param runtime closed with the bridge, or when it cannot be started */
    static Bridge start(BridgeConfig config, ConnectRuntime runtime, Clock clock) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        JvmGcMetrics gcMetrics = new JvmGcMetrics();
        List<MeterBinder> binders = List.of(
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ClassLoaderMetrics(),
                new ProcessorMetrics(),
                new UptimeMetrics(),
                new FileDescriptorMetrics(),
                gcMetrics);
        binders.forEach(binder -> binder.bindTo(registry));
        Gate gate = new Gate();
        Gauge.builder("streambus.bridge.leader", gate, open -> open.leads() ? 1 : 0)
                .description("1 while this bridge leads, 0 while it follows or starts")
                .register(registry);
        try {
            HttpServer http = HttpServer.start(config.listeners(), gate, registry);
            URI advertised = config.advertisedUrl().orElse(http.url());
            return new Bridge(http, Engine.start(config, advertised, runtime, gate, clock), registry, gcMetrics);
        } catch (IOException | RuntimeException e) {
            gcMetrics.close();
            registry.close();
            runtime.close();
            throw e;
        }
    }

    /** Where the REST API is, with the port it really has. */
    public URI url() {
        return http.url();
    }

    /** Ends the bridge within a few seconds; links run on without it. Idempotent. */
    @Override
    public void close() {
        http.close();
        engine.close();
        gcMetrics.close();
        registry.close();
    }
}
