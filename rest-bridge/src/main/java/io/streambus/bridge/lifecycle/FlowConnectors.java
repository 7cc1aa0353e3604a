package io.streambus.bridge.lifecycle;

import io.streambus.bridge.json.Fault;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.ConnectorKeys;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.FlowPlan;
import io.streambus.bridge.plan.FlowPlan.Connector;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.bridge.plan.SettingOrigin;
import io.streambus.bridge.relation.Finding;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.runtime.ConnectCluster;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.StoredLink;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls on Connect that links come down to, each safe to repeat. Every method throws {@link ConnectRuntimeException} when Connect does not
 * play along. Thread-safe if the runtime is.
 */
final class FlowConnectors {

    private static final Logger LOG = LoggerFactory.getLogger(FlowConnectors.class);

    private final ConnectClusters connectClusters;
    private final FlowProgress progress;
    private final TakeoverSnapshot snapshot;
    private final RelationCheck relations;
    /** Of each task, by connector, as Connect last said. */
    private final ConcurrentMap<String, Map<Integer, String>> workers = new ConcurrentHashMap<>();

    FlowConnectors(
            ConnectClusters connectClusters,
            FlowProgress progress,
            TakeoverSnapshot snapshot,
            RelationCheck relations) {
        this.relations = relations;
        this.connectClusters = connectClusters;
        this.progress = progress;
        this.snapshot = snapshot;
    }

    /** One connector of a flow. */
    record FlowConnector(Flow flow, String name) {}

    FlowProgress progress() {
        return progress;
    }

    /** @throws LinkException.Conflicting with all that stands in the link's way among others */
    void requireNoConflict(ReplicationLink link) {
        List<Finding> conflicts =
                relations.of(link).stream().filter(Finding::isConflict).toList();
        if (!conflicts.isEmpty()) {
            throw new LinkException.Conflicting(link.id(), conflicts);
        }
    }

    /**
     * @throws LinkException.Conflicting with all that stands in the link's way among others
     * @throws LinkException.Refused with all that the plugin has against the configurations
     */
    void validate(ReplicationLink link, List<Flow> flows) {
        requireNoConflict(link);
        List<Fault> faults = new ArrayList<>();
        Set<String> refusing = new TreeSet<>();
        Set<String> pointers = new HashSet<>();
        for (FlowPlan plan : LinkCompiler.compile(link, flows)) {
            for (Connector connector : plan.connectors()) {
                connectClusters.best(plan.flow(), link.mode()).run(runtime -> {
                    List<Fault> found = faults(runtime, link, plan.flow(), connector).stream()
                            // One fault for each field of the document, though several settings come from it.
                            .filter(fault -> fault.pointer().isEmpty() || pointers.add(fault.pointer()))
                            .toList();
                    if (!found.isEmpty()) {
                        refusing.add(runtime.name());
                        faults.addAll(found);
                    }
                });
            }
        }
        if (!faults.isEmpty()) {
            throw new LinkException.Refused(
                    "Connect " + String.join(", ", refusing) + " refuses what link " + link.id() + " compiles to",
                    faults);
        }
    }

    private static List<Fault> faults(ConnectRuntime runtime, ReplicationLink link, Flow flow, Connector connector) {
        try {
            return runtime.validate(connector.configWithName()).faults().stream()
                    .map(fault -> fault(link, flow, connector, fault))
                    .toList();
        } catch (ConnectRuntimeException.InvalidConfig e) {
            return List.of(new Fault("", e.getMessage()));
        }
    }

    private static Fault fault(ReplicationLink link, Flow flow, Connector connector, ConfigValidation.Fault fault) {
        Optional<SettingOrigin> origin = SettingOrigin.of(link, flow, fault.key());
        String where = origin.flatMap(SettingOrigin::file)
                .map(path -> "file " + path)
                .orElse("setting " + fault.key() + " of connector " + connector.name());
        return new Fault(origin.map(SettingOrigin::pointer).orElse(""), where + ": " + fault.message());
    }

