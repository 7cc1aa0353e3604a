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
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.http.HttpServer;
import io.streambus.bridge.http.ServiceGate;
import io.streambus.bridge.http.guard.HandlerChain;
import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.StoredCluster;
import io.streambus.bridge.runtime.ConnectCluster;
import io.streambus.bridge.runtime.ConnectClusterSpec;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.rest.RestConnectRuntime;
import io.streambus.runtime.rest.RestTimeouts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A running bridge: the REST API and what stands behind it. It answers from the moment it is started, and takes calls on links once the control
 * cluster has told which there are. Thread-safe.
 */
public final class Bridge implements AutoCloseable {

    /** Short enough that a caller hears of a Connect that is away before its own patience ends. */
    private static final RestTimeouts CONNECT_TIMEOUTS =
            new RestTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(20));

    /** A gauge named _count and a counter of nanoseconds, which promtool objects to. */
    private static final Set<String> AGAINST_THE_RULES = Set.of("system.cpu.count", "process.cpu.time");

    private final HttpServer http;
    private final HandlerChain protection;
    private final Backend engine;
    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics gcMetrics;

    private Bridge(
            HttpServer http,
            HandlerChain protection,
            Backend engine,
            PrometheusMeterRegistry registry,
            JvmGcMetrics gcMetrics) {
        this.http = http;
        this.protection = protection;
        this.engine = engine;
        this.registry = registry;
        this.gcMetrics = gcMetrics;
    }

    /**
     * Starts a bridge. A control cluster or Connect that is away is no reason to fail: the bridge waits for them.
     *
     * @throws IOException if a listener cannot be opened, or a file of users, keys or the audit log cannot be used
     */
    public static Bridge start(BridgeConfig config) throws IOException {
        Clock clock = Clock.tickMillis(ZoneOffset.UTC);
        List<ConnectCluster> places = config.connectClusters().connectClusters().stream()
                .map(spec -> new ConnectCluster(spec.name(), spec.near(), connect(spec), clock))
                .toList();
        return start(
                config, new ConnectClusters(places, config.connectClusters().retired()), clock);
    }

    private static ConnectRuntime connect(ConnectClusterSpec spec) {
        String addresses = spec.workers().stream()
                .map(url -> url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()))
                .collect(Collectors.joining(","));
        return new RestConnectRuntime(spec.name() + " (" + addresses + ")", spec.workers(), CONNECT_TIMEOUTS);
    }

    /** @param connectClusters closed with the bridge, or when it cannot be started */
    static Bridge start(BridgeConfig config, ConnectClusters connectClusters, Clock clock) throws IOException {
        return start(config, connectClusters, new Unkept(), clock);
    }

    /** Until the links topic keeps registered clusters: better none than some that are gone after a restart. */
    private static final class Unkept implements ClusterStore {
        @Override
        public List<StoredCluster> all() {
            return List.of();
        }

        @Override
        public void put(StoredCluster cluster) {
            throw new StoreUnavailableException("this bridge does not keep registered clusters", null);
        }

        @Override
        public void remove(String clusterId) {
            // There is none.
        }
    }

    /**
     * @param connectClusters closed with the bridge, or when it cannot be started
     * @param clusters where registered clusters are kept
     */
    static Bridge start(BridgeConfig config, ConnectClusters connectClusters, ClusterStore clusters, Clock clock)
            throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(ClientMeters.filter())
                .meterFilter(MeterFilter.deny(meter -> AGAINST_THE_RULES.contains(meter.getName())));
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
        ServiceGate gate = new ServiceGate();
        Gauge.builder("streambus.bridge.leader", gate, open -> open.leads() ? 1 : 0)
                .description("1 while this bridge leads, 0 while it follows or starts")
                .register(registry);
        Optional<HandlerChain> protection = Optional.empty();
        try {
            protection = Optional.of(
                    HandlerChain.open(config.access(), config.listeners(), config.advertisedUrl(), clock, registry));
            HttpServer http = HttpServer.start(config.listeners(), protection.get(), gate, registry);
            URI advertised = config.advertisedUrl().orElse(http.url());
            return new Bridge(
                    http,
                    protection.get(),
                    Backend.start(config, advertised, connectClusters, clusters, gate, clock, registry),
                    registry,
                    gcMetrics);
        } catch (IOException | RuntimeException e) {
            protection.ifPresent(HandlerChain::close);
            gcMetrics.close();
            registry.close();
            connectClusters.close();
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
        protection.close();
        engine.close();
        gcMetrics.close();
        registry.close();
    }
}
