package io.streambus.bridge.lifecycle;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of Connect for all connectors of the links that a bridge takes over. Every link looks at its connectors at that moment, and a
 * thousand single calls would make the links that run wait behind those that do not. What it has of a connector is given out once, and only while
 * it is fresh: whoever gets nothing asks Connect itself.
 *
 * <p>Thread-safe: guarded by {@code this}, so that who comes while Connect is being asked waits for the answer too.
 */
final class FirstLook {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ConnectRuntime runtime;
    private final Clock clock;
    private final Set<String> expected;
    private final Map<String, ConnectorStatus> statuses = new HashMap<>();
    private Optional<Instant> takenAt = Optional.empty();

    /**
     * Asks nobody yet.
     *
     * @param connectors those that will be looked at soon
     */
    FirstLook(ConnectRuntime runtime, Clock clock, Set<String> connectors) {
        this.runtime = runtime;
        this.clock = clock;
        this.expected = new HashSet<>(connectors);
    }

    /** The connector's status, the first time that it is asked for; empty if it is not known, or not any more. */
    synchronized Optional<ConnectorStatus> take(String connector) {
        if (!expected.remove(connector)) {
            return Optional.empty();
        }
        if (takenAt.isEmpty()) {
            look();
            takenAt = Optional.of(clock.instant());
        }
        Optional<ConnectorStatus> status = Optional.ofNullable(statuses.remove(connector));
        return takenAt.filter(at -> clock.instant().isBefore(at.plus(FRESH))).flatMap(at -> status);
    }

    private void look() {
        try {
            statuses.putAll(runtime.statuses());
        } catch (ConnectRuntimeException e) {
            // Each link asks for itself then, and reports what stands in its way.
            LOG.debug("No statuses of all connectors: {}", e.getMessage());
        }
    }
}
