package io.streambus.e2e.crash;

import io.streambus.e2e.replication.Cluster;
import io.streambus.e2e.replication.Clusters;
import io.streambus.e2e.replication.Eventually;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Workers of one Connect cluster, each a process of its own that can be killed, stopped and continued. Confined to the test's thread. */
final class ConnectGroup implements AutoCloseable {

    /** Those who are gone are missed after their session, and their tasks taken over at once. */
    private static final Map<String, String> SETTINGS = Map.of(
            "session.timeout.ms", "6000",
            "heartbeat.interval.ms", "1000",
            "rebalance.timeout.ms", "10000",
            "scheduled.rebalance.max.delay.ms", "0",
            // Connect's own offsets are far behind whenever a worker is killed.
            "offset.flush.interval.ms", "3600000");

    private final String name;
    private final Path directory;
    private final List<WorkerSpec> specs = new ArrayList<>();
    private final List<WorkerProcess> workers = new ArrayList<>();

    /** @param name of the group and of all its topics */
    ConnectGroup(String name, Cluster home, int size, Map<String, String> more, Path directory) {
        this.name = name;
        this.directory = directory;
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("group.id", name);
        settings.put("config.storage.topic", name + "-configs");
        settings.put("offset.storage.topic", name + "-offsets");
        settings.put("status.storage.topic", name + "-status");
        settings.putAll(more);
        for (int i = 0; i < size; i++) {
            WorkerSpec spec = new WorkerSpec(home.bootstrapServers(), 0, List.of(Clusters.PLUGIN_PATH), settings);
            WorkerProcess worker = WorkerProcess.start(spec, directory.resolve(name + "-" + i));
            workers.add(worker);
            specs.add(worker.spec());
        }
    }

    WorkerProcess worker(int number) {
        return workers.get(number);
    }

    /** By the first worker, which is never stopped while it is asked. */
    ConnectRuntime runtime() {
        return workers.get(0).runtime();
    }

    void run(String connector, Map<String, String> settings) {
        runtime().create(connector, settings, InitialState.RUNNING);
    }

    void awaitRunning(String connector) {
        Eventually.become(
                () -> {
                    ConnectorStatus status = runtime().status(connector);
                    return !status.tasks().isEmpty()
                            && status.tasks().stream()
                                    .allMatch(task -> task.instance().state() == ConnectorStatus.State.RUNNING);
                },
                connector + " runs");
    }

    /** Waits until every worker of the group has a task of the connector. */
    void awaitShared(String connector) {
        Eventually.become(
                () -> {
                    List<ConnectorStatus.Task> tasks =
                            runtime().status(connector).tasks();
                    Set<String> busy = tasks.stream()
                            .filter(task -> task.instance().state() == ConnectorStatus.State.RUNNING)
                            .map(task -> task.instance().worker())
                            .collect(Collectors.toSet());
                    return busy.size() == workers.size();
                },
                connector + " has running tasks on every worker");
    }

    /** What has failed is started again, as a link's owner or an operator would; tasks that run are left alone. */
    void restartFailed(String connector) {
        try {
            if (runtime().status(connector).tasks().stream()
                    .anyMatch(task -> task.instance().state() == ConnectorStatus.State.FAILED)) {
                runtime().restartFailed(connector);
            }
        } catch (ConnectRuntimeException.Rebalancing | ConnectRuntimeException.Unavailable e) {
            // It is asked again soon.
            return;
        }
    }

    /** SIGKILL; at return it is gone. */
    void kill(int number) {
        workers.get(number).kill();
        workers.get(number).close();
    }

    /** One that was killed, under its old address. */
    void restart(int number) {
        workers.set(number, WorkerProcess.start(specs.get(number), directory.resolve(name + "-again-" + number)));
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::close);
    }
}
