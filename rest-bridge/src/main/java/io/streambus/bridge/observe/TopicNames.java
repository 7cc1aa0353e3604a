package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the topics of sources, asked for in the background: a round waits for nobody, and the next one has the answer. Thread-safe. */
final class TopicNames implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicNames.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Function<LinkedCluster, Set<String>> ask;
    private final Clock clock;
    private final ConcurrentMap<LinkedCluster, Names> known = new ConcurrentHashMap<>();
    private final Set<LinkedCluster> asking = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread asker = new Thread(task, "streambus-topic-names");
        asker.setDaemon(true);
        return asker;
    });

    private record Names(Set<String> names, Instant at) {}

    /** @param ask for the names of the topics of a cluster; may take seconds, and throw {@link ClusterUnreachableException} */
    TopicNames(Function<LinkedCluster, Set<String>> ask, Clock clock) {
        this.ask = ask;
        this.clock = clock;
    }

    /** As they were some seconds ago; empty while they have not been had. */
    Optional<Set<String>> of(LinkedCluster cluster) {
        Instant now = clock.instant();
        known.values().removeIf(names -> now.isAfter(names.at().plus(KEPT)));
        Names names = known.get(cluster);
        boolean old = names == null || now.isAfter(names.at().plus(FRESH));
        if (old && asking.add(cluster)) {
            try {
                thread.execute(() -> look(cluster));
            } catch (RejectedExecutionException e) {
                asking.remove(cluster);
            }
        }
        return Optional.ofNullable(names).map(Names::names);
    }

    private void look(LinkedCluster cluster) {
        try {
            known.put(cluster, new Names(Set.copyOf(ask.apply(cluster)), clock.instant()));
        } catch (ClusterUnreachableException e) {
            // The look at the cluster tells of it.
            LOG.debug("{}", e.getMessage());
        } finally {
            asking.remove(cluster);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
