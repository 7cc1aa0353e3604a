package io.streambus.bridge;

import io.streambus.bridge.leader.Lease;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.PluginInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Connect as long as this bridge leads: what changes something is refused once the lease is over, so that a bridge which was stopped or cut off
 * does not act beside its successor. Does not own the runtime behind it. Thread-safe if that is.
 */
final class LedRuntime implements ConnectRuntime {

    private final ConnectRuntime runtime;
    private final Lease lease;

    LedRuntime(ConnectRuntime runtime, Lease lease) {
        this.runtime = runtime;
        this.lease = lease;
    }

    private ConnectRuntime led() {
        if (!lease.held()) {
            throw new ConnectRuntimeException.Unavailable(
                    "Connect " + runtime.name() + " was not called because this bridge does not lead any more", null);
        }
        return runtime;
    }

    @Override
    public String name() {
        return runtime.name();
    }

    @Override
    public List<PluginInfo> plugins() {
        return runtime.plugins();
    }

    @Override
    public ConfigValidation validate(Map<String, String> config) {
        return runtime.validate(config);
    }

    @Override
    public void create(String connector, Map<String, String> config, InitialState initialState) {
        led().create(connector, config, initialState);
    }

    @Override
    public Set<String> connectors() {
        return runtime.connectors();
    }

    @Override
    public Map<String, String> config(String connector) {
        return runtime.config(connector);
    }

    @Override
    public void putConfig(String connector, Map<String, String> config) {
        led().putConfig(connector, config);
    }

    @Override
    public Map<String, ConnectorStatus> statuses() {
        return runtime.statuses();
    }

    @Override
    public ConnectorStatus status(String connector) {
        return runtime.status(connector);
    }

    @Override
    public void resume(String connector) {
        led().resume(connector);
    }

    @Override
    public void pause(String connector) {
        led().pause(connector);
    }

    @Override
    public void stop(String connector) {
        led().stop(connector);
    }

    @Override
    public void restartFailed(String connector) {
        led().restartFailed(connector);
    }

    @Override
    public List<ConnectorOffset> offsets(String connector) {
        return runtime.offsets(connector);
    }

    @Override
    public void alterOffsets(String connector, List<ConnectorOffset> offsets) {
        led().alterOffsets(connector, offsets);
    }

    @Override
    public void deleteOffsets(String connector) {
        led().deleteOffsets(connector);
    }

    @Override
    public void delete(String connector) {
        led().delete(connector);
    }

    @Override
    public void close() {
        // Whoever made the runtime closes it; it outlives a term.
    }
}
