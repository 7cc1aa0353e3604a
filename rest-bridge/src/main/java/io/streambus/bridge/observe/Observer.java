package io.streambus.bridge.observe;

import io.streambus.bridge.checkpoint.CheckpointSnapshots;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterProbe;
import io.streambus.bridge.cluster.ClusterProbes;
import io.streambus.bridge.health.HealthRules;
import io.streambus.bridge.health.LinkFacts;
import io.streambus.bridge.health.LinkHealth;
import io.streambus.bridge.health.RelationRules;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.metrics.LinkMeter;
import io.streambus.bridge.metrics.LinkMetrics;
import io.streambus.bridge.metrics.LinkSample;
import io.streambus.bridge.relation.Finding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything once an interval and keeps a report per link.
 *
 * <p>Thread-safe: {@code reports} and {@code waitings} are concurrent; books and {@code roundAhead} are confined to the observing thread.
 */
public final class Observer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final Duration SOON = Duration.ofMillis(300);

    private final Supplier<List<LinkView>> links;
    private final CheckpointSnapshots checkpoints;
    private final ClusterProbes prober;
    private final FlowTopics topics = new FlowTopics();
    private final Function<String, List<Finding>> relations;
    private final TopicNames topicNames;
    private final Clock clock;
    private final ConcurrentMap<String, LinkReport> reports = new ConcurrentHashMap<>();
    private final Map<String, Book> books = new HashMap<>();
    private final Queue<Waiting> waitings = new ConcurrentLinkedQueue<>();
    private boolean roundAhead;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread observing = new Thread(task, "streambus-observer");
        observing.setDaemon(true);
        return observing;
    });

    /**
     * @param enough which report ends the wait
     * @param deadline when there is no such report to be had, by {@link System#nanoTime()}
     */
    private record Waiting(
            LinkView view,
            Predicate<LinkReport> enough,
            CompletableFuture<Optional<LinkReport>> answer,
            long deadline) {}

    /** A link created again under the same id is another link. */
    private record Book(Instant linkCreatedAt, Duration checkpointInterval, LinkMeter metrics, LinkWatch watch) {}

    private Observer(
            Supplier<List<LinkView>> links,
            CheckpointSnapshots checkpoints,
            ClusterProbes prober,
            Function<String, List<Finding>> relations,
            TopicNames topicNames,
            Clock clock) {
        this.topicNames = topicNames;
        this.links = links;
        this.relations = relations;
        this.checkpoints = checkpoints;
        this.prober = prober;
        this.clock = clock;
    }

    /**
     * Starts observing.
     *
     * @param prober closed with this
     * @param relations what was found of a link beside others
     * @param topicNames the names of the topics of a cluster; may take seconds
     * @param interval from the end of one round to the beginning of the next
     */
    public static Observer start(
            Supplier<List<LinkView>> links,
            CheckpointSnapshots checkpoints,
            ClusterProbes prober,
            Function<String, List<Finding>> relations,
            Function<LinkedCluster, Set<String>> topicNames,
            Clock clock,
            Duration interval) {
        Observer observer =
                new Observer(links, checkpoints, prober, relations, new TopicNames(topicNames, clock), clock);
        var unused =
                observer.thread.scheduleWithFixedDelay(observer::round, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return observer;
    }

    /** What was seen of the link last; empty if it has not been looked at since its status changed. */
    public Optional<LinkReport> latest(LinkView view) {
        return Optional.ofNullable(reports.get(view.id())).filter(report -> report.covers(view.status()));
    }

    /**
     * What was seen of the link last; if it has not been looked at since its status changed, it is now.
     *
     * @return empty if the observer is closing, the link is gone by then, or its clusters have not answered in their time
     */
    public CompletableFuture<Optional<LinkReport>> report(LinkView view) {
        return report(view, report -> true);
    }

    /**
     * As {@link #report}, but while the checkpoints are being read it waits for them too.
     *
     * @return without metrics if they have not been read in time, or a target is away
     */
    public CompletableFuture<Optional<LinkReport>> reportWithMetrics(LinkView view) {
        return report(view, LinkReport::complete);
    }

    private CompletableFuture<Optional<LinkReport>> report(LinkView view, Predicate<LinkReport> enough) {
        Optional<LinkReport> latest = latest(view).filter(enough);
        if (latest.isPresent()) {
            return CompletableFuture.completedFuture(latest);
        }
        Waiting waiting = new Waiting(
                view,
                enough,
                new CompletableFuture<>(),
                System.nanoTime() + ClusterClients.TIMEOUT.plusSeconds(2).toNanos());
        waitings.add(waiting);
        try {
            thread.execute(() -> {
                if (latest(view).filter(enough).isEmpty()) {
                    round();
                } else {
                    answer();
                }
            });
            return waiting.answer();
        } catch (RejectedExecutionException e) {
            waitings.remove(waiting);
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    /** Answers whom it can; for the others, whose clusters have not answered yet, there is another round soon. */
    private void answer() {
        if (waitings.isEmpty()) {
            return;
        }
        Set<String> there = links.get().stream().map(LinkView::id).collect(Collectors.toSet());
        waitings.removeIf(waiting -> {
            Optional<LinkReport> report = latest(waiting.view());
            boolean over = report.filter(waiting.enough()).isPresent()
                    || !there.contains(waiting.view().id())
                    || System.nanoTime() - waiting.deadline() >= 0;
            if (over) {
                waiting.answer().complete(report);
            }
            return over;
        });
        if (!waitings.isEmpty() && !roundAhead && !thread.isShutdown()) {
            roundAhead = true;
            var unused = thread.schedule(
                    () -> {
                        roundAhead = false;
                        round();
                    },
                    SOON.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** What scrapes say of links, by link id, in the order of ids. */
    public SortedMap<String, LinkSample> samples() {
        SortedMap<String, LinkSample> samples = new TreeMap<>();
        reports.forEach((id, report) -> samples.put(id, report.sample()));
        return samples;
    }

    /** How far each source partition of the link has come, by the newest checkpoints. */
    public List<PartitionState> partitions(LinkView view) {
        return LinkSnapshot.of(view, checkpoints, topics).partitions();
    }

    private void round() {
        try {
            List<LinkSnapshot> scenes = links.get().stream()
                    .map(view -> LinkSnapshot.of(view, checkpoints, topics))
                    .toList();
            checkpoints.retain(
                    scenes.stream().flatMap(scene -> scene.targets().stream()).collect(Collectors.toSet()));
            Map<LinkedCluster, ClusterProbe> probes = prober.probe(wanted(scenes));
            // Of a cluster that has not answered yet nothing can be said; the next round has its answer.
            scenes.stream()
                    .filter(scene -> probes.keySet().containsAll(scene.wanted().keySet()))
                    .forEach(scene -> report(scene, probes));
            forgetOthers(scenes.stream().map(scene -> scene.view().id()).collect(Collectors.toSet()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return;
            }
            LOG.error(
                    "A round of observation failed unexpectedly; this is a defect of the bridge. The next follows.", e);
        } finally {
            answer();
        }
    }

    private void report(LinkSnapshot scene, Map<LinkedCluster, ClusterProbe> probes) {
        LinkView view = scene.view();
        Instant now = clock.instant();
        Book book = book(view);
        // A book that is told too little at first would take the rest for copied at once.
        Optional<LinkMetrics> metrics = scene.checkpointsKnown()
                ? Optional.of(book.metrics().add(scene.observation(now, probes)))
                : Optional.empty();
        LinkFacts facts = scene.facts(now, metrics, probes);
        LinkHealth health = RelationRules.with(
                relations.apply(view.id()),
                view.status().running(),
                HealthRules.judge(facts, book.watch().look(scene, now, probes, topicNames)));
        reports.put(view.id(), new LinkReport(view.status(), metrics, health, scene.sample(facts, health, metrics)));
    }

    private Book book(LinkView view) {
        Duration interval = view.link().tuning().checkpointInterval();
        return books.compute(
                view.id(),
                (id, book) -> book != null
                                && book.linkCreatedAt().equals(view.createdAt())
                                && book.checkpointInterval().equals(interval)
                        ? book
                        : new Book(view.createdAt(), interval, new LinkMeter(interval), new LinkWatch(view)));
    }

    private void forgetOthers(Set<String> linkIds) {
        reports.keySet().retainAll(linkIds);
        books.keySet().retainAll(linkIds);
        topics.retain(linkIds);
    }

    private static Map<LinkedCluster, Set<TopicPartition>> wanted(List<LinkSnapshot> scenes) {
        Map<LinkedCluster, Set<TopicPartition>> wanted = new HashMap<>();
        for (LinkSnapshot scene : scenes) {
            scene.wanted()
                    .forEach((cluster, partitions) -> wanted.computeIfAbsent(cluster, key -> new HashSet<>())
                            .addAll(partitions));
        }
        return wanted;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // The round under way ends at once, interrupted; the prober is its own until then.
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("A round of observation is still ending.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        prober.close();
        topicNames.close();
        waitings.forEach(waiting -> waiting.answer().complete(Optional.empty()));
    }
}