    /** @throws LinkException.Exists if a connector that the link needs is there and not the link's own */
    void requireFree(ReplicationLink link) {
        Map<ConnectCluster, List<String>> byCluster = new LinkedHashMap<>();
        Flow.of(link)
                .forEach(flow -> byCluster
                        .computeIfAbsent(connectClusters.best(flow, link.mode()), cluster -> new ArrayList<>())
                        .addAll(LinkCompiler.connectors(flow)));
        byCluster.forEach((cluster, names) -> cluster.run(runtime -> requireFree(link, names, runtime)));
    }

    private static void requireFree(ReplicationLink link, List<String> names, ConnectRuntime runtime) {
        Set<String> taken = runtime.connectors();
        String found = names.stream().filter(taken::contains).collect(Collectors.joining(", "));
        if (!found.isEmpty()) {
            throw new LinkException.Exists("Connect " + runtime.name() + " has connectors named " + found
                    + " already, which link " + link.id() + " would need; delete them there or choose another id");
        }
    }

    /** The names of all connectors of a link as it is kept. */
    static List<String> names(StoredLink stored) {
        return names(stored.allFlows());
    }

    /** The names of all connectors of a link that has just been made. */
    static List<String> names(ReplicationLink link) {
        return names(Flow.of(link));
    }

    private static List<String> names(List<Flow> flows) {
        return flows.stream()
                .flatMap(flow -> LinkCompiler.connectors(flow).stream())
                .toList();
    }

    private static List<FlowPlan> plans(StoredLink stored) {
        return LinkCompiler.compile(stored.link(), stored.allFlows());
    }

    /** Where the flows of a link belong, by connector. */
    Map<String, String> locations(ReplicationLink link, List<Flow> flows) {
        Map<String, String> locations = new HashMap<>();
        for (Flow flow : flows) {
            String cluster = connectClusters.best(flow, link.mode()).name();
            LinkCompiler.connectors(flow).forEach(connector -> locations.put(connector, cluster));
        }
        return locations;
    }

    /**
     * Takes the flows away from where they do not belong any more, because the configuration of the runtimes or the link's mode has changed. A flow
     * belongs to its new place only once nothing of it is left at the old one, so that it never runs in both; it goes on there at its
     * checkpoints, which are on its target.
     *
     * @return where the flows are now, by connector; empty while one is still on its way to a stop
     */
    Optional<Map<String, String>> relocate(StoredLink stored) {
        Map<String, String> locations = new HashMap<>();
        boolean stopping = false;
        for (Flow flow : stored.allFlows()) {
            ConnectCluster best = connectClusters.best(flow, stored.link().mode());
            for (String connector : LinkCompiler.connectors(flow)) {
                Optional<ConnectCluster> old = whereabouts(stored, connector).filter(cluster -> cluster != best);
                if (old.isPresent()) {
                    if (removed(connector, old.get())) {
                        LOG.info(
                                "Link {}: connector {} moves from Connect {} to {}.",
                                stored.id(),
                                connector,
                                old.get().name(),
                                best.name());
                    } else {
                        stopping = true;
                    }
                }
                locations.put(connector, best.name());
            }
        }
        return stopping ? Optional.empty() : Optional.of(locations);
    }

    /** Stops the connector first: deleting one that runs would let its tasks go on for a moment. */
    private static boolean removed(String connector, ConnectCluster cluster) {
        return cluster.ask(runtime -> {
            try {
                if (!(FlowState.of(runtime.status(connector)) instanceof FlowState.Stopped)) {
                    runtime.stop(connector);
                    return false;
                }
                unpin(runtime, connector);
                runtime.deleteOffsets(connector);
                runtime.delete(connector);
                return true;
            } catch (ConnectRuntimeException.NotFound e) {
                return true;
            }
        });
    }

    /**
     * Resetting offsets is how operators ask for everything to be copied again, and the connector writes that request to the target. Here they only have
     * to be gone, lest a later connector of that name goes on from them.
     */
    private static void unpin(ConnectRuntime runtime, String connector) {
        Map<String, String> config = new HashMap<>(runtime.config(connector));
        if (!"false".equals(config.put(ConnectorKeys.CHECKPOINTS_FOLLOW_OFFSETS, "false"))) {
            runtime.putConfig(connector, config);
        }
    }

