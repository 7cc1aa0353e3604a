package io.streambus.bridge.cluster;

import io.streambus.bridge.link.LinkedCluster;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at many clusters at the same time, so that one that is away keeps no other waiting: those that were away at the last look have threads of their
 * own, as each of them may hold one for its whole time-out. Thread-safe.
 */
public final class ClusterProber implements AutoCloseable {

    static final int PARALLEL = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProber.class);
    /** What a cluster that hangs may cost the links of others in a round. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Looks looks;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<LinkedCluster, Look> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<LinkedCluster, ClusterProbe> last = new ConcurrentHashMap<>();
    private final Set<LinkedCluster> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARALLEL, this::thread);
    private final ExecutorService awayPool = Executors.newFixedThreadPool(PARALLEL, this::thread);

    /** How a cluster is looked at. Thread-safe. */
    interface Looks extends AutoCloseable {
        /**
         * Takes {@link ClusterClients#TIMEOUT} or little more, unless the system hangs.
         *
         * @param partitions whose end offsets are wanted, as readers of that isolation see them
         * @param away whether it did not answer the last time
         */
        ClusterProbe at(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions, boolean away)
                throws InterruptedException;

        @Override
        void close();
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    public ClusterProber(Looks looks, LongSupplier nanoTime) {
        this.looks = looks;
        this.nanoTime = nanoTime;
    }

    /** A look that may have to wait for a thread. Thread-safe. */
    private final class Look {
        private final FutureTask<ClusterProbe> result;
        private volatile OptionalLong deadline = OptionalLong.empty();

        Look(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions, boolean wasAway) {
            this.result = new FutureTask<>(() -> {
                deadline = OptionalLong.of(nanoTime.getAsLong()
                        + ClusterClients.TIMEOUT.plusSeconds(1).toNanos());
                return looks.at(cluster, partitions, wasAway);
            });
        }

        Future<ClusterProbe> result() {
            return result;
        }

        /** Whether it counts as unanswered; never while it waits for a thread, of which its cluster knows nothing. */
        boolean overdue() {
            OptionalLong known = deadline;
            return known.isPresent() && nanoTime.getAsLong() - known.getAsLong() >= 0;
        }
    }

    /**
     * Looks at clusters and waits a moment for answers. A cluster that takes longer is told of as it was seen last, and its look goes on: the next call
     * has the result.
     *
     * @param wanted by cluster: the partitions whose end offsets are wanted, as readers of that isolation see them
     * @return without the clusters that nothing is known of yet
     */
    public Map<LinkedCluster, ClusterProbe> probe(Map<LinkedCluster, Map<IsolationLevel, Set<TopicPartition>>> wanted)
            throws InterruptedException {
        last.keySet().retainAll(wanted.keySet());
        running.entrySet()
                .removeIf(look -> !wanted.containsKey(look.getKey())
                        && look.getValue().result().isDone());
        wanted.forEach((cluster, partitions) -> running.computeIfAbsent(cluster, key -> begin(cluster, partitions)));
        long patience = System.nanoTime() + PATIENCE.toNanos();
        for (LinkedCluster cluster : wanted.keySet()) {
            await(cluster, patience).ifPresent(probe -> {
                last.put(cluster, probe);
                report(cluster, probe);
            });
        }
        return Map.copyOf(last);
    }

    private Look begin(LinkedCluster cluster, Map<IsolationLevel, Set<TopicPartition>> partitions) {
        boolean wasAway = away.contains(cluster);
        Look look = new Look(cluster, partitions, wasAway);
        (wasAway ? awayPool : pool).execute(look.result);
        return look;
    }

    /** A look that outlives its own time (name resolution has no time-out) is waited for, not repeated. */
    private Optional<ClusterProbe> await(LinkedCluster cluster, long patience) throws InterruptedException {
        Look look = running.get(cluster);
        try {
            ClusterProbe probe = look.result().get(Math.max(0, patience - System.nanoTime()), TimeUnit.NANOSECONDS);
            running.remove(cluster);
            return Optional.of(probe);
        } catch (TimeoutException e) {
            return look.overdue()
                    ? Optional.of(new ClusterProbe.Unreachable(
                            "no answer within " + ClusterClients.TIMEOUT.toSeconds() + " s"))
                    : Optional.empty();
        } catch (ExecutionException e) {
            running.remove(cluster);
            return Optional.of(new ClusterProbe.Unreachable(SafeMessage.of(e.getCause())));
        }
    }

    private void report(LinkedCluster cluster, ClusterProbe probe) {
        if (probe instanceof ClusterProbe.Unreachable unreachable) {
            if (away.add(cluster)) {
                LOG.warn("Cluster {} cannot be reached: {}", cluster.clusterId(), unreachable.reason());
            }
        } else if (away.remove(cluster)) {
            LOG.info("Cluster {} can be reached again.", cluster.clusterId());
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "streambus-probe-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        pool.shutdownNow();
        awayPool.shutdownNow();
        looks.close();
    }
}
