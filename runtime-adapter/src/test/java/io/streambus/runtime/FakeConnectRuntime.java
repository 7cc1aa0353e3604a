package io.streambus.runtime;

import io.streambus.runtime.ConfigValidation.Fault;
import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.InvalidConfig;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.ConnectorStatus.Instance;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.ConnectorStatus.Task;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A Connect cluster in memory for tests: keeps the contract of {@link ConnectRuntime} ({@code ConnectRuntimeContract} runs against it too)
 * and can be made to fail.
 *
 * <p>By default a desired state is reached at once; after {@link #holdStatus} statuses stay what they were until {@link #releaseStatus}, as Connect's
 * lag behind for a while. Thread-safe: guarded by this.
 */
public final class FakeConnectRuntime implements ConnectRuntime {

    private static final Set<String> CHANGES = Set.of(
            "create",
            "putConfig",
            "resume",
            "pause",
            "stop",
            "restartFailed",
            "alterOffsets",
            "deleteOffsets",
            "delete");
    private static final String WORKER = "127.0.0.1:8083";

    /** One connector as the fake keeps it. Guarded by the runtime. */
    private static final class Connector {
        private Map<String, String> config;
        private State desired;
        private int tasks;
        private ConnectorStatus shown;
        private final Map<Integer, String> failedTasks = new LinkedHashMap<>();
        private Optional<String> failure = Optional.empty();

        Connector(Map<String, String> config, State desired) {
            this.config = config;
            this.desired = desired;
        }
    }

    private final String name;
    private final Map<String, FakePlugin> plugins = new LinkedHashMap<>();
    private final Map<String, Connector> connectors = new LinkedHashMap<>();
    private final Map<String, Map<Map<String, Object>, Map<String, Object>>> offsets = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Deque<Supplier<ConnectRuntimeException>> nextFailures = new ArrayDeque<>();
    private boolean unreachable;
    private Optional<Supplier<ConnectRuntimeException>> outage = Optional.empty();
    private boolean holding;
    private boolean closed;

    public FakeConnectRuntime(String name, List<FakePlugin> plugins) {
        this.name = name;
        plugins.forEach(plugin -> this.plugins.put(plugin.info().className(), plugin));
    }

    // What a test makes happen.

    /** Every call fails as if no worker answered, until {@link #available}. */
    public synchronized void unavailable(String reason) {
        outage =
                Optional.of(() -> new Unavailable("the Connect cluster " + name + " does not answer: " + reason, null));
    }

    /** Every call fails as if the workers rebalanced for longer than calls wait, until {@link #available}. */
    public synchronized void rebalancing() {
        outage = Optional.of(
                () -> new Rebalancing("the Connect cluster " + name + " was still rebalancing", Duration.ofSeconds(2)));
    }

    public synchronized void available() {
        outage = Optional.empty();
    }

    /** The next call fails so; several add up. */
    public synchronized void failNext(Supplier<ConnectRuntimeException> failure) {
        nextFailures.add(failure);
    }

    /** Until {@link #comeBack}, no call is answered. */
    public synchronized void goAway() {
        unreachable = true;
    }

    public synchronized void comeBack() {
        unreachable = false;
    }

    /** The task fails now; {@link #restartFailed} brings it back unless its plugin fails it again. */
    public synchronized void failTask(String connector, int task, String trace) {
        Connector found = connectors.get(connector);
        found.failedTasks.put(task, trace);
        show(connector, found);
    }

    /** The connector instance itself fails now. */
    public synchronized void failConnector(String connector, String trace) {
        Connector found = connectors.get(connector);
        found.failure = Optional.of(trace);
        show(connector, found);
    }

    /** From now on statuses stay as they are; a new connector has none and is {@link State#UNASSIGNED}. */
    public synchronized void holdStatus() {
        holding = true;
    }

    public synchronized void releaseStatus() {
        holding = false;
        connectors.forEach(this::show);
    }

    /** Committed by the connector itself, as it runs. */
    public synchronized void commitOffset(String connector, ConnectorOffset offset) {
        apply(connector, offset);
    }

    /** The names of the methods called that change something, with the connector: {@code pause link-1}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized boolean closed() {
        return closed;
    }

    // The contract.

    /** Each call is one attempt here, so that the right is asked for once. */
    @Override
    public ConnectRuntime within(Permit permit) {
        return (ConnectRuntime) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConnectRuntime.class}, (proxy, method, arguments) -> {
                    if (CHANGES.contains(method.getName()) && permit.over()) {
                        throw new Unavailable("the Connect cluster " + name + " is not asked: the right is over", null);
                    }
                    try {
                        return method.invoke(this, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized List<PluginInfo> plugins() {
        requireReachable();
        return plugins.values().stream().map(FakePlugin::info).toList();
    }

    @Override
    public synchronized ConfigValidation validate(Map<String, String> config) {
        requireReachable();
        return new ConfigValidation(faults(config));
    }

    private List<Fault> faults(Map<String, String> config) {
        String type = config.getOrDefault("connector.class", "");
        FakePlugin plugin = plugins.get(type);
        if (plugin == null) {
            throw refused(List.of(
                    new Fault("connector.class", type.isEmpty() ? "is missing" : "no worker knows the class " + type)));
        }
        return plugin.rules().apply(config);
    }

    private InvalidConfig refused(List<Fault> faults) {
        return new InvalidConfig("the Connect cluster " + name + " refuses the configuration: " + faults, faults);
    }

    @Override
    public synchronized void create(String connector, Map<String, String> config, InitialState initialState) {
        requireReachable();
        ConnectorName.fault(connector).ifPresent(fault -> {
            throw refused(List.of(new Fault("name", fault)));
        });
        Map<String, String> named = named(connector, config);
        check(named);
        if (connectors.containsKey(connector)) {
            throw new Conflict("a connector named " + connector + " exists already");
        }
        calls.add("create " + connector + " " + initialState);
        Connector created = new Connector(named, State.valueOf(initialState.name()));
        created.shown = new ConnectorStatus(connector, new Instance(State.UNASSIGNED, "", Optional.empty()), List.of());
        connectors.put(connector, created);
        show(connector, created);
    }

    private void check(Map<String, String> config) {
        List<Fault> faults = faults(config);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
    }

    @Override
    public synchronized Set<String> connectors() {
        requireReachable();
        return new LinkedHashSet<>(connectors.keySet());
    }

    @Override
    public synchronized Map<String, String> config(String connector) {
        requireReachable();
        return existing(connector).config;
    }

    @Override
    public synchronized Map<String, Map<String, String>> configs() {
        requireReachable();
        calls.add("configs");
        Map<String, Map<String, String>> configs = new LinkedHashMap<>();
        connectors.forEach((connector, found) -> configs.put(connector, found.config));
        return configs;
    }

    @Override
    public synchronized void putConfig(String connector, Map<String, String> config) {
        requireReachable();
        Connector found = existing(connector);
        Map<String, String> named = named(connector, config);
        check(named);
        calls.add("putConfig " + connector);
        found.config = named;
        found.failedTasks.clear();
        show(connector, found);
    }

    @Override
    public synchronized ConnectorStatus status(String connector) {
        requireReachable();
        return existing(connector).shown;
    }

    @Override
    public synchronized Map<String, ConnectorStatus> statuses() {
        requireReachable();
        calls.add("statuses");
        Map<String, ConnectorStatus> statuses = new LinkedHashMap<>();
        connectors.forEach((connector, found) -> statuses.put(connector, found.shown));
        return statuses;
    }

    @Override
    public synchronized void resume(String connector) {
        change("resume", connector, State.RUNNING);
    }

    @Override
    public synchronized void pause(String connector) {
        change("pause", connector, State.PAUSED);
    }

    @Override
    public synchronized void stop(String connector) {
        change("stop", connector, State.STOPPED);
    }

    private void change(String call, String connector, State desired) {
        requireReachable();
        Connector found = existing(connector);
        calls.add(call + " " + connector);
        found.desired = desired;
        if (desired == State.STOPPED) {
            found.failedTasks.clear();
        }
        show(connector, found);
    }

    @Override
    public synchronized void restartFailed(String connector) {
        requireReachable();
        Connector found = existing(connector);
        calls.add("restartFailed " + connector);
        found.failedTasks.clear();
        found.failure = Optional.empty();
        show(connector, found);
    }

    @Override
    public synchronized List<ConnectorOffset> offsets(String connector) {
        requireReachable();
        existing(connector);
        return offsets.getOrDefault(connector, Map.of()).entrySet().stream()
                .map(entry -> new ConnectorOffset(entry.getKey(), Optional.of(entry.getValue())))
                .toList();
    }

    @Override
    public synchronized void alterOffsets(String connector, List<ConnectorOffset> changes) {
        requireReachable();
        Connector found = stopped(connector);
        plugins.get(found.config.get("connector.class"))
                .refusal()
                .apply(changes)
                .ifPresent(reason -> {
                    throw new Conflict("the offsets of " + connector + " are not changed: " + reason);
                });
        calls.add("alterOffsets " + connector);
        changes.forEach(change -> apply(connector, change));
    }

    @Override
    public synchronized void deleteOffsets(String connector) {
        requireReachable();
        stopped(connector);
        calls.add("deleteOffsets " + connector);
        offsets.remove(connector);
    }

    @Override
    public synchronized void delete(String connector) {
        requireReachable();
        existing(connector);
        calls.add("delete " + connector);
        connectors.remove(connector);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireReachable() {
        if (unreachable) {
            throw new ConnectRuntimeException.Unavailable("the Connect cluster " + name + " does not answer", null);
        }
        Supplier<ConnectRuntimeException> failure = nextFailures.poll();
        if (failure != null) {
            throw failure.get();
        }
        outage.ifPresent(reason -> {
            throw reason.get();
        });
    }

    private Connector existing(String connector) {
        Connector found = connectors.get(connector);
        if (found == null) {
            throw new NotFound("the Connect cluster " + name + " has no connector named " + connector);
        }
        return found;
    }

    private Connector stopped(String connector) {
        Connector found = existing(connector);
        if (found.desired != State.STOPPED) {
            throw new Conflict("the connector " + connector + " is not stopped; stop it before changing its offsets");
        }
        return found;
    }

    private void apply(String connector, ConnectorOffset change) {
        Map<Map<String, Object>, Map<String, Object>> known =
                offsets.computeIfAbsent(connector, any -> new LinkedHashMap<>());
        change.offset()
                .ifPresentOrElse(
                        offset -> known.put(change.partition(), offset), () -> known.remove(change.partition()));
    }

    private void show(String connector, Connector found) {
        if (holding) {
            return;
        }
        Optional<String> pluginFailure = found.desired == State.RUNNING
                ? plugins.get(found.config.get("connector.class")).taskFailure().apply(found.config)
                : Optional.empty();
        List<Task> tasks = new ArrayList<>();
        // A paused connector keeps the tasks it has and is not asked for more, so that one created paused has none.
        found.tasks = switch (found.desired) {
            case STOPPED -> 0;
            case RUNNING -> Integer.parseInt(found.config.getOrDefault("tasks.max", "1"));
            default -> found.tasks;
        };
        for (int number = 0; number < found.tasks; number++) {
            Optional<String> trace =
                    Optional.ofNullable(found.failedTasks.get(number)).or(() -> pluginFailure);
            tasks.add(new Task(number, instance(found.desired, trace)));
        }
        found.shown = new ConnectorStatus(connector, instance(found.desired, found.failure), tasks);
    }

    private static Instance instance(State desired, Optional<String> trace) {
        return new Instance(trace.isPresent() ? State.FAILED : desired, WORKER, trace);
    }

    private static Map<String, String> named(String connector, Map<String, String> config) {
        Map<String, String> named = new LinkedHashMap<>(config);
        named.put("name", connector);
        return Map.copyOf(named);
    }
}