    /**
     * Where the connector is, or may be.
     *
     * @return empty if it is nowhere
     * @throws ConnectRuntimeException.Unavailable if it may be where this bridge cannot look
     */
    private Optional<ConnectCluster> whereabouts(StoredLink stored, String connector) {
        Optional<String> name = Optional.ofNullable(stored.locations().get(connector));
        Optional<ConnectCluster> cluster = name.flatMap(connectClusters::named);
        if (cluster.isPresent() || name.filter(connectClusters::isRetired).isPresent()) {
            return cluster;
        }
        // Its place has another name now, or an older bridge wrote none.
        Optional<ConnectCluster> found = connectClusters.all().size() == 1 && name.isEmpty()
                ? Optional.of(connectClusters.all().get(0))
                : connectClusters.all().stream()
                        .filter(each -> each.ask(ConnectRuntime::connectors).contains(connector))
                        .findFirst();
        if (found.isEmpty() && name.isPresent()) {
            throw new ConnectRuntimeException.Unavailable(
                    "connector " + connector + " of link " + stored.id() + " was last on the Connect cluster "
                            + name.get()
                            + ", which the bridge's configuration does not have any more, and may still run"
                            + " there; configure it again, or name it in connect.retired if it is gone for good",
                    null);
        }
        return found;
    }

    private ConnectCluster clusterOf(StoredLink stored, String connector) {
        return Optional.ofNullable(stored.locations().get(connector))
                .flatMap(connectClusters::named)
                .orElseThrow(() -> new IllegalStateException(
                        "link " + stored.id() + " has no place for connector " + connector + "; it has no place yet"));
    }

    void create(StoredLink stored) {
        for (FlowPlan plan : plans(stored)) {
            plan.connectors().forEach(connector -> create(stored, connector));
        }
    }

    private void create(StoredLink stored, Connector connector) {
        clusterOf(stored, connector.name())
                .run(runtime -> runtime.create(connector.name(), connector.config(), InitialState.STOPPED));
    }

    void configure(StoredLink stored) {
        for (FlowPlan plan : plans(stored)) {
            plan.connectors().forEach(connector -> configure(stored, connector));
        }
    }

    private void configure(StoredLink stored, Connector connector) {
        clusterOf(stored, connector.name()).run(runtime -> {
            try {
                runtime.putConfig(connector.name(), connector.config());
            } catch (ConnectRuntimeException.NotFound e) {
                // Not there yet: it has moved, or somebody deleted it. It is created with the new configuration.
                LOG.debug("Link {}: connector {} is not there yet.", stored.id(), connector.name());
            }
        });
    }

    /** All connectors of a link, each with its flow, in the order of flows. */
    List<FlowConnector> of(StoredLink stored) {
        return stored.allFlows().stream()
                .flatMap(flow -> LinkCompiler.connectors(flow).stream().map(name -> new FlowConnector(flow, name)))
                .toList();
    }

