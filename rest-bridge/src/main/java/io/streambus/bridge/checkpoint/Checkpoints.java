package io.streambus.bridge.checkpoint;

import io.streambus.bridge.cluster.ClientMeters;
import io.streambus.bridge.cluster.ClusterClients;
import io.streambus.bridge.cluster.ClusterKey;
import io.streambus.bridge.lifecycle.FlowProgress;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.plan.Flow;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checkpoints of all flows: one reader per target cluster, for all links that reach it the same way. Thread-safe: {@code readers} is guarded by
 * {@code this}.
 */
public final class Checkpoints implements CheckpointSnapshots, AutoCloseable {

    private final ClusterClients clients;
    private final ClientMeters meters;
    private final Clock clock;
    private final CheckpointEraser eraser;
    private final Map<ClusterKey, CheckpointFollower> readers = new HashMap<>();
    private boolean closed;

    public Checkpoints(ClusterClients clients, ClientMeters meters, Clock clock) {
        this.clients = clients;
        this.meters = meters;
        this.clock = clock;
        this.eraser = new CheckpointEraser(clients, meters, clock);
    }

    @Override
    public FlowCheckpointSnapshot of(Flow flow) {
        return reader(flow.target())
                .map(reader -> reader.table().of(flow.name()))
                .orElse(FlowCheckpointSnapshot.NONE);
    }

    @Override
    public boolean known(Flow flow) {
        return reader(flow.target()).map(CheckpointFollower::caughtUp).orElse(false);
    }

    /**
     * The checkpoints in the hands of somebody who may lose the right to erase them.
     *
     * @param right throws once the right is lost; it is asked before the first and the last step of erasing
     */
    public FlowProgress erasedWith(Runnable right) {
        return new FlowProgress() {
            @Override
            public Optional<Instant> lastLifeSign(Flow flow) {
                return reader(flow.target()).flatMap(reader -> reader.table().lifeSign(flow.name()));
            }

            @Override
            public Optional<String> failedRecord(Flow flow) {
                return reader(flow.target()).flatMap(reader -> reader.table().failedRecord(flow.name()));
            }

            @Override
            public void erase(Flow flow) {
                eraser.erase(flow, right);
            }
        };
    }

    @Override
    public void retain(Set<LinkedCluster> targets) {
        retainKeys(targets.stream().map(clients::key).collect(Collectors.toSet()));
    }

    private synchronized void retainKeys(Set<ClusterKey> targets) {
        readers.entrySet().removeIf(entry -> {
            boolean unused = !targets.contains(entry.getKey());
            if (unused) {
                entry.getValue().close();
            }
            return unused;
        });
    }

    private Optional<CheckpointFollower> reader(LinkedCluster target) {
        return reader(target, clients.key(target));
    }

    private synchronized Optional<CheckpointFollower> reader(LinkedCluster target, ClusterKey key) {
        if (closed) {
            return Optional.empty();
        }
        return Optional.of(readers.computeIfAbsent(key, unknown -> {
            CheckpointFollower reader = new CheckpointFollower(target, clients, meters, clock);
            reader.start();
            return reader;
        }));
    }

    @Override
    public synchronized void close() {
        closed = true;
        readers.values().forEach(CheckpointFollower::close);
        readers.clear();
    }
}
