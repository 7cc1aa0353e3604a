package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterLooks;
import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.registry.RegistryException;
import io.streambus.bridge.registry.StoredCluster;
import io.streambus.bridge.relation.ClusterNames;
import io.streambus.bridge.relation.Finding;
import io.streambus.bridge.relation.FlowReach;
import io.streambus.bridge.relation.Overlaps;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.relation.RenameLoops;
import io.streambus.bridge.relation.SeenCluster;
import io.streambus.bridge.relation.SourceNames;
import io.streambus.connect.identity.ClusterIdentity;
import io.streambus.connect.identity.ClusterIdentity.Kinship;
import io.streambus.connect.identity.ClusterQuestion.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What links have to do with each other: asked of one before it is made, changed or started, and of all of them every so often, since topics come and
 * clusters are exchanged while links run. Thread-safe.
 */
public final class LinkRelations implements RelationCheck, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkRelations.class);

    /** Within this a new topic that two links take shows up in their health. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How old what is known of clusters may be when it is asked for. */
    private static final Duration LATELY = Duration.ofSeconds(2);

    private final Supplier<List<LinkView>> links;
    private final Supplier<List<StoredCluster>> registry;
    private final ClusterLooks looks;
    private final ClusterPins pins;
    private final FlowReaches reaches = new FlowReaches();
    private volatile Map<String, List<Finding>> latest = Map.of();
    /** Confined to the thread, as the next one is. */
    private Optional<Known> judged = Optional.empty();

    /** The clusters of links that are in no conflict. */
    private List<SeenCluster> sound = List.of();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread looking = new Thread(task, "streambus-relations");
        looking.setDaemon(true);
        return looking;
    });

    private LinkRelations(
            Supplier<List<LinkView>> links,
            Supplier<List<StoredCluster>> registry,
            ClusterLooks looks,
            ClusterPins pins) {
        this.links = links;
        this.registry = registry;
        this.looks = looks;
        this.pins = pins;
    }

    /** Starts looking at all links and registered clusters. */
    public static LinkRelations start(
            Supplier<List<LinkView>> links,
            Supplier<List<StoredCluster>> registry,
            ClusterLooks looks,
            ClusterPins pins) {
        LinkRelations relations = new LinkRelations(links, registry, looks, pins);
        var unused = relations.thread.scheduleWithFixedDelay(
                relations::round, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return relations;
    }

    /** All that a judgement rests on: the same again comes to the same. */
    private record Known(
            List<Subject> subjects, Map<LinkedCluster, Answer> answers, Map<String, ClusterIdentity> pinned) {}

    /** A link with what it takes where. */
    private record Subject(ReplicationLink link, List<FlowReach> flows) {
        boolean overlapMeant(ReplicationLink other) {
            return link.allowOverlap().contains(other.id())
                    || other.allowOverlap().contains(link.id());
        }
    }

    @Override
    public List<Finding> of(ReplicationLink link) {
        List<Subject> others = links.get().stream()
                .filter(view -> !view.id().equals(link.id()))
                .map(this::subject)
                .toList();
        Subject subject = new Subject(link, FlowReaches.of(link, Flow.of(link)));
        Set<LinkedCluster> asked =
                clusters(Stream.concat(Stream.of(subject), others.stream().filter(other -> meets(subject, other))));
        asked.addAll(registered());
        looks.look(asked, LATELY);
        // Who changes brokers means another cluster, and accepts it once they are changed.
        boolean moved = links.get().stream()
                .anyMatch(view ->
                        view.id().equals(link.id()) && !view.link().topology().equals(link.topology()));
        return judge(
                subject,
                new Scene(Stream.concat(Stream.of(subject), others.stream()).toList()),
                moved ? Map.of() : pins.of(links.get()));
    }

    /**
     * Takes the cluster that answers now for the one that a cluster_id stands for.
     *
     * @return what it says of itself
     * @throws RegistryException if no link has the cluster_id, or if several clusters answer to it
     * @throws ClusterUnreachableException if none answers
     */
    public ClusterIdentity accept(String clusterId) {
        List<LinkedCluster> meant = clusters(links.get().stream().map(this::subject)).stream()
                .filter(cluster -> cluster.clusterId().equals(clusterId))
                .toList();
        if (meant.isEmpty()) {
            throw new RegistryException.NotFound(clusterId);
        }
        List<ClusterIdentity> answers = looks.look(meant, Duration.ZERO).values().stream()
                .map(Answer::identity)
                .toList();
        if (answers.isEmpty()) {
            throw new ClusterUnreachableException(
                    "cluster " + clusterId + " does not answer, so that nothing can be said of what it is", null);
        }
        ClusterIdentity first = answers.get(0);
        for (ClusterIdentity other : answers) {
            if (first.kinship(other) != Kinship.SAME) {
                throw new RegistryException.InUse("links reach several clusters as " + clusterId + " (" + first + "; "
                        + other + "): correct their brokers first");
            }
        }
        pins.put(clusterId, first);
        return first;
    }

    /**
     * What stands in the way of a cluster that is to be registered like this. Asks it, for some seconds at most; if it does not answer, nothing does.
     *
     * @throws RegistryException.Conflicting if something does
     */
    public void requireNoConflict(RegisteredCluster cluster) {
        LinkedCluster asked = linked(cluster);
        Answer answer = looks.look(List.of(asked), LATELY).get(asked);
        if (answer == null) {
            return;
        }
        List<Subject> all = links.get().stream().map(this::subject).toList();
        String conflicts = ClusterNames.of(
                        List.of(new SeenCluster(cluster.clusterId(), true, Set.of(), answer.identity())),
                        new Scene(all).seen)
                .stream()
                .filter(Finding::isConflict)
                .map(Finding::sentence)
                .collect(Collectors.joining(". "));
        if (!conflicts.isEmpty()) {
            throw new RegistryException.Conflicting(
                    "cluster " + cluster.clusterId() + " cannot be registered like this: " + conflicts);
        }
    }

    private List<LinkedCluster> registered() {
        return registry.get().stream().map(stored -> linked(stored.cluster())).toList();
    }

    private static LinkedCluster linked(RegisteredCluster cluster) {
        return new LinkedCluster(
                cluster.clusterId(),
                cluster.brokers(),
                ClusterClients.TIMEOUT,
                ClusterClients.TIMEOUT,
                0,
                cluster.security());
    }

    /** What was found of a link last; nothing of one that is new. */
    public List<Finding> latest(String linkId) {
        return latest.getOrDefault(linkId, List.of());
    }

    private Subject subject(LinkView view) {
        return new Subject(view.link(), reaches.kept(view.link(), view.flowsInService()));
    }

    /** Whether some flow of the one writes to where one of the other does. */
    private static boolean meets(Subject one, Subject other) {
        Set<String> targets =
                one.flows().stream().map(flow -> flow.flow().target()).collect(Collectors.toSet());
        return other.flows().stream()
                .anyMatch(flow -> targets.contains(flow.flow().target()));
    }

    private static Set<LinkedCluster> clusters(Stream<Subject> subjects) {
        return subjects.flatMap(subject -> subject.link().topology().clusters().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** All links at one moment, and what is known of their clusters. */
    private final class Scene {
        final Map<String, Subject> subjects = new LinkedHashMap<>();
        final Map<LinkedCluster, Answer> answers;
        final List<FlowReach> flows;
        final SourceNames names;
        final Overlaps overlaps;
        final List<SeenCluster> seen;

        Scene(List<Subject> all) {
            all.forEach(subject -> subjects.put(subject.link().id(), subject));
            List<LinkedCluster> registered = registered();
            answers = looks.last(Stream.concat(clusters(all.stream()).stream(), registered.stream())
                    .toList());
            flows = all.stream().flatMap(subject -> subject.flows().stream()).toList();
            Map<String, Set<String>> existing = new HashMap<>();
            answers.forEach((cluster, answer) -> existing.computeIfAbsent(cluster.clusterId(), none -> new HashSet<>())
                    .addAll(answer.topics()));
            names = new SourceNames(existing, flows);
            overlaps = new Overlaps(flows, names);
            seen = seen(registered);
        }

        private List<SeenCluster> seen(List<LinkedCluster> registered) {
            Map<List<Object>, SeenCluster> found = new LinkedHashMap<>();
            Stream.concat(
                            subjects.keySet().stream().flatMap(link -> of(link).stream()),
                            registered.stream()
                                    .filter(answers::containsKey)
                                    .map(cluster -> seen(cluster, true, Set.of())))
                    .forEach(cluster -> found.merge(
                            List.of(
                                    cluster.clusterId(),
                                    cluster.registered(),
                                    cluster.identity().clusterId(),
                                    cluster.identity().addresses()),
                            cluster,
                            SeenCluster::and));
            return List.copyOf(found.values());
        }

        private SeenCluster seen(LinkedCluster cluster, boolean byRegistry, Set<String> users) {
            return new SeenCluster(
                    cluster.clusterId(), byRegistry, users, answers.get(cluster).identity());
        }

        /** The clusters of a link that have answered. */
        List<SeenCluster> of(String link) {
            return subjects.get(link).link().topology().clusters().stream()
                    .filter(answers::containsKey)
                    .map(cluster -> seen(cluster, cluster.inherited().brokers(), Set.of(link)))
                    .toList();
        }

        /** Those of the others; each once, however many links reach it the same way. */
        List<SeenCluster> ofOthers(String link) {
            return seen.stream()
                    .flatMap(cluster -> cluster.without(link).stream())
                    .toList();
        }
    }

    private static List<Finding> judge(Subject subject, Scene scene, Map<String, ClusterIdentity> pinned) {
        ReplicationLink link = subject.link();
        List<Finding> findings = new ArrayList<>(ClusterNames.of(scene.of(link.id()), scene.ofOthers(link.id())));
        List<Finding> topics = new ArrayList<>(scene.overlaps.of(link.id()));
        RenameLoops.of(link.id(), scene.flows, scene.names).ifPresent(topics::add);
        findings.addAll(ClusterNames.unlike(scene.of(link.id()), pinned));
        topics.stream()
                .filter(finding -> !meant(subject, finding.others(), scene))
                .forEach(findings::add);
        return findings;
    }

    private static boolean meant(Subject subject, Set<String> others, Scene scene) {
        return !others.isEmpty()
                && others.stream()
                        .allMatch(other ->
                                subject.overlapMeant(scene.subjects.get(other).link()));
    }

    private void round() {
        try {
            List<Subject> all = links.get().stream().map(this::subject).toList();
            Set<LinkedCluster> clusters = clusters(all.stream());
            clusters.addAll(registered());
            looks.retain(clusters);
            reaches.retain(all.stream().map(each -> each.link().id()).collect(Collectors.toSet()));
            Known known = new Known(all, looks.look(clusters, INTERVAL.dividedBy(2)), pins.of(links.get()));
            if (!Optional.of(known).equals(judged)) {
                judge(all, known.pinned());
                judged = Optional.of(known);
            }
            pins.keep(sound, links.get());
        } catch (RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.error("Looking at links beside each other failed unexpectedly; this is a defect of the bridge.", e);
            }
        }
    }

    private void judge(List<Subject> all, Map<String, ClusterIdentity> pinned) {
        Scene scene = new Scene(all);
        Map<String, List<Finding>> found = new HashMap<>();
        all.forEach(subject -> found.put(subject.link().id(), judge(subject, scene, pinned)));
        report(found);
        latest = Map.copyOf(found);
        sound = found.entrySet().stream()
                .filter(link -> link.getValue().stream().noneMatch(Finding::isConflict))
                .flatMap(link -> scene.of(link.getKey()).stream())
                .toList();
    }

    /** What is found is logged when it is new. */
    private void report(Map<String, List<Finding>> found) {
        found.forEach((link, findings) -> findings.stream()
                .filter(finding -> !latest(link).contains(finding))
                .forEach(finding -> LOG.warn("Link {}: {}", link, finding.sentence())));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
