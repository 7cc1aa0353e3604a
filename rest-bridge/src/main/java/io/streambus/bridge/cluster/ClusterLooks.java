package io.streambus.bridge.cluster;

import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.connect.identity.ClusterQuestion.Answer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What clusters have said of themselves last, each asked once at a time however many want to know. Thread-safe. */
public final class ClusterLooks implements AutoCloseable {

    private static final int PARALLEL = 8;

    private final ClusterConnections connections;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<ClusterKey, Look> looks = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(PARALLEL, task -> {
        Thread thread = new Thread(task, "streambus-cluster-look-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A look that was begun.
     *
     * @param result empty if the cluster did not answer
     * @param before what it said the time before, which counts until it has been asked again
     */
    private record Look(long beganNanos, CompletableFuture<Optional<Answer>> result, Optional<Answer> before) {
        Optional<Answer> answer() {
            return result.getNow(before);
        }
    }

    /**
     * @param connections closed by whoever made them
     * @param nanoTime as {@link System#nanoTime()}
     */
    public ClusterLooks(ClusterConnections connections, LongSupplier nanoTime) {
        this.connections = connections;
        this.nanoTime = nanoTime;
    }

    /**
     * Asks those that have not been asked lately, all at the same time, for some seconds at most.
     *
     * @param lately how old a look may be, whether it was answered or not
     * @return what each has said; without those that do not answer
     */
    public Map<LinkedCluster, Answer> look(Collection<LinkedCluster> clusters, Duration lately) {
        CompletableFuture<?>[] asked = clusters.stream()
                .map(cluster -> looks.compute(
                                connections.key(cluster),
                                (key, last) -> isRecent(last, lately) ? last : begin(cluster, last))
                        .result())
                .toArray(CompletableFuture[]::new);
        // What is not there by then is not known.
        CompletableFuture.allOf(asked)
                .completeOnTimeout(null, ClusterClients.TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)
                .exceptionally(e -> null)
                .join();
        return last(clusters);
    }

    /** What clusters said when they were last asked; asks nothing. */
    public Map<LinkedCluster, Answer> last(Collection<LinkedCluster> clusters) {
        Map<LinkedCluster, Answer> answers = new LinkedHashMap<>();
        clusters.forEach(cluster -> Optional.ofNullable(looks.get(connections.key(cluster)))
                .flatMap(Look::answer)
                .ifPresent(answer -> answers.put(cluster, answer)));
        return answers;
    }

    /** Forgets all clusters but these. */
    public void retain(Collection<LinkedCluster> clusters) {
        looks.keySet().retainAll(clusters.stream().map(connections::key).collect(Collectors.toSet()));
    }

    private boolean isRecent(Look last, Duration lately) {
        return last != null && (!last.result().isDone() || nanoTime.getAsLong() - last.beganNanos() < lately.toNanos());
    }

    private Look begin(LinkedCluster cluster, Look last) {
        Optional<Answer> before = last == null ? Optional.empty() : last.answer();
        return new Look(nanoTime.getAsLong(), ask(cluster), before);
    }

    private CompletableFuture<Optional<Answer>> ask(LinkedCluster cluster) {
        try {
            return CompletableFuture.supplyAsync(() -> Optional.of(connections.introduce(cluster)), pool)
                    .exceptionally(e -> Optional.empty());
        } catch (RejectedExecutionException e) {
            // The bridge is closing.
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
