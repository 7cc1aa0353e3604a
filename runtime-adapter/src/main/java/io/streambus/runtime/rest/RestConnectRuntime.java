package io.streambus.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectorName;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.Permit;
import io.streambus.runtime.PluginInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Connect cluster reached through its workers' REST API (Connect 3.8 or newer). Any worker serves any call; they are tried in turn.
 *
 * <p>Thread-safe: calls share nothing but the HTTP client and the choice of the worker to try first.
 */
public final class RestConnectRuntime implements ConnectRuntime {

    private final String name;
    private final Workers cluster;
    private final ConnectErrors faults;
    private final Permit permit;

    /**
     * @param name for error messages
     * @param workers http or https addresses; credentials in them ({@code https://user:password@host}) are sent as basic authentication
     *     and never shown
     * @throws IllegalArgumentException if the name or the list is empty, or an address is not one of http or https
     */
    public RestConnectRuntime(String name, List<URI> workers, RestTimeouts timeouts) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a Connect runtime needs a name");
        }
        if (workers.isEmpty()) {
            throw new IllegalArgumentException(
                    "the Connect runtime " + name + " needs the address of one worker at least");
        }
        this.name = name;
        this.cluster = new Workers(name, workers.stream().map(Worker::of).toList(), timeouts);
        this.faults = new ConnectErrors(name);
        this.permit = Permit.UNLIMITED;
    }

    private RestConnectRuntime(RestConnectRuntime other, Permit permit) {
        this.name = other.name;
        this.cluster = other.cluster;
        this.faults = other.faults;
        this.permit = permit;
    }

    @Override
    public ConnectRuntime within(Permit newPermit) {
        return new RestConnectRuntime(this, newPermit);
    }

    private ConnectResponse call(ConnectRequest call) {
        return cluster.call(call, permit);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PluginInfo> plugins() {
        return read(call(ConnectRequest.get("/connector-plugins")), ConnectJson::plugins);
    }

    @Override
    public ConfigValidation validate(Map<String, String> config) {
        ConnectJson.Validation validation = validation(config);
        return new ConfigValidation(
                faults.redacted(validation.faults(), Redaction.of(config, validation.passwordKeys())));
    }

    private ConnectJson.Validation validation(Map<String, String> config) {
        String plugin = config.get("connector.class");
        if (plugin == null || plugin.isBlank()) {
            throw faults.invalid("connector.class", "is missing; name the connector plugin's class");
        }
        ConnectRequest call = ConnectRequest.question(
                "PUT",
                "/connector-plugins/" + Encoding.segment(plugin) + "/config/validate",
                ConnectJson.write(config));
        ConnectResponse answer = call(call);
        if (Refusals.isUnknownPlugin(answer)) {
            throw faults.invalid(
                    "connector.class", Redaction.of(config, Set.of()).apply(Refusals.message(answer)));
        }
        return read(answer, ConnectJson::validation);
    }

    @Override
    public void create(String connector, Map<String, String> config, InitialState initialState) {
        ConnectorName.fault(connector).ifPresent(fault -> {
            throw faults.invalid("name", fault);
        });
        Map<String, String> named = named(connector, config);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", connector);
        body.put("config", named);
        body.put("initial_state", initialState.name());
        ConnectResponse answer = call(ConnectRequest.change("POST", "/connectors", ConnectJson.write(body)));
        if (Refusals.isTaken(answer)) {
            if (!answer.repeated() || !config(connector).equals(named)) {
                throw new Conflict("a connector named " + connector + " exists already in the Connect cluster " + name);
            }
            // An earlier attempt's answer was lost, and the connector is what this call asked for.
        } else if (answer.status() == 400) {
            throw refusedConfig(named, answer);
        } else if (!answer.succeeded()) {
            throw faults.unavailable(answer);
        }
        settle(connector);
    }

    @Override
    public Set<String> connectors() {
        return read(call(ConnectRequest.get("/connectors")), ConnectJson::names);
    }

    @Override
    public Map<String, String> config(String connector) {
        return read(existing(connector, ConnectRequest.get(path(connector, "/config"))), ConnectJson::config);
    }

    @Override
    public Map<String, Map<String, String>> configs() {
        return read(call(ConnectRequest.get("/connectors?expand=info")), ConnectJson::configs);
    }

    @Override
    public void putConfig(String connector, Map<String, String> config) {
        Map<String, String> named = named(connector, config);
        // PUT would create a connector that somebody has just deleted; PATCH (KIP-477) answers 404 then, and null
        // removes a key.
        Map<String, String> patch = new LinkedHashMap<>(named);
        config(connector).keySet().forEach(key -> patch.putIfAbsent(key, null));
        ConnectResponse answer =
                call(ConnectRequest.change("PATCH", path(connector, "/config"), ConnectJson.write(patch)));
        if (answer.status() == 400) {
            throw refusedConfig(named, answer);
        }
        succeed(connector, answer);
    }

    @Override
    public ConnectorStatus status(String connector) {
        ConnectResponse answer = call(ConnectRequest.get(path(connector, "/status")));
        if (!Refusals.isMissing(answer)) {
            return read(succeed(connector, answer), body -> ConnectJson.status(connector, body));
        }
        // Until a worker has taken up a new connector, Connect has no status of it and answers as if it were not there.
        existing(connector, ConnectRequest.get(path(connector, "")));
        return new ConnectorStatus(
                connector,
                new ConnectorStatus.Instance(ConnectorStatus.State.UNASSIGNED, "", Optional.empty()),
                List.of());
    }

    @Override
    public Map<String, ConnectorStatus> statuses() {
        return read(call(ConnectRequest.get("/connectors?expand=status")), ConnectJson::statuses);
    }

    @Override
    public void resume(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/resume")));
    }

    @Override
    public void pause(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/pause")));
    }

    @Override
    public void stop(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/stop")));
    }

    @Override
    public void restartFailed(String connector) {
        existing(
                connector,
                ConnectRequest.change("POST", path(connector, "/restart?includeTasks=true&onlyFailed=true")));
    }

    @Override
    public List<ConnectorOffset> offsets(String connector) {
        return read(existing(connector, ConnectRequest.get(path(connector, "/offsets"))), ConnectJson::offsets);
    }

    @Override
    public void alterOffsets(String connector, List<ConnectorOffset> offsets) {
        changeOffsets(
                connector, ConnectRequest.change("PATCH", path(connector, "/offsets"), ConnectJson.write(offsets)));
    }

    @Override
    public void deleteOffsets(String connector) {
        changeOffsets(connector, ConnectRequest.change("DELETE", path(connector, "/offsets")));
    }

    private void changeOffsets(String connector, ConnectRequest call) {
        ConnectResponse answer = call(call);
        // Connect answers 400 while the connector is not stopped, and 500 when the connector's own code refuses.
        boolean refused = answer.status() == 400 || (answer.status() == 500 && !Refusals.isWorkersOwnFault(answer));
        if (refused) {
            throw new Conflict("the Connect cluster " + name + " does not change the offsets of " + connector + ": "
                    + Refusals.message(answer));
        }
        succeed(connector, answer);
    }

    @Override
    public void delete(String connector) {
        ConnectResponse answer = call(ConnectRequest.change("DELETE", path(connector, "")));
        // Gone: by an attempt of this call whose answer was lost.
        if (!(answer.repeated() && Refusals.isMissing(answer))) {
            succeed(connector, answer);
        }
        settle(connector);
    }

    @Override
    public void close() {
        cluster.close();
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + Encoding.segment(connector) + rest;
    }

    private static Map<String, String> named(String connector, Map<String, String> config) {
        Map<String, String> named = new LinkedHashMap<>(config);
        named.put("name", connector);
        return named;
    }

    /**
     * Waits until the workers have taken up a created or deleted connector: until then, calls that follow would not find it, or still
     * would. Connect answers 409 for this while, which a call waits out.
     */
    private void settle(String connector) {
        try {
            call(ConnectRequest.get(path(connector, "")));
        } catch (ConnectRuntimeException.Rebalancing | ConnectRuntimeException.Unavailable e) {
            // The change itself has been accepted, and that is what the caller asked for.
            return;
        }
    }

    private ConnectResponse existing(String connector, ConnectRequest call) {
        return succeed(connector, call(call));
    }

    private ConnectResponse succeed(String connector, ConnectResponse answer) {
        if (answer.succeeded()) {
            return answer;
        }
        if (Refusals.isMissing(answer)) {
            throw new NotFound("the Connect cluster " + name + " has no connector named " + connector);
        }
        throw faults.unavailable(answer);
    }

    private ConnectRuntimeException refusedConfig(Map<String, String> config, ConnectResponse answer) {
        try {
            ConnectJson.Validation validation = validation(config);
            Redaction redaction = Redaction.of(config, validation.passwordKeys());
            return faults.invalid(
                    faults.redacted(validation.faults(), redaction), redaction.apply(Refusals.message(answer)));
        } catch (ConnectRuntimeException.InvalidConfig e) {
            return e;
        } catch (ConnectRuntimeException.Unavailable | ConnectRuntimeException.Rebalancing e) {
            // The refusal stands, whether or not its reasons can be had one by one.
            return faults.invalid(List.of(), Redaction.of(config, Set.of()).apply(Refusals.message(answer)));
        }
    }

    private interface Reading<T> {
        T read(JsonNode body) throws ConnectJson.Unreadable;
    }

    private <T> T read(ConnectResponse answer, Reading<T> reading) {
        if (!answer.succeeded()) {
            throw faults.unavailable(answer);
        }
        try {
            return reading.read(ConnectJson.read(answer.body()));
        } catch (ConnectJson.Unreadable e) {
            throw faults.unreadable(answer, e);
        }
    }
}
