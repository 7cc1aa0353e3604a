package io.streambus.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One Kafka Connect cluster, as StreamBus drives it.
 *
 * <p>All state changes ({@link #pause}, {@link #resume}, {@link #stop}, {@link #restartFailed}, {@link #putConfig}) are asynchronous in Connect: the
 * call returns when Connect has accepted the desired state, and {@link #status} shows when it is reached. Every call is bounded in time; every method
 * throws a {@link ConnectRuntimeException} whose subtype says what the caller can do about it. Thread-safe.
 */
public interface ConnectRuntime extends AutoCloseable {

    /**
     * The same Connect cluster for a caller whose right to change it may end. Each attempt of a call that changes something asks for the right first,
     * and is given up when the right ends before its answer has come: what is repeated for long, or takes several requests, changes nothing after
     * that. A request that a worker has by then may still be carried out. Calls that change nothing need no right.
     *
     * @return shares the client of this runtime: closing either closes both. Its calls throw {@link ConnectRuntimeException.Unavailable} once the
     *     right is over
     */
    ConnectRuntime within(Permit permit);

    /** The name that error messages give this runtime; never empty, holds no credentials. */
    String name();

    /** The connector plugins (sources and sinks) that the workers have loaded. */
    List<PluginInfo> plugins();

    /**
     * Lets the plugin check a configuration without creating anything.
     *
     * @param config must hold {@code connector.class}; {@code name} too, Connect refuses to validate without
     * @return every fault found, with the key it belongs to
     * @throws ConnectRuntimeException.InvalidConfig if the class is unknown to the workers
     */
    ConfigValidation validate(Map<String, String> config);

    /**
     * Creates a connector (KIP-980: with its initial state, so that a connector can exist without ever having run).
     *
     * @param connector see {@link ConnectorName#fault}
     * @param config without {@code name}, which is {@code connector}
     * @throws ConnectRuntimeException.Conflict if a connector of that name exists
     * @throws ConnectRuntimeException.InvalidConfig if the plugin refuses the configuration, or the name cannot be had
     */
    void create(String connector, Map<String, String> config, InitialState initialState);

    /** The names of all connectors of this runtime, ours and others. */
    Set<String> connectors();

    /**
     * The configuration as Connect stores it, config-provider references unresolved.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    Map<String, String> config(String connector);

    /**
     * The configurations of every connector, ours and others, by name and as {@link #config} gives them: one call, however many there are. A connector
     * that is being created or deleted may be missing.
     */
    Map<String, Map<String, String>> configs();

    /**
     * Replaces the configuration of an existing connector.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector (this never creates one)
     * @throws ConnectRuntimeException.InvalidConfig if the plugin refuses the configuration
     */
    void putConfig(String connector, Map<String, String> config);

    /**
     * What the workers report of the connector and its tasks.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    ConnectorStatus status(String connector);

    /**
     * What the workers report of every connector, ours and others, by name: one call, however many there are. A connector that is being created or
     * deleted may be missing.
     */
    Map<String, ConnectorStatus> statuses();

    /**
     * Lets a paused or stopped connector run; the first start of a connector created {@link InitialState#STOPPED} is a resume too.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    void resume(String connector);

    /**
     * Suspends a connector; its tasks stay assigned and keep their clients.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    void pause(String connector);

    /**
     * Stops a connector and gives up its tasks; afterwards its offsets may be altered (KIP-875).
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    void stop(String connector);

    /**
     * Restarts what has failed of a connector: the connector itself and each failed task (KIP-745, {@code onlyFailed=true}).
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    void restartFailed(String connector);

    /**
     * The source offsets that Connect has committed for the connector.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    List<ConnectorOffset> offsets(String connector);

    /**
     * Sets the offsets of the given partitions and leaves the others as they are.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     * @throws ConnectRuntimeException.Conflict if the connector is not stopped, or refuses the offsets
     */
    void alterOffsets(String connector, List<ConnectorOffset> offsets);

    /**
     * Forgets all offsets of the connector.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     * @throws ConnectRuntimeException.Conflict if the connector is not stopped
     */
    void deleteOffsets(String connector);

    /**
     * Deletes a connector, whatever its state. Connect keeps its offsets: {@link #deleteOffsets} comes first where they must go.
     *
     * @throws ConnectRuntimeException.NotFound if there is no such connector
     */
    void delete(String connector);

    /** Lets go of this client's resources; the Connect cluster itself goes on. Idempotent. */
    @Override
    void close();
}