    /** Of a connector that has been taken over, also sees to it that it has the link's configuration. */
    FlowState state(StoredLink stored, FlowConnector connector) {
        try {
            ConnectCluster cluster = clusterOf(stored, connector.name());
            snapshot.correct(
                    cluster, connector.name(), () -> plan(stored, connector).config());
            ConnectorStatus status = snapshot.take(cluster, connector.name())
                    .orElseGet(() -> cluster.ask(runtime -> runtime.status(connector.name())));
            workers.put(
                    connector.name(),
                    status.tasks().stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    ConnectorStatus.Task::number,
                                    task -> task.instance().worker(),
                                    (one, same) -> one)));
            return FlowState.of(status);
        } catch (ConnectRuntimeException.NotFound e) {
            return new FlowState.Missing();
        } catch (ConnectRuntimeException.Unavailable | ConnectRuntimeException.Rebalancing e) {
            return new FlowState.Unknown(e);
        }
    }

    /** On which worker each task of the link's flows ran when Connect was last asked, by flow; flows of which it was not asked yet are missing. */
    Map<String, Map<Integer, String>> workers(StoredLink stored) {
        Map<String, Map<Integer, String>> known = new HashMap<>();
        stored.allFlows()
                .forEach(flow -> Optional.ofNullable(workers.get(flow.name()))
                        .ifPresent(tasks -> known.put(flow.name(), tasks)));
        return known;
    }

    private static Connector plan(StoredLink stored, FlowConnector connector) {
        return LinkCompiler.compile(stored.link(), connector.flow()).connectors().stream()
                .filter(plan -> plan.name().equals(connector.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Creates what has moved here, or what somebody deleted behind the bridge's back; Connect has kept its offsets then. */
    void recreate(StoredLink stored, FlowConnector connector) {
        LOG.warn(
                "Link {}: connector {} is not on Connect {} and is created there.",
                stored.id(),
                connector.name(),
                clusterOf(stored, connector.name()).name());
        create(stored, plan(stored, connector));
    }

    /** Passes the desired state of the connector's flow on. */
    void ask(StoredLink stored, FlowConnector connector) {
        clusterOf(stored, connector.name()).run(runtime -> {
            switch (stored.desired(connector.flow())) {
                case RUNNING -> runtime.resume(connector.name());
                case PAUSED -> runtime.pause(connector.name());
                case STOPPED -> runtime.stop(connector.name());
            }
        });
    }

    void restartFailed(StoredLink stored, FlowConnector connector) {
        clusterOf(stored, connector.name()).run(runtime -> runtime.restartFailed(connector.name()));
    }

    /**
     * Alters the offsets of the connector that copies the flow, which must be stopped. The plugin sets its checkpoints accordingly.
     *
     * @param next the first source offset that is read then; 0 is the beginning
     */
    void goOnAt(StoredLink stored, Flow flow, TopicPartition partition, long next) {
        Map<String, Object> key = Map.of(
                "cluster", flow.source().clusterId(), "topic", partition.topic(), "partition", partition.partition());
        Optional<Map<String, Object>> lastCopied =
                next == 0 ? Optional.empty() : Optional.of(Map.of("offset", next - 1));
        // The plugin writes to the target, which may be away though Connect is not.
        clusterOf(stored, flow.name())
                .runAtLength(
                        runtime -> runtime.alterOffsets(flow.name(), List.of(new ConnectorOffset(key, lastCopied))));
    }

    /**
     * Leaves nothing of the link's connectors; what is gone already is fine.
     *
     * @param force whether offsets that cannot be reset are left behind in Connect
     * @throws LinkException.Leftover if offsets cannot be reset and {@code force} does not allow to leave them
     */
    void delete(StoredLink stored, boolean force) {
        for (String connector : names(stored)) {
            workers.remove(connector);
            whereabouts(stored, connector).ifPresent(cluster -> {
                try {
                    resetOffsets(cluster, connector, force);
                    cluster.run(runtime -> runtime.delete(connector));
                } catch (ConnectRuntimeException.NotFound e) {
                    LOG.debug("Link {}: connector {} is gone already.", stored.id(), connector);
                }
            });
        }
    }

    private static void resetOffsets(ConnectCluster cluster, String connector, boolean force) {
        try {
            cluster.run(runtime -> unpin(runtime, connector));
        } catch (ConnectRuntimeException.InvalidConfig e) {
            // Its plugin is gone or broken. The checkpoints go next, so that a reset may write to them as well.
            LOG.debug("Connector {}: {}", connector, e.getMessage());
        }
        try {
            // With exactly-once Connect keeps the offsets on the target, which may be away though Connect is not.
            cluster.runAtLength(runtime -> runtime.deleteOffsets(connector));
        } catch (ConnectRuntimeException.Conflict | ConnectRuntimeException.Unavailable e) {
            if (force) {
                LOG.warn("Connector {}: its offsets stay behind: {}", connector, e.getMessage());
                return;
            }
            if (e instanceof ConnectRuntimeException.Conflict) {
                // Offsets go only while it is stopped: somebody resumed it, or it was never stopped to the end.
                cluster.run(runtime -> runtime.stop(connector));
            }
            throw new LinkException.Leftover(
                    "the offsets of connector " + connector + " could not be reset: " + e.getMessage(), e);
        }
    }

    void eraseCheckpoints(StoredLink stored) {
        stored.allFlows().forEach(progress::erase);
    }
}
