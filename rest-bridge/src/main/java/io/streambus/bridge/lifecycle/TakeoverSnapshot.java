package io.streambus.bridge.lifecycle;

import io.streambus.bridge.runtime.ConnectCluster;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of each Connect cluster for all connectors of the links that a bridge takes over, and one for their configurations. Every link looks at
 * its connectors at that moment, and a thousand single calls would make the links that run wait behind those that do not. What it has of a connector
 * is given out once, and only while it is fresh: whoever gets nothing asks Connect itself.
 *
 * <p>Thread-safe: who comes while a Connect cluster is being asked waits for its answer too, and only for that one's.
 */
final class TakeoverSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(TakeoverSnapshot.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** A worker may still carry out what it has received before the lead changed hands; after 90 s it has given that up. */
    private static final Duration LATE_CALLS = Duration.ofSeconds(90);

    /** Over which the second comparisons are spread, so that they hold nobody up. */
    private static final Duration SPREAD = Duration.ofSeconds(60);

    private final Clock clock;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    /** Connectors whose configuration is to be compared yet, and not before when. */
    private final ConcurrentMap<String, Instant> uncorrected = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Look> looks = new ConcurrentHashMap<>();

    /**
     * Asks nobody yet.
     *
     * @param connectors those that will be looked at soon
     */
    TakeoverSnapshot(Clock clock, Set<String> connectors) {
        this.clock = clock;
        expected.addAll(connectors);
        connectors.forEach(connector -> uncorrected.put(connector, Instant.MIN));
    }

    /** The connector's status, the first time that it is asked for; empty if it is not known, or not any more. */
    Optional<ConnectorStatus> take(ConnectCluster cluster, String connector) {
        return expected.remove(connector)
                ? looks.computeIfAbsent(cluster.name(), name -> new Look()).take(cluster, connector)
                : Optional.empty();
    }

    /**
     * Sees to it that the connector has the configuration that its link compiles to: a call of a predecessor may have come true after one that was made
     * later, or somebody has changed the connector behind the bridges' backs. Compares at the first call, once more when late calls have come true, and
     * does nothing otherwise. What is as it should be is not written, which would start the connector anew.
     *
     * @param config what it should be, without {@code name}; asked for only if there is something to compare
     * @throws ConnectRuntimeException when Connect does not play along; the next call tries again
     */
    void correct(ConnectCluster cluster, String connector, Supplier<Map<String, String>> config) {
        Instant notBefore = uncorrected.get(connector);
        Instant now = clock.instant();
        if (notBefore == null || now.isBefore(notBefore)) {
            return;
        }
        Map<String, String> wanted = new HashMap<>(config.get());
        wanted.put("name", connector);
        boolean asItWas = looks.computeIfAbsent(cluster.name(), name -> new Look())
                .takeConfig(cluster, connector)
                .filter(wanted::equals)
                .isPresent();
        if (!asItWas) {
            correct(cluster, connector, wanted);
        }
        if (notBefore.equals(Instant.MIN)) {
            uncorrected.put(connector, now.plus(LATE_CALLS).plusSeconds(spread(connector)));
        } else {
            uncorrected.remove(connector);
        }
    }

    private static int spread(String connector) {
        return Math.floorMod(connector.hashCode(), Math.toIntExact(SPREAD.toSeconds()));
    }

    /** Looks again first: this bridge may have changed it itself since it looked at all of them. */
    private static void correct(ConnectCluster cluster, String connector, Map<String, String> wanted) {
        if (cluster.ask(runtime -> runtime.config(connector)).equals(wanted)) {
            return;
        }
        LOG.warn(
                "Connector {} on Connect {} has another configuration than its link, and is given that of the link.",
                connector,
                cluster.name());
        try {
            cluster.run(runtime -> runtime.putConfig(connector, wanted));
        } catch (ConnectRuntimeException.InvalidConfig e) {
            // Whatever else the link needs must not wait for a plugin that thinks better of it.
            LOG.error("Connector {} keeps the configuration that it has: {}", connector, e.getMessage());
        }
    }

    /** At one Connect cluster. Thread-safe: guarded by {@code this}. */
    private final class Look {

        private final Map<String, ConnectorStatus> statuses = new HashMap<>();
        private final Map<String, Map<String, String>> configs = new HashMap<>();
        private Optional<Instant> takenAt = Optional.empty();
        private boolean configsTaken;

        synchronized Optional<ConnectorStatus> take(ConnectCluster cluster, String connector) {
            if (takenAt.isEmpty()) {
                look(cluster);
                takenAt = Optional.of(clock.instant());
            }
            Optional<ConnectorStatus> status = Optional.ofNullable(statuses.remove(connector));
            return takenAt.filter(at -> clock.instant().isBefore(at.plus(FRESH)))
                    .flatMap(at -> status);
        }

        /** Their age does not matter: whoever finds a difference looks again. */
        synchronized Optional<Map<String, String>> takeConfig(ConnectCluster cluster, String connector) {
            if (!configsTaken) {
                lookAtConfigs(cluster);
                configsTaken = true;
            }
            return Optional.ofNullable(configs.remove(connector));
        }

        private void lookAtConfigs(ConnectCluster cluster) {
            try {
                configs.putAll(cluster.ask(ConnectRuntime::configs));
                configs.keySet().retainAll(uncorrected.keySet());
            } catch (ConnectRuntimeException e) {
                LOG.debug("No configurations of all connectors: {}", e.getMessage());
            }
        }

        private void look(ConnectCluster cluster) {
            try {
                statuses.putAll(cluster.ask(ConnectRuntime::statuses));
            } catch (ConnectRuntimeException e) {
                // Each link asks for itself then, and reports what stands in its way.
                LOG.debug("No statuses of all connectors: {}", e.getMessage());
            }
        }
    }
}
