package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at many clusters at the same time, so that one that is away keeps no other waiting: those that were away at the last look have threads of their
 * own, as each of them may hold one for its whole time-out. Links that reach a cluster the same way cost one look. Thread-safe.
 */
public final class ClusterProber implements ClusterProbes {

    static final int PARALLEL = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProber.class);
    /** What a cluster that hangs may cost the links of others in a round. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** What it takes to find out why there is no answer, with no more than a breath to spare. */
    private static final Duration DIAGNOSIS = Duration.ofSeconds(2);

    private final ClusterConnections connections;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<ClusterKey, Look> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<ClusterKey, Seen> last = new ConcurrentHashMap<>();
    /** Since when, as {@code nanoTime} has it. */
    private final Map<ClusterKey, Long> away = new ConcurrentHashMap<>();

    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARALLEL, this::thread);
    private final ExecutorService awayPool = Executors.newFixedThreadPool(PARALLEL, this::thread);

    /**
     * @param connections closed by whoever made them
     * @param nanoTime as {@link System#nanoTime()}
     */
    public ClusterProber(ClusterConnections connections, LongSupplier nanoTime) {
        this.connections = connections;
        this.nanoTime = nanoTime;
    }

    /**
     * What is wanted of a cluster by all the links that reach it the same way.
     *
     * @param cluster as one of them has it
     */
    private record Wanted(LinkedCluster cluster, Set<TopicPartition> partitions) {}

    /** What a look has shown that was to show this. */
    private record Seen(Wanted wanted, ClusterProbe probe) {
        /** What it does not know of was not asked for, which is not the same as gone. */
        boolean answers(Set<TopicPartition> partitions) {
            return probe instanceof ClusterProbe.Unreachable
                    || wanted.partitions().containsAll(partitions);
        }
    }

    /** A look that may have to wait for a thread. Thread-safe. */
    private final class Look {
        private final FutureTask<Seen> result;
        private volatile OptionalLong deadline = OptionalLong.empty();

        Look(Wanted wanted) {
            this.result = new FutureTask<>(() -> {
                deadline = OptionalLong.of(nanoTime.getAsLong()
                        + ClusterClients.TIMEOUT.plus(DIAGNOSIS).toNanos());
                return new Seen(
                        wanted, connections.ask(wanted.cluster(), connection -> connection.probe(wanted.partitions())));
            });
        }

        Future<Seen> result() {
            return result;
        }

        /** Whether it counts as unanswered; never while it waits for a thread, of which its cluster knows nothing. */
        boolean overdue() {
            OptionalLong known = deadline;
            return known.isPresent() && nanoTime.getAsLong() - known.getAsLong() >= 0;
        }
    }

    @Override
    public Map<LinkedCluster, ClusterProbe> probe(Map<LinkedCluster, Set<TopicPartition>> asked)
            throws InterruptedException {
        Map<ClusterKey, Wanted> wanted = new LinkedHashMap<>();
        asked.forEach((cluster, partitions) -> wanted.computeIfAbsent(
                        connections.key(cluster), key -> new Wanted(cluster, new HashSet<>()))
                .partitions()
                .addAll(partitions));
        connections.retain(wanted.keySet());
        last.keySet().retainAll(wanted.keySet());
        running.entrySet()
                .removeIf(look -> !wanted.containsKey(look.getKey())
                        && look.getValue().result().isDone());
        wanted.forEach((key, each) -> running.computeIfAbsent(key, absent -> begin(key, each)));
        long patience = System.nanoTime() + PATIENCE.toNanos();
        for (ClusterKey key : wanted.keySet()) {
            await(key, wanted.get(key), patience).ifPresent(seen -> {
                last.put(key, seen);
                report(key, seen.probe());
            });
        }
        Map<LinkedCluster, ClusterProbe> probes = new HashMap<>();
        asked.forEach((cluster, partitions) -> Optional.ofNullable(last.get(connections.key(cluster)))
                .filter(seen -> seen.answers(partitions))
                .ifPresent(seen -> probes.put(cluster, seen.probe())));
        return probes;
    }

    private Look begin(ClusterKey key, Wanted wanted) {
        Look look = new Look(wanted);
        (away.containsKey(key) ? awayPool : pool).execute(look.result);
        return look;
    }

    /** A look that outlives its own time (name resolution has no time-out) is waited for, not repeated. */
    private Optional<Seen> await(ClusterKey key, Wanted wanted, long patience) throws InterruptedException {
        Look look = running.get(key);
        try {
            Seen seen = look.result().get(Math.max(0, patience - System.nanoTime()), TimeUnit.NANOSECONDS);
            running.remove(key);
            return Optional.of(seen);
        } catch (TimeoutException e) {
            return look.overdue()
                    ? Optional.of(new Seen(wanted, ClusterProbe.Unreachable.noAnswer()))
                    : Optional.empty();
        } catch (ExecutionException e) {
            running.remove(key);
            return Optional.of(new Seen(wanted, new ClusterProbe.Unreachable(SafeMessage.of(e.getCause()))));
        }
    }

    private void report(ClusterKey cluster, ClusterProbe probe) {
        if (probe instanceof ClusterProbe.Unreachable unreachable) {
            if (away.putIfAbsent(cluster, nanoTime.getAsLong()) == null) {
                LOG.warn("Cluster {} cannot be reached: {}", cluster.clusterId(), unreachable.reason());
            }
            return;
        }
        Long since = away.remove(cluster);
        if (since != null) {
            LOG.info(
                    "Cluster {} can be reached again, after {} s.",
                    cluster.clusterId(),
                    Duration.ofNanos(nanoTime.getAsLong() - since).toSeconds());
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
    }
}
