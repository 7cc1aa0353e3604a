package io.streambus.bridge.lifecycle;

import io.streambus.bridge.placement.Place;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of each Connect cluster for all connectors of the links that a bridge takes over. Every link looks at its connectors at that moment,
 * and a thousand single calls would make the links that run wait behind those that do not. What it has of a connector is given out once, and only
 * while it is fresh: whoever gets nothing asks Connect itself.
 *
 * <p>Thread-safe: who comes while a Connect cluster is being asked waits for its answer too, and only for that one's.
 */
final class FirstLook {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Clock clock;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, Look> looks = new ConcurrentHashMap<>();

    /**
     * Asks nobody yet.
     *
     * @param connectors those that will be looked at soon
     */
    FirstLook(Clock clock, Set<String> connectors) {
        this.clock = clock;
        expected.addAll(connectors);
    }

    /** The connector's status, the first time that it is asked for; empty if it is not known, or not any more. */
    Optional<ConnectorStatus> take(Place place, String connector) {
        return expected.remove(connector)
                ? looks.computeIfAbsent(place.name(), name -> new Look()).take(place, connector)
                : Optional.empty();
    }

    /** At one Connect cluster. Thread-safe: guarded by {@code this}. */
    private final class Look {

        private final Map<String, ConnectorStatus> statuses = new HashMap<>();
        private Optional<Instant> takenAt = Optional.empty();

        synchronized Optional<ConnectorStatus> take(Place place, String connector) {
            if (takenAt.isEmpty()) {
                look(place);
                takenAt = Optional.of(clock.instant());
            }
            Optional<ConnectorStatus> status = Optional.ofNullable(statuses.remove(connector));
            return takenAt.filter(at -> clock.instant().isBefore(at.plus(FRESH)))
                    .flatMap(at -> status);
        }

        private void look(Place place) {
            try {
                statuses.putAll(place.ask(ConnectRuntime::statuses));
            } catch (ConnectRuntimeException e) {
                // Each link asks for itself then, and reports what stands in its way.
                LOG.debug("No statuses of all connectors: {}", e.getMessage());
            }
        }
    }
}
